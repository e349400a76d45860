import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The console as it was built (`web/dist`): a few files, read once at the start and kept. */
export interface ConsoleFiles {
  /** undefined: there is no such file. */
  file(path: string): ConsoleFile | undefined
  /** The page, whatever its address: which one it is decides the page itself. `served` stands in it until its
   *  script runs. undefined: the console was not built. */
  page(served?: ServedText): ConsolePage | undefined
}

/** What can be read of a page without its script, as HTML. */
export interface ServedText {
  readonly language: string
  readonly title: string
  /** Of the content alone: it goes with it. */
  readonly style: string
  readonly content: string
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
    page: (served) => (frame === undefined ? undefined : pageOf(frame, served)),
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
function pageOf(frame: string, served: ServedText | undefined): ConsolePage {
  const nonce = randomBytes(16).toString('base64')
  const html = frame.replace('%STYLE_NONCE%', nonce)
  return {
    html: served === undefined ? html : withText(html, served, nonce),
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

/** The script puts the console in place of it. Functions, because a text may hold `$&`. */
function withText(html: string, served: ServedText, nonce: string): string {
  const { language, title, style, content } = served
  const place = `<div id="root"><style nonce="${nonce}">${style}</style>${content}</div>`
  return html
    .replace('<html lang="en">', () => `<html lang="${language}">`)
    .replace('<title>Faultline</title>', () => `<title>${title}</title>`)
    .replace('<div id="root"></div>', () => place)
    .replace(/<noscript>.*?<\/noscript>/s, '') // nothing is missing without it
}
