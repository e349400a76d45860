/** What is wrong with a definition, where, and what to write instead. All problems of all files are
 *  reported at once, sorted by place, up to a bound that a person can still read. */
export interface DefinitionProblem {
  readonly file: string
  /** 1-based; columns count UTF-16 units, as editors do. */
  readonly line: number
  readonly column: number
  /** Such as `gateways[0].stages[1].name`. */
  readonly path: string
  /** Never holds a value that came from the environment, nor a secret. */
  readonly message: string
  /** What to do, '' where nothing better than the message can be said. */
  readonly suggestion: string
}

/** Keys and indexes from the root of a file. */
export type Path = readonly (string | number)[]

/** `at` 'key': point at the key itself and not at its value (an unknown key, a missing one). A
 *  suggestion that takes a search is a function, called only if the problem is shown. */
export type Report = (
  path: Path,
  message: string,
  suggestion?: string | (() => string),
  at?: 'key',
) => void

/** More than anybody reads in one go; keeps a hostile file from filling memory with sentences. */
const mostProblems = 500

export class ProblemList {
  readonly #problems: DefinitionProblem[] = []
  #dropped = 0

  get isEmpty(): boolean {
    return this.#problems.length === 0
  }

  get isFull(): boolean {
    return this.#problems.length >= mostProblems
  }

  add(problem: DefinitionProblem): void {
    if (this.isFull) this.#dropped += 1
    else this.#problems.push(problem)
  }

  /** Counts a problem of a full list without the work of describing it. */
  drop(): void {
    this.#dropped += 1
  }

  /** In the order of `files`, then by place. */
  sorted(files: readonly string[]): DefinitionProblem[] {
    const rank = new Map(files.map((file, index) => [file, index]))
    const sorted = this.#problems.toSorted(
      (a, b) =>
        (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
    )
    const last = sorted.at(-1)
    if (last === undefined || this.#dropped === 0) return sorted
    const message = `${this.#dropped} more problems are not shown`
    return [...sorted, { ...last, path: '', message, suggestion: 'Correct these first.' }]
  }
}

export function pathText(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (!/^[\w-]+$/.test(step)) text += `[${JSON.stringify(step)}]`
    else text += text === '' ? step : `.${step}`
  }
  return text
}
