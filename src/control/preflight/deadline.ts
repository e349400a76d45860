/** When all of a probe has to be over. Every step gets its own limit, or what is left. */
export class Deadline {
  readonly #endMs: number

  constructor(altogetherMs: number) {
    this.#endMs = performance.now() + altogetherMs
  }

  get isOver(): boolean {
    return performance.now() >= this.#endMs
  }

  limitMs(stepMs: number): number {
    return Math.max(1, Math.min(stepMs, this.#endMs - performance.now()))
  }
}

/** Longest time of one step in milliseconds: a name, a connection, a handshake, an answer. */
export const stepMs = 2_000

/** To a tenth of a millisecond: more is noise. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
