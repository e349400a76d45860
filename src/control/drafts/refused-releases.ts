import { ApiProblem } from '../problem.ts'

/** Why a worker could not take the newest release of a stage: shown with the stage until one is taken. */
export interface Refusal {
  readonly at: string
  readonly reason: string
}

export class RefusedReleases {
  readonly #refusals = new Map<string, Refusal>()

  /** Remembers what a worker said, if it is that; `act` is what releases. */
  async during<Result>(
    gateway: string,
    stage: string,
    act: () => Promise<Result>,
  ): Promise<Result> {
    const place = `${gateway}/${stage}`
    try {
      const result = await act()
      this.#refusals.delete(place)
      return result
    } catch (error) {
      if (error instanceof ApiProblem && error.key === 'release_refused') {
        this.#refusals.set(place, { at: new Date().toISOString(), reason: error.message })
      }
      throw error
    }
  }

  of(gateway: string, stage: string): Refusal | undefined {
    return this.#refusals.get(`${gateway}/${stage}`)
  }
}
