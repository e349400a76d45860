/** Questions under way. What one of them may still read (a file, a table) goes when it is answered:
 *  taken away earlier, it would end the question with an error or, worse, a wrong answer. */
export class OpenQuestions {
  readonly #running = new Set<Promise<unknown>>()

  async during<T>(question: () => Promise<T>): Promise<T> {
    const running = question()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Settles when every question that runs now has ended; each has a time limit of its own. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#running)
  }
}
