import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The console as it was built (`web/dist`): a few files, read once at the start and kept. */
export interface ConsoleFiles {
  /** undefined: there is no such file. */
  file(path: string): ConsoleFile | undefined
  /** The page, whatever its address: which one it is decides the page itself. undefined: the console was
   *  not built. */
  page(): ConsolePage | undefined
}

export interface ConsoleFile {
  readonly type: string
  readonly bytes: Buffer
  /** The same by gzip (RFC 1952), a third of it: made when it is first asked for. */
  gzipped(): Buffer
}

export interface ConsolePage {
  readonly html: string
  /** Of its Content-Security-Policy. */
  readonly policy: string
}

export function readConsole(folder: string): ConsoleFiles {
  const files = new Map<string, ConsoleFile>()
  for (const name of namesIn(folder)) {
    const type = types[/\.\w+$/.exec(name)?.[0] ?? '']
    if (type === undefined) continue
    files.set(`/${name.replaceAll('\\', '/')}`, fileOf(type, readFileSync(join(folder, name))))
  }
  const frame = files.get('/index.html')?.bytes.toString('utf8')
  return {
    file: (path) => (path === '/index.html' ? undefined : files.get(path)),
    page: () => (frame === undefined ? undefined : pageOf(frame)),
  }
}

function fileOf(type: string, bytes: Buffer): ConsoleFile {
  let gzipped: Buffer | undefined
  return { type, bytes, gzipped: () => (gzipped ??= gzipSync(bytes, { level: 9 })) }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return [] // not built: the management API goes without it
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The components write their theme into one style element, so each page has a nonce for it. */
function pageOf(frame: string): ConsolePage {
  const nonce = randomBytes(16).toString('base64')
  return {
    html: frame.replace('%STYLE_NONCE%', nonce),
    policy: [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  }
}
