/** Bytes that arrive in pieces and are held as one. A caller decides how small its pieces are: held one by
 *  one, a byte would cost a hundred. A piece that stays the only one is not copied. */
export class JoinedBytes {
  length = 0
  /** Holds `length` bytes, and where it is our own, room for more. */
  #room: Uint8Array = nothing

  /** Valid for good: what is added later comes behind it. */
  get bytes(): Uint8Array {
    return this.length === this.#room.length ? this.#room : this.#room.subarray(0, this.length)
  }

  /** `bytes` stay valid. */
  add(bytes: Uint8Array): void {
    if (this.length === 0) this.#room = bytes
    else {
      this.#grow(this.length + bytes.length)
      this.#room.set(bytes, this.length)
    }
    this.length += bytes.length
  }

  clear(): void {
    this.length = 0
    this.#room = nothing
  }

  /** Only the first bytes are of interest any more. */
  cut(size: number): void {
    if (this.length <= size) return
    this.#room = Buffer.from(this.#room.subarray(0, size))
    this.length = size
  }

  #grow(size: number): void {
    if (size <= this.#room.length) return
    // not of Node's pool: its 64 KiB would stay as long as our few bytes
    const grown = Buffer.allocUnsafeSlow(Math.max(size, 2 * this.length, smallestRoomBytes))
    grown.set(this.bytes)
    this.#room = grown
  }
}

/** Below that, growing would cost more than the memory. */
const smallestRoomBytes = 512
const nothing = Buffer.alloc(0)
