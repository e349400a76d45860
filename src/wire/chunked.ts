/** Chunked bodies (RFC 9112 section 7.1): payload out, chunk extensions dropped, trailers kept as
 *  far as they may follow a body. Strict: a size is hexadecimal digits and nothing else. */
import { Code, hexValue } from './character-codes.ts'
import { keptTrailers, trailerProblem } from './trailers.ts'

export interface ChunkedLimits {
  /** Longest size line with its extensions. */
  readonly lineBytes: number
  readonly trailerBytes: number
}

export type PayloadConsumer = (bytes: Uint8Array, start: number, end: number) => void

export class ChunkedDecoder {
  done = false
  /** What is wrong with the framing, '' if nothing. */
  problem = ''
  /** Trailer lines that may pass on, each with its CRLF. */
  trailers = ''
  payloadBytes = 0
  readonly #limits: ChunkedLimits
  #state: State = State.sizeStart
  /** Of the chunk: its size while the line is read, then what is left of it. */
  #remaining = 0
  #lineBytes = 0
  #lastCode = 0
  #trailerText = ''

  constructor(limits: ChunkedLimits) {
    this.#limits = limits
  }

  reset(): void {
    this.done = false
    this.problem = ''
    this.trailers = ''
    this.payloadBytes = 0
    this.#state = State.sizeStart
    this.#remaining = 0
    this.#lineBytes = 0
    this.#lastCode = 0
    this.#trailerText = ''
  }

  /** Reads `bytes` from `offset` to `end` and returns the offset behind what was consumed: `end`, or
   *  less where the message ended (`done`) or `problem` is set. */
  decode(bytes: Uint8Array, offset: number, end: number, onPayload: PayloadConsumer): number {
    let at = offset
    while (at < end && !this.done && this.problem === '') {
      if (this.#state === State.payload) {
        const stop = Math.min(end, at + this.#remaining)
        this.#remaining -= stop - at
        this.payloadBytes += stop - at
        if (this.#remaining === 0) this.#state = State.payloadReturn
        const start = at
        at = stop
        onPayload(bytes, start, stop)
      } else if (this.#state === State.trailers) {
        at = this.#readTrailers(bytes, at, end)
      } else {
        this.#step(bytes[at] ?? 0)
        if (this.problem === '') at++
      }
    }
    return at
  }

  #step(code: number): void {
    switch (this.#state) {
      case State.sizeStart:
        this.#lineBytes = 0
        this.#remaining = 0
        if (hexValue(code) < 0) this.problem = 'chunk size is not a hexadecimal number'
        else this.#sizeDigit(code)
        break
      case State.size:
        this.#sizeDigit(code)
        break
      case State.extension:
        this.#extensionByte(code)
        break
      case State.sizeFeed:
        if (code !== Code.lineFeed) this.problem = 'bare CR in a chunk size line'
        else this.#state = this.#remaining === 0 ? State.trailers : State.payload
        this.#lineBytes = 0
        break
      case State.payloadReturn:
        if (code !== Code.carriageReturn) this.problem = 'chunk is longer than its size'
        else this.#state = State.payloadFeed
        break
      case State.payloadFeed:
        if (code !== Code.lineFeed) this.problem = 'bare CR behind a chunk'
        else this.#state = State.sizeStart
        break
      case State.payload:
      case State.trailers:
        break // read as runs in decode, never byte by byte
    }
  }

  #sizeDigit(code: number): void {
    const value = hexValue(code)
    if (value >= 0) {
      this.#state = State.size
      this.#remaining = this.#remaining * 16 + value
      if (this.#remaining > Number.MAX_SAFE_INTEGER) this.problem = 'chunk size is too large'
      else this.#countLineByte()
    } else if (code === Code.semicolon) {
      this.#state = State.extension
      this.#countLineByte()
    } else if (code === Code.carriageReturn) this.#state = State.sizeFeed
    else if (code === Code.lineFeed) this.problem = 'bare LF in a chunk size line'
    else this.problem = 'chunk size is not a hexadecimal number'
  }

  #extensionByte(code: number): void {
    if (code === Code.carriageReturn) this.#state = State.sizeFeed
    else if (code === Code.lineFeed) this.problem = 'bare LF in a chunk size line'
    else if ((code < Code.space && code !== Code.tab) || code === Code.delete) {
      this.problem = 'control character in a chunk extension'
    } else this.#countLineByte()
  }

  #countLineByte(): void {
    this.#lineBytes++
    if (this.#lineBytes > this.#limits.lineBytes) this.problem = 'chunk size line is too long'
  }

  /** Collects lines up to the empty one, byte by byte: few bodies have trailers. */
  #readTrailers(bytes: Uint8Array, offset: number, end: number): number {
    for (let at = offset; at < end; at++) {
      const code = bytes[at] ?? 0
      const isEnd = code === Code.lineFeed && this.#lineBytes === 1
      if (code !== Code.lineFeed) this.#lineBytes++
      else if (this.#lastCode !== Code.carriageReturn) this.problem = 'bare LF in a trailer line'
      else this.#lineBytes = 0
      this.#lastCode = code
      this.#trailerText += String.fromCharCode(code)
      if (isEnd && this.problem === '') this.#finish(this.#trailerText.slice(0, -2))
      else if (this.#trailerText.length > this.#limits.trailerBytes) {
        this.problem = 'trailers are too large'
      }
      if (this.problem !== '') return at
      if (this.done) return at + 1
    }
    return end
  }

  #finish(lines: string): void {
    this.problem = trailerProblem(lines)
    if (this.problem !== '') return
    this.trailers = keptTrailers(lines)
    this.done = true
  }
}

/** Wire form of one chunk's size. */
export function chunkSizeLine(size: number): string {
  return `${size.toString(16)}\r\n`
}

const State = {
  sizeStart: 0,
  size: 1,
  extension: 2,
  sizeFeed: 3,
  payload: 4,
  payloadReturn: 5,
  payloadFeed: 6,
  trailers: 7,
} as const
type State = (typeof State)[keyof typeof State]
