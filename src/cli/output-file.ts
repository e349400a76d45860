import { closeSync, openSync, writeFileSync } from 'node:fs'
import { CommandFailure } from './command-failure.ts'

/** A file that a command writes. It is opened before the work begins: a call that cannot be repeated
 *  must not be lost to a mistyped path. What a server sent is not masked in it, so a new file is for its
 *  owner alone; one that is there already keeps the mode that somebody gave it. */
export class OutputFile {
  readonly #option: string
  readonly #path: string
  readonly #descriptor: number
  #failure: CommandFailure | undefined

  constructor(option: string, path: string) {
    this.#option = option
    this.#path = path
    try {
      this.#descriptor = openSync(path, 'w', 0o600)
    } catch (error) {
      throw this.#notWritable(error)
    }
  }

  /** A failure (the disk is full) is told by `close`, so that the rest of the work still counts. */
  write(bytes: Buffer): void {
    if (this.#failure !== undefined) return
    try {
      writeFileSync(this.#descriptor, bytes)
    } catch (error) {
      this.#failure = this.#notWritable(error)
    }
  }

  close(): void {
    closeSync(this.#descriptor)
    if (this.#failure !== undefined) throw this.#failure
  }

  #notWritable(error: unknown): CommandFailure {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    const sentence = `${this.#option} ${this.#path}: the file cannot be written${code}.`
    return new CommandFailure(sentence, 1, { cause: error })
  }
}
