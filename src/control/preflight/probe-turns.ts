import { ApiProblem } from '../problem.ts'

/** Whoever tries hosts makes up to ten connections at a time; as many people at once are enough. */
const mostAtOnce = 4

export type ProbeTurn = <Result>(probe: () => Promise<Result>) => Promise<Result>

/** Refuses what is one too many; `what` is under way, in the plural. */
export function probeTurns(what: string): ProbeTurn {
  let underWay = 0
  return async (probe) => {
    if (underWay >= mostAtOnce) {
      const detail = `${underWay} ${what} are under way; ask again when one has ended, in 20 s at most.`
      throw new ApiProblem('too_many_probes', detail)
    }
    underWay += 1
    try {
      return await probe()
    } finally {
      underWay -= 1
    }
  }
}
