import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

/** A caller that sends exactly the bytes it is told and keeps exactly the bytes it gets. */
export interface Answer {
  readonly status: number
  readonly reason: string
  /** In the order received. */
  readonly headers: readonly (readonly [string, string])[]
  /** Decoded body, one character a byte. */
  readonly body: string
  /** The whole answer as received, one character a byte. */
  readonly raw: string
  /** False where the connection ended before the framing said so. */
  readonly complete: boolean
}

/** First value of a field, '' if absent. */
export function field(answer: Answer, name: string): string {
  const wanted = name.toLowerCase()
  return answer.headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? ''
}

const answerLimitMs = 45_000

export class RawClient {
  readonly #socket: Socket
  #received = ''
  #ended: '' | 'fin' | 'reset' = ''
  #wake = (): void => undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (bytes) => {
      this.#received += bytes.toString('latin1')
      this.#wake()
    })
    socket.on('end', () => this.#end('fin'))
    socket.on('error', () => this.#end('reset'))
    socket.on('close', () => this.#end('fin'))
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  send(text: string | Uint8Array): this {
    this.#socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
    return this
  }

  /** FIN: nothing more will be sent, but answers are read. */
  halfClose(): this {
    this.#socket.end()
    return this
  }

  /** RST. */
  reset(): void {
    this.#socket.resetAndDestroy()
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Stops reading, so that the peer's buffers fill. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  get ended(): '' | 'fin' | 'reset' {
    return this.#ended
  }

  get received(): string {
    return this.#received
  }

  /** The next answer that is not 1xx (unless `informational`). */
  async answer(requestMethod = 'GET', informational = false): Promise<Answer> {
    const giveUpMs = performance.now() + answerLimitMs
    for (;;) {
      const found = parseAnswer(this.#received, requestMethod, this.#ended !== '')
      if (found !== undefined) {
        this.#received = this.#received.slice(found.raw.length)
        if (informational || found.status >= 200 || found.status === 101) return found
      } else if (this.#ended !== '') {
        throw new Error(`the connection ended (${this.#ended}) before an answer: ${this.#received}`)
      } else {
        await this.#change(giveUpMs)
      }
    }
  }

  /** Resolves how the connection ended, with all bytes that came. */
  async end(): Promise<{ readonly how: 'fin' | 'reset'; readonly bytes: string }> {
    const giveUpMs = performance.now() + answerLimitMs
    for (;;) {
      if (this.#ended !== '') return { how: this.#ended, bytes: this.#received }
      await this.#change(giveUpMs)
    }
  }

  #change(giveUpMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`nothing more came; so far: ${this.#received.slice(0, 2_000)}`)),
        giveUpMs - performance.now(),
      )
      this.#wake = () => {
        clearTimeout(limit)
        resolve()
      }
    })
  }

  #end(how: 'fin' | 'reset'): void {
    if (this.#ended === '') this.#ended = how
    this.#wake()
  }
}

export interface Call {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** One request on a connection of its own. */
export async function call(port: number, request: Call): Promise<Answer> {
  const client = await RawClient.connect(port)
  try {
    client.send(requestText(port, request))
    return await client.answer(request.method ?? 'GET')
  } finally {
    client.close()
  }
}

export function requestText(port: number, { method = 'GET', path, headers, body }: Call): string {
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers })
  if (body !== undefined) lines.push(['Content-Length', String(body.length)])
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} ${path} HTTP/1.1\r\n${head}\r\n${body ?? ''}`
}

/** undefined: more bytes are needed. Lenient on purpose: it must read what broken servers send. */
export function parseAnswer(
  text: string,
  requestMethod: string,
  isEnded: boolean,
): Answer | undefined {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [statusLine = '', ...fieldLines] = text.slice(0, headEnd).split('\r\n')
  const match = /^HTTP\/1\.[01] (\d{3}) ?(.*)$/.exec(statusLine)
  if (match === null) throw new Error(`not a status line: ${statusLine}`)
  const status = Number(match[1])
  const headers = fieldLines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const start = headEnd + 4
  const isBodyless = requestMethod === 'HEAD' || status < 200 || status === 204 || status === 304
  const found = isBodyless
    ? { body: '', end: start, complete: true }
    : bodyOf(text, start, headers, isEnded)
  if (found === undefined) return undefined
  const { body, end, complete } = found
  return { status, reason: match[2] ?? '', headers, body, raw: text.slice(0, end), complete }
}

interface FoundBody {
  readonly body: string
  readonly end: number
  readonly complete: boolean
}

function bodyOf(
  text: string,
  start: number,
  headers: Answer['headers'],
  isEnded: boolean,
): FoundBody | undefined {
  const value = (name: string): string | undefined =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1]
  if (value('transfer-encoding') !== undefined) return chunkedBody(text, start, isEnded)
  const length = value('content-length')
  if (length === undefined) {
    return isEnded ? { body: text.slice(start), end: text.length, complete: true } : undefined
  }
  const end = start + Number(length)
  if (text.length >= end) return { body: text.slice(start, end), end, complete: true }
  return isEnded ? { body: text.slice(start), end: text.length, complete: false } : undefined
}

function chunkedBody(text: string, start: number, isEnded: boolean): FoundBody | undefined {
  let body = ''
  let at = start
  const broken = isEnded ? { body, end: text.length, complete: false } : undefined
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd < 0) return broken === undefined ? undefined : { ...broken, body }
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    if (size === 0) {
      const end = text.indexOf('\r\n\r\n', lineEnd)
      if (end >= 0) return { body, end: end + 4, complete: true }
      return broken === undefined ? undefined : { ...broken, body }
    }
    const chunkEnd = lineEnd + 2 + size
    body += text.slice(lineEnd + 2, chunkEnd)
    if (text.length < chunkEnd + 2) return broken === undefined ? undefined : { ...broken, body }
    at = chunkEnd + 2
  }
}
