/** The body of the request in flight: framing is taken off here, payload is handed on as it comes,
 *  and the first part is kept so that a safe retry can send it again. */
import { ChunkedDecoder } from '../wire/chunked.ts'
import { JoinedBytes } from './joined-bytes.ts'
import { recordedBodyBytes } from './record-content.ts'

export interface BodyConsumer {
  /** Payload that stays valid. */
  bodyChunk(bytes: Uint8Array): void
  bodyEnd(trailers: string): void
}

/** Payload kept for a retry and, before somebody takes it, buffered. */
const keptBodyBytes = 65_536

export class RequestBody {
  /** Declared length, -1 for chunked, 0 for none. */
  expected = 0
  received = 0
  complete = true
  limitBytes = Number.MAX_SAFE_INTEGER
  /** '' or what is wrong with the framing. */
  problem = ''
  overLimit = false
  trailers = ''
  /** True while `kept` holds everything received so far. */
  replayable = true
  readonly #kept = new JoinedBytes()
  #consumer: BodyConsumer | undefined
  #decoder: ChunkedDecoder | undefined
  #untaken = 0

  begin(contentLength: number, chunked: boolean): void {
    this.expected = chunked ? -1 : Math.max(contentLength, 0)
    this.received = 0
    this.complete = this.expected === 0
    this.limitBytes = Number.MAX_SAFE_INTEGER
    this.problem = ''
    this.overLimit = false
    this.trailers = ''
    this.replayable = true
    this.#kept.clear()
    this.#consumer = undefined
    this.#untaken = 0
    if (!chunked) return
    this.#decoder ??= new ChunkedDecoder({ lineBytes: 1_024, trailerBytes: 8_192 })
    this.#decoder.reset()
  }

  /** The first part, or all of it: see `replayable`. */
  get kept(): Uint8Array {
    return this.#kept.bytes
  }

  /** Takes what belongs to the body; returns the offset behind it. The bytes are the body's from now on. */
  feed(bytes: Uint8Array, offset: number): number {
    if (this.expected === -1) return this.#feedChunked(bytes, offset)
    const end = Math.min(bytes.length, offset + this.expected - this.received)
    const isWhole = offset === 0 && end === bytes.length // a view costs as much as what it saves
    if (end > offset) this.#payload(isWhole ? bytes : bytes.subarray(offset, end))
    if (this.received === this.expected) this.#finish()
    return end
  }

  /** All of it, where that is little enough to be read for credentials: however it arrived, more is not. */
  get whole(): Uint8Array | undefined {
    if (!this.complete || !this.replayable || this.received > keptBodyBytes) return undefined
    return this.kept
  }

  /** Payload waits here because nobody takes it yet: the caller should be slowed down. */
  get isFull(): boolean {
    return this.#consumer === undefined && this.#untaken >= keptBodyBytes
  }

  /** Hands over what was kept, then everything to come. Only while `replayable`. */
  attach(consumer: BodyConsumer): void {
    if (this.#kept.length > 0) consumer.bodyChunk(this.kept)
    this.takenBy(consumer)
    if (this.complete) consumer.bodyEnd(this.trailers)
  }

  /** Like attach, for a consumer that has already taken `kept` (and the end, if complete). */
  takenBy(consumer: BodyConsumer): void {
    this.#untaken = 0
    this.#consumer = consumer
    if (this.received > keptBodyBytes) this.#forget()
  }

  detach(): void {
    this.#consumer = undefined
  }

  /** However many chunks arrived together, they pass on as one: a write each would cost far more than
   *  to move their payload together, where it lies. */
  #feedChunked(bytes: Uint8Array, offset: number): number {
    const decoder = this.#decoder
    if (decoder === undefined) return offset
    let start = offset
    let stop = offset
    const end = decoder.decode(bytes, offset, bytes.length, (from, first, last) => {
      if (stop === start) start = stop = first
      else from.copyWithin(stop, first, last)
      stop += last - first
    })
    if (stop > start) this.#payload(bytes.subarray(start, stop))
    if (decoder.problem !== '') this.problem = decoder.problem
    else if (decoder.done) {
      this.trailers = decoder.trailers
      this.#finish()
    }
    return end
  }

  #payload(bytes: Uint8Array): void {
    this.received += bytes.length
    if (this.received > this.limitBytes) {
      this.overLimit = true
      return
    }
    if (this.#consumer === undefined) {
      this.#kept.add(bytes)
      this.#untaken += bytes.length
      return
    }
    if (this.replayable) {
      if (this.received > keptBodyBytes) this.#forget()
      else this.#kept.add(bytes)
    }
    this.#consumer.bodyChunk(bytes)
  }

  #finish(): void {
    // Over the limit, payload is missing: no consumer may take what it got for the whole.
    if (this.complete || this.overLimit) return
    this.complete = true
    this.#consumer?.bodyEnd(this.trailers)
  }

  #forget(): void {
    this.replayable = false
    this.#kept.cut(recordedBodyBytes)
  }
}
