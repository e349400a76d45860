import { conclusionKey, type ConclusionCount } from '../flowlog/tail/conclusion-counts.ts'
import type { StageCounts } from './stage-counts.ts'

/** Every answer by who gave it and whose fault it is: what the rules concluded of the unusual ones, and
 *  the plain successes that workers counted and nobody has to look at. */
export function answersOf(
  stages: readonly StageCounts[],
  concluded: readonly ConclusionCount[],
): readonly ConclusionCount[] {
  const plain = stages.flatMap(({ gateway, stage, plainSuccesses: count }): ConclusionCount[] =>
    count === 0
      ? []
      : [{ gateway, stage, statusClass: '2xx', responder: 'backend', fault: 'none', count }],
  )
  const same = Map.groupBy(
    [...plain, ...concluded],
    ({ gateway, stage, statusClass, responder, fault }) =>
      conclusionKey(gateway, stage, statusClass, responder, fault),
  )
  return [...same.values()].flatMap(([one, ...others]) =>
    one === undefined
      ? []
      : [{ ...one, count: others.reduce((sum, { count }) => sum + count, one.count) }],
  )
}
