import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { isLoopback } from '../setting-values.ts'
import { CommandFailure } from './command-failure.ts'
import { runningDemoFolder } from './demo-folder.ts'

/** How commands talk to a running Faultline: which server, which token, and what to say when either
 *  is missing. `addServerOptions` declares the options, `ServerClient` uses their values. */
export interface ServerOptions {
  readonly server: string
  readonly data: string
  readonly token?: string | undefined
}

export interface ServerAnswer {
  readonly status: number
  /** The parsed body; the text itself where it is no JSON. */
  readonly body: unknown
}

interface RequestParts {
  readonly body?: string | Uint8Array
  readonly contentType?: string
  readonly timeoutMs?: number
}

export const usualServer = 'http://127.0.0.1:8801'

export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--server <url>', 'management address of the running server')
        .env('FAULTLINE_SERVER')
        .default(usualServer),
    )
    .addOption(
      new Option('--data <dir>', 'data folder, where a local server keeps its token')
        .env('FAULTLINE_DATA')
        .default('./data'),
    )
    .addOption(new Option('--token <token>').env('FAULTLINE_TOKEN').hideHelp())
}

/** Longest wait for an answer in milliseconds. Applying waits for every worker (30 s at most). */
const answerTimeoutMs = 60_000

export interface Streamed {
  readonly response: Response
  /** Its body. */
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>
}

/** Longest silence of a streamed answer in milliseconds. A Parquet file is whole before its head
 *  leaves; Node's own fetch gives up after 300 s, with words that help nobody. Afterwards the server
 *  reads on in portions of seconds. */
const usualSilence = { headMs: 290_000, bodyMs: 120_000 }

