import { readFile, rename } from 'node:fs/promises'
import { codeOf } from '../model/reason.ts'
import { storageProblem, StorageProblem } from './storage-problem.ts'

/** The control state as earlier versions kept it: one JSON file of the data folder, read once and then
 *  set aside. `check` returns why the parsed value is no state, '' if it is one: the file may have been
 *  edited or come from another version. */
export class StateFile<State> {
  readonly path: string
  readonly #check: (value: unknown) => string

  constructor(path: string, check: (value: unknown) => string) {
    this.path = path
    this.#check = check
  }

  async load(): Promise<State | undefined> {
    const text = await this.#text()
    if (text === undefined) return undefined
    const value = this.#parsed(text)
    const problem = this.#check(value)
    if (problem !== '') throw this.#damaged(problem)
    return value as State // `check` accepted it
  }

  /** Its content was taken over: it stays under another name, for whoever goes back. */
  async setAside(): Promise<void> {
    try {
      await rename(this.path, `${this.path}.taken-over`)
    } catch (error) {
      throw storageProblem('The state file', this.path, error)
    }
  }

  async #text(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw storageProblem('The state file', this.path, error)
    }
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch (error) {
      throw this.#damaged('it is not JSON', error)
    }
  }

  #damaged(problem: string, cause?: unknown): StorageProblem {
    return new StorageProblem(
      `The state file ${this.path} cannot be used: ${problem}. Restore it from a backup, or move it away and apply the definitions again.`,
      { cause },
    )
  }
}
