/** Bytes of later requests that arrived while one is in flight (pipelining). */
export class AheadBytes {
  size = 0
  #chunks: Buffer[] = []

  keep(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.size += bytes.length
  }

  take(): Buffer {
    const chunks = this.#chunks
    this.#chunks = []
    this.size = 0
    const [first] = chunks
    return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
  }
}
