import type { Socket } from 'node:net'

/** Bytes of later requests held while one is in flight; then reading pauses. */
const mostAheadBytes = 65_536

/** Bytes of later requests that arrived while one is in flight (pipelining), and whether the caller
 *  is read at all. */
export class ReadAhead {
  size = 0
  paused = false
  readonly #socket: Socket
  #chunks: Buffer[] = []

  constructor(socket: Socket) {
    this.#socket = socket
  }

  keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.size += bytes.length
    if (this.size >= mostAheadBytes) this.pause()
  }

  take(): Buffer {
    const chunks = this.#chunks
    this.#chunks = []
    this.size = 0
    this.resume()
    const [first] = chunks
    return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
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
