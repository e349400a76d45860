/** How long the parts of a change took, in the order in which they began: the `Server-Timing` field of its answer
 *  (W3C Server Timing), which browsers and bench/releases show. */
export class PhaseTimes {
  readonly #spentMs = new Map<string, number>()

  /** What comes twice is added up. */
  async during<Result>(name: string, act: () => Result | Promise<Result>): Promise<Result> {
    const startMs = performance.now()
    this.#spentMs.set(name, this.#spentMs.get(name) ?? 0)
    try {
      return await act()
    } finally {
      this.#spentMs.set(name, (this.#spentMs.get(name) ?? 0) + performance.now() - startMs)
    }
  }

  get field(): string {
    return [...this.#spentMs].map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', ')
  }
}
