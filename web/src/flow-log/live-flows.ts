import type { ListedFlow } from './listed-flow.ts'

/** What came while the flow log is followed live: newest first, only so many, so that a page that is left open does not
 *  grow. What was left out on the way is counted, never hidden. */
export interface LiveFlows {
  readonly flows: readonly ListedFlow[]
  /** All that came since it began, shown or not. */
  readonly count: number
  /** Records that matched and were not sent: too many in a second, or this page was too slow. */
  readonly dropped: number
  /** Records of a moment may be missing: the log engine was started again, or the connection broke off. */
  readonly hasGap: boolean
}

export const noLiveFlows: LiveFlows = { flows: [], count: 0, dropped: 0, hasGap: false }

export const mostLiveFlows = 1_000

/** `arrived` in the order in which they came. */
export function withArrived(live: LiveFlows, arrived: readonly ListedFlow[]): LiveFlows {
  return {
    ...live,
    flows: [...arrived.toReversed(), ...live.flows].slice(0, mostLiveFlows),
    count: live.count + arrived.length,
  }
}

/** The event `dropped` (docs/reference/events.md). */
export interface Dropped {
  readonly matched: number
  readonly unseen: number
  readonly slow: number
}

export function withDropped(live: LiveFlows, { matched, unseen, slow }: Dropped): LiveFlows {
  return { ...live, dropped: live.dropped + matched + unseen + slow }
}

const heardEveryMs = 5_000

/** What is read aloud of a number that grows all the time: its first change at once, further ones every 5 s. Gives how
 *  long to wait with the next; undefined: there is nothing new. */
export function waitBeforeMs(
  shown: { readonly count: number; readonly atMs: number },
  count: number,
  nowMs: number,
): number | undefined {
  if (count === shown.count) return undefined
  if (count < shown.count) return 0 // it was begun anew
  return Math.max(0, shown.atMs + heardEveryMs - nowMs)
}
