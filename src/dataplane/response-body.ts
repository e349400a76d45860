/** The body of a backend's answer: takes its framing off and knows when it is complete. */
import { ChunkedDecoder } from '../wire/chunked.ts'
import type { ResponseHead } from '../wire/response-head.ts'

export type Framing = 'none' | 'length' | 'chunked' | 'close'

export type Payload = (bytes: Uint8Array, start: number, end: number) => void

export class ResponseBody {
  framing: Framing = 'none'
  /** Declared length, -1 where none is declared. */
  expected = -1
  received = 0
  isComplete = false
  /** '' or what is wrong with the framing. */
  problem = ''
  trailers = ''
  #decoder: ChunkedDecoder | undefined

  /** `atHand`: bytes behind the head that came with it. Of a declared length they count as taken, and
   *  their number is returned; other framings are fed. */
  begin(head: ResponseHead, requestMethod: string, atHand: number): number {
    this.framing = head.bodyFraming(requestMethod)
    this.problem = ''
    this.trailers = ''
    this.received = 0
    this.expected =
      this.framing === 'none' ? 0 : this.framing === 'length' ? head.contentLength : -1
    if (this.framing === 'chunked') {
      this.#decoder ??= new ChunkedDecoder({ lineBytes: 1_024, trailerBytes: 8_192 })
      this.#decoder.reset()
    }
    if (this.framing === 'length') this.received = Math.min(head.contentLength, atHand)
    this.isComplete = this.received === this.expected
    return this.received
  }

  /** Hands the payload on; returns the offset behind what belongs to the body. */
  feed(bytes: Uint8Array, start: number, length: number, onPayload: Payload): number {
    if (this.framing === 'chunked' && this.#decoder !== undefined) {
      return this.#feedChunked(this.#decoder, bytes, start, length, onPayload)
    }
    const room = this.framing === 'length' ? this.expected - this.received : length
    const end = Math.min(length, start + room)
    this.received += end - start
    this.isComplete = this.received === this.expected
    onPayload(bytes, start, end)
    return end
  }

  #feedChunked(
    decoder: ChunkedDecoder,
    bytes: Uint8Array,
    start: number,
    length: number,
    onPayload: Payload,
  ): number {
    const end = decoder.decode(bytes, start, length, (from, first, last) => {
      this.received += last - first
      onPayload(from, first, last)
    })
    this.problem = decoder.problem
    if (decoder.done) {
      this.isComplete = true
      this.expected = this.received
      this.trailers = decoder.trailers
    }
    return end
  }
}
