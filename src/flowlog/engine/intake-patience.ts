/** Whether making a file may go behind everything else (patient-statement.ts), or must be done soon. */
export class IntakePatience {
  #questions = 0
  #hurriedBatches = 0

  /** While a question waits for what is made, that is urgent. */
  async during<T>(question: () => Promise<T>): Promise<T> {
    this.#questions++
    try {
      return await question()
    } finally {
      this.#questions--
    }
  }

  /** For one batch: whether it is urgent by now. It may take as long as it took to fill, or the next
   *  one is full before it is done. `isBehind`: that is so already. */
  begin(filledInMs: number, isBehind: boolean): () => boolean {
    const isHurried = isBehind || this.#hurriedBatches > 0
    if (this.#hurriedBatches > 0) this.#hurriedBatches--
    const untilMs = performance.now() + (isHurried ? 0 : Math.min(longestMs, filledInMs))
    return () => {
      if (this.#questions > 0) return true
      if (performance.now() < untilMs) return false
      if (!isHurried) this.#hurriedBatches = hurriedBatches
      return true
    }
  }
}

/** Half a second of CPU for 64 MiB of lines: where a tenth of a core is left, this is enough. */
const longestMs = 10_000
/** Where the time was not enough, it will not be for the next ones either; half a minute of a fully loaded
 *  worker. */
const hurriedBatches = 10
