/** Remembers what was looked up for a few seconds, so that a page of requests asks the database once.
 *  What we change ourselves is forgotten at once. */
export class FreshMemory<Found> {
  readonly #kept = new Map<string, { readonly found: Found; readonly untilMs: number }>()
  /** Grows with each change: what was being looked up meanwhile is not kept. */
  #changes = 0

  async of(key: string, look: () => Promise<Found>): Promise<Found> {
    const known = this.#kept.get(key)
    if (known !== undefined && known.untilMs > Date.now()) return known.found
    const changes = this.#changes
    const found = await look()
    if (changes !== this.#changes) return found
    this.#kept.delete(key)
    this.#kept.set(key, { found, untilMs: Date.now() + freshMs })
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break
      this.#kept.delete(oldest)
    }
    return found
  }

  /** Something that may be in it was changed. */
  clear(): void {
    this.#changes++
    this.#kept.clear()
  }
}

const freshMs = 3_000
const mostKept = 1_000
