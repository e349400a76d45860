/** Long work is a generator that yields between two of its steps, so that whoever runs it decides what else has its
 *  turn meanwhile. This runs it to its end at once. */
export function allAtOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
