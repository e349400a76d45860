import type { Socket } from 'node:net'
import { JoinedBytes } from './joined-bytes.ts'
import { asBuffer } from './latin1-bytes.ts'

/** Bytes of later requests held while one is in flight; then reading pauses. */
const mostAheadBytes = 65_536

/** Bytes of later requests that arrived while one is in flight (pipelining), and whether the caller
 *  is read at all. */
export class ReadAhead {
  paused = false
  readonly #socket: Socket
  readonly #kept = new JoinedBytes()

  constructor(socket: Socket) {
    this.#socket = socket
  }

  get size(): number {
    return this.#kept.length
  }

  keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#kept.add(bytes)
    if (this.size >= mostAheadBytes) this.pause()
  }

  take(): Buffer {
    const { bytes } = this.#kept
    this.#kept.clear()
    this.resume()
    return asBuffer(bytes)
  }

  pause(): void {
    if (this.paused) return
    this.paused = true
    this.#socket.pause()
  }

  resume(): void {
    if (!this.paused || this.size >= mostAheadBytes) return
    this.paused = false
    this.#socket.resume()
  }
}
