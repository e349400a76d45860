/** The head of a caller's next request while it arrives: its text so far, and since when. */
import { parseRequestHead, type RequestHead } from '../wire/request-head.ts'
import { latin1Text } from './latin1-bytes.ts'
import { scratchOf, type Worker } from './worker-context.ts'

export class IncomingHead {
  /** When its first byte came, on the worker's clock; -1 before. */
  startMs = -1
  #text = ''

  get hasBegun(): boolean {
    return this.#text !== ''
  }

  /** Reads on into `head`. How many of these bytes belong to it, 0: all, and more must come; below 0:
   *  `head.problem` says why it is none. */
  read(head: RequestHead, bytes: Buffer, length: number, worker: Worker): number {
    const now = worker.clock.now()
    if (this.startMs < 0) this.startMs = now
    const before = this.#text.length
    const text = this.#text + latin1Text(bytes, 0, length)
    const received = before === 0 ? scratchOf(worker, bytes) : undefined
    const size = parseRequestHead(head, text, worker.requestHeadLimits, received)
    if (size > 0) return size - before
    if (size === 0) this.#keep(text)
    return size
  }

  /** Its first byte's time; the next request's is another. */
  end(): number {
    const { startMs } = this
    this.startMs = -1
    this.#text = ''
    return startMs
  }

  /** Empty lines are no request yet: no answer may be written for them. */
  #keep(text: string): void {
    if (emptyLines.test(text)) this.end()
    else this.#text = text
  }
}

/** RFC 9112 section 2.2 */
const emptyLines = /^(?:\r\n)+$/