/** Aborts as `AbortSignal.timeout` does, but only while somebody waits. */
class SilenceLimit {
  readonly #controller = new AbortController()
  #timer: NodeJS.Timeout | undefined

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  begin(limitMs: number): void {
    const silent = new DOMException('the server is silent', 'TimeoutError')
    this.#timer = setTimeout(() => this.#controller.abort(silent), limitMs)
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

export class ServerClient {
  readonly server: URL
  private readonly token: string

  constructor(options: ServerOptions) {
    this.server = serverUrl(options.server)
    this.token = options.token ?? localToken(this.server, options.data)
  }

  async get(path: string, timeoutMs: number = answerTimeoutMs): Promise<ServerAnswer> {
    return await this.request('GET', path, { timeoutMs })
  }

  /** The answer as it comes, however long it takes, unless the server falls silent. Throws as
   *  `request` does. */
  async stream(path: string, signal: AbortSignal, limits = usualSilence): Promise<Streamed> {
    const headers: Record<string, string> = {}
    if (this.token !== '') headers['authorization'] = `Bearer ${this.token}`
    const silence = new SilenceLimit()
    const options = { headers, signal: AbortSignal.any([signal, silence.signal]) }
    silence.begin(limits.headMs)
    try {
      const response = await this.fetched(path, options)
      if (response.status === 401) throw new CommandFailure(this.tokenAdvice())
      return { response, bytes: this.heard(response, silence, limits.bodyMs) }
    } finally {
      silence.end()
    }
  }

  /** Only waiting for the server counts: whoever takes the bytes may be slow. */
  private async *heard(
    { body }: Response,
    silence: SilenceLimit,
    limitMs: number,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (body === null) return
    silence.begin(limitMs)
    try {
      for await (const chunk of body) {
        silence.end()
        yield chunk
        silence.begin(limitMs)
      }
    } catch (error) {
      if (!silence.signal.aborted) throw error
      const seconds = limitMs / 1_000
      const sentence = `${this.server.origin} has sent nothing more for ${seconds} s.`
      throw new CommandFailure(sentence, 1, { cause: error })
    } finally {
      silence.end()
    }
  }

  async post(path: string, body: string | Uint8Array, contentType: string): Promise<ServerAnswer> {
    return await this.request('POST', path, { body, contentType })
  }

  async delete(path: string): Promise<ServerAnswer> {
    return await this.request('DELETE', path, {})
  }

  /** Throws a CommandFailure where there is no answer or the token is refused; every other status is
   *  the caller's to judge. */
  private async request(
    method: string,
    path: string,
    { body, contentType, timeoutMs = answerTimeoutMs }: RequestParts,
  ): Promise<ServerAnswer> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (this.token !== '') headers['authorization'] = `Bearer ${this.token}`
    if (contentType !== undefined) headers['content-type'] = contentType

    const answer = await this.send(path, {
      method,
      headers,
      // a copy: fetch wants a view of a plain ArrayBuffer
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (answer.status === 401) throw new CommandFailure(this.tokenAdvice())
    return answer
  }

  private async send(path: string, options: RequestInit): Promise<ServerAnswer> {
    const response = await this.fetched(path, options)
    try {
      return { status: response.status, body: parsed(await response.text()) }
    } catch (error) {
      throw this.noAnswer(error)
    }
  }

  private async fetched(path: string, options: RequestInit): Promise<Response> {
    const url = new URL(path, this.server)
    let response: Response
    try {
      response = await fetch(url, { ...options, redirect: 'manual' }) // the token is not for others
    } catch (error) {
      throw this.noAnswer(error)
    }
    const target = redirectOf(response, url)
    if (target === undefined) return response
    await response.body?.cancel()
    throw redirected(target, url)
  }

  private noAnswer(error: unknown): CommandFailure {
    const advice = `Is "faultline start" running there? Another address: --server URL or FAULTLINE_SERVER.`
    const sentence = `No answer from ${this.server.origin} (${reasonOf(error)}). ${advice}`
    return new ServerAway(sentence, 1, { cause: error })
  }

  private tokenAdvice(): string {
    return this.token === ''
      ? `${this.server.origin} wants a management token: set FAULTLINE_TOKEN, or name the server's data folder with --data.`
      : `${this.server.origin} refused the management token: set FAULTLINE_TOKEN to a valid one.`
  }
}

/** Where a redirect leads; undefined where the answer is none. */
export function redirectOf({ status, headers }: Response, from: URL): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status > 399 || location === null) return undefined
  return URL.parse(location, from) ?? undefined
}

/** Mostly a console that is reached by https in front of it; a page for signing in is elsewhere. */
function redirected(target: URL, from: URL): CommandFailure {
  const { origin, pathname } = target
  if (pathname === from.pathname && origin !== from.origin) {
    return new CommandFailure(`The server sends you to ${origin}: use it as --server.`)
  }
  return new CommandFailure(
    `The server sends you to another page, ${origin}${pathname}: --server is the address of the console itself.`,
  )
}

/** Nobody answered: perhaps it starts anew. */
export class ServerAway extends CommandFailure {}

/** The one sentence of a problem (RFC 9457) that the server answered with. */
export function problemSentence({ status, body }: ServerAnswer): string {
  if (typeof body === 'object' && body !== null) {
    if ('detail' in body && typeof body.detail === 'string') return body.detail
    if ('title' in body && typeof body.title === 'string') return body.title
  }
  return `The server answered with status ${status}.`
}

function serverUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new CommandFailure(
      `"${text}" is no server address; it looks like http://127.0.0.1:8801.`,
      2,
    )
  }
  return url
}

/** The token file of the data folder is only for the server on this machine: a token that was not
 *  named by the user must never travel to another host. */
function localToken(server: URL, dataFolder: string): string {
  if (!isLoopback(server.hostname)) return ''
  const folder = runningDemoFolder(server.port) ?? dataFolder
  try {
    return readFileSync(join(folder, 'admin-token'), 'utf8').trim()
  } catch {
    return '' // no such folder, or not ours to read: the server will say that it wants a token
  }
}

/** JSON, or the text itself. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const { cause } = error
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0])
  return cause instanceof Error ? cause.message : error.message
}
