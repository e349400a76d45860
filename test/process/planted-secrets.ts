import { createServer } from 'node:http'
import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Owner } from '../clean-up.ts'
import { listeningPort } from '../program.ts'

/** Secrets of every kind that the product is given or hands out, and a search for them in whatever it shows
 *  or keeps. */
export class PlantedSecrets {
  readonly #secrets = new Map<string, Set<string>>()

  /** Gives it back. */
  add(kind: string, secret: string): string {
    if (secret.length < 8)
      throw new Error(`what is planted as ${kind} is too short to be looked for`)
    const ofKind = this.#secrets.get(kind) ?? new Set()
    this.#secrets.set(kind, ofKind.add(secret))
    return secret
  }

  get kinds(): string[] {
    return [...this.#secrets.keys()].toSorted((one, other) => (one < other ? -1 : 1))
  }

  /** As `KIND in PLACE`, in any spelling. */
  foundIn(places: ReadonlyMap<string, string>): string[] {
    return [...places].flatMap(([place, text]) =>
      this.kinds
        .filter((kind) => [...(this.#secrets.get(kind) ?? [])].some((one) => holds(text, one)))
        .map((kind) => `${kind} in ${place}`),
    )
  }
}

function holds(text: string, secret: string): boolean {
  const spellings = [
    secret,
    encodeURIComponent(secret),
    secret.replaceAll(' ', '+'),
    ...[0, 1, 2].map((before) => base64Within(secret, before)),
  ]
  return spellings.some((spelling) => text.includes(spelling))
}

/** The part of its base64 that is the same whatever stands around it, with so many bytes before it (modulo 3). */
function base64Within(secret: string, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]).toString('base64')
  const first = before === 0 ? 0 : 4 // shared with what stands before
  return text.slice(first, Math.floor((before + Buffer.byteLength(secret)) / 3) * 4)
}

/** What is kept or shown in clear on purpose, and the page of docs/reference that says so: nothing else is. */
export const onPurpose: readonly (readonly [found: RegExp, page: string])[] = [
  [/^server token in file admin-token$/, 'people.md'], // the command line of this machine reads it
  [/^private key in file keys\//, 'control-store.md'], // workers sign with it
  [/^notification key in file notification-key$/, 'alarms.md'], // secrets of webhooks are made of it
  [/^(?:private|notification) key in backup$/, 'control-store.md'],
  [/^plugin secret in (?:file control\.db|backup)/, 'definition.md'], // the gateway sends it
  [/^plugin secret in answer GET \/gateways\/shop\/definition$/, 'access.md'], // to maintainers
  [/^webhook address in (?:file control\.db|backup)/, 'alarms.md'], // notices are sent to it
  [/^webhook address in answer \w+ \/gateways\/shop\/alarm-rules/, 'alarms.md'], // to maintainers
  [/^CSRF token in answer (?:GET \/session|POST \/sign-in)$/, 'people.md'], // pages send it back
]

/** Every file below a folder, by its place in it. */
export function filesOf(folder: string): Map<string, string> {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((one) => one.isFile())
  return new Map(
    files.map((file) => {
      const path = join(file.parentPath, file.name)
      return [`file ${relative(folder, path)}`, readFileSync(path, 'latin1')]
    }),
  )
}

/** A backend that fails and says too much. */
export async function startTalker(owner: Owner, said: { cookie: string; password: string }) {
  const server = createServer((request, response) => {
    request.resume()
    const headers = {
      'content-type': 'application/json',
      'set-cookie': `sid=${said.cookie}; Path=/`,
    }
    response.writeHead(500, headers).end(JSON.stringify({ password: said.password, error: 'x' }))
  })
  const port = await listeningPort(server)
  owner.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${port}`
}
