import { once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'

/** Where `faultline logs export` writes: a file, which is there whole or not at all, or standard output,
 *  where what has left cannot be taken back and must be told. */
type Bytes = AsyncIterable<Uint8Array>
type OnBytes = (count: number) => void

export const nothing = 'nothing was written'

export class WholeFile {
  readonly written = nothing
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** It gets its name when it is whole. */
  async take(bytes: Bytes, onBytes: OnBytes): Promise<boolean> {
    const unfinished = `${this.#path}.unfinished`
    try {
      const file = await open(unfinished, 'w', 0o600)
      try {
        for await (const chunk of bytes) {
          await file.writeFile(chunk)
          onBytes(chunk.length)
        }
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(unfinished, this.#path)
      return true
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }
}

export class StandardOutput {
  readonly #format: string
  readonly #stopped: AbortSignal
  #bytes = 0
  #lines = 0
  #isQuoted = false
  /** Node makes its standard output whole again after an error; only the event tells. */
  readonly #readerGone = new AbortController()

  constructor(format: string, stopped: AbortSignal) {
    this.#format = format
    this.#stopped = stopped
    process.stdout.once('error', () => this.#readerGone.abort())
  }

  /** What is there after an end before the end. */
  get written(): string {
    if (this.#bytes === 0) return nothing
    if (this.#format === 'parquet')
      return `${this.#bytes} bytes of a Parquet file that nothing can read went to standard output`
    const records = this.#format === 'csv' ? Math.max(0, this.#lines - 1) : this.#lines
    return `${records} whole ${records === 1 ? 'record' : 'records'} went to standard output`
  }

  /** False where whoever read has gone (`| head`): no failure, and no reason to go on. */
  async take(bytes: Bytes, onBytes: OnBytes): Promise<boolean> {
    const { stdout } = process
    for await (const chunk of bytes) {
      const isTaken = stdout.write(chunk)
      this.#count(chunk)
      onBytes(chunk.length)
      if (!isTaken) await this.#room()
      this.#stopped.throwIfAborted()
      if (this.#readerGone.signal.aborted) return false
    }
    return true
  }

  /** A line end inside quotes belongs to a cell. */
  #count(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    const isTable = this.#format === 'csv'
    for (const byte of chunk) {
      if (byte === quote) this.#isQuoted = isTable && !this.#isQuoted
      else if (byte === lineEnd && !this.#isQuoted) this.#lines++
    }
  }

  /** Until there is room, or nobody to wait for. */
  async #room(): Promise<void> {
    const signal = AbortSignal.any([this.#stopped, this.#readerGone.signal])
    await once(process.stdout, 'drain', { signal }).catch(() => undefined)
  }
}

const quote = 0x22
const lineEnd = 0x0a
