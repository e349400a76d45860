import { setImmediate as turn } from 'node:timers/promises'

/** Long work of a thread that others wait for: done in slices, and between two of them everything that waits for
 *  the thread has its turn. */
export async function inSlices<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const endMs = performance.now() + sliceMs
    do {
      const step = work.next()
      if (step.done === true) return step.value
    } while (performance.now() < endMs)
    await turn()
  }
}

/** What a request waits longer for each turn that it needs. */
const sliceMs = 2
