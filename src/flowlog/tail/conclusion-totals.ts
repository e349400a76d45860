import { conclusionKey, type ConclusionCount } from './conclusion-counts.ts'
import type { TailPositions } from './spool-tail.ts'

/** What the log engine tells of a look at the spool. */
export interface TailReport {
  /** Since the report before. */
  readonly counts: readonly ConclusionCount[]
  readonly missedBytes: number
  /** Up to where everything is counted; a successor goes on from there. */
  readonly positions: TailPositions
  /** Nothing was left unread. */
  readonly isAtEnd: boolean
}

/** The sums over all reports. They are kept here and not in the log engine, so that they only grow: an
 *  engine that dies has counted what it reported, its successor counts the rest. */
export class ConclusionTotals {
  readonly #totals = new Map<string, ConclusionCount>()
  #missedBytes = 0
  #atEndMs = Date.now()
  #positions: TailPositions

  constructor({ counts, missedBytes, positions }: KeptConclusions) {
    this.#positions = positions
    for (const each of counts) this.#add(each)
    this.#missedBytes = missedBytes
  }

  hear({ counts, missedBytes, positions, isAtEnd }: TailReport): void {
    for (const each of counts) this.#add(each)
    this.#missedBytes += missedBytes
    this.#positions = positions
    if (isAtEnd) this.#atEndMs = Date.now()
  }

  get positions(): TailPositions {
    return this.#positions
  }

  /** To go on from, in another process too. */
  get kept(): KeptConclusions {
    const { counts, missedBytes } = this.conclusions
    return { counts, missedBytes, positions: this.#positions }
  }

  get conclusions(): Conclusions {
    return {
      counts: [...this.#totals.values()],
      missedBytes: this.#missedBytes,
      lagSeconds: (Date.now() - this.#atEndMs) / 1_000,
    }
  }

  #add(each: ConclusionCount): void {
    const { gateway, stage, statusClass, responder, fault, count } = each
    const key = conclusionKey(gateway, stage, statusClass, responder, fault)
    this.#totals.set(key, { ...each, count: count + (this.#totals.get(key)?.count ?? 0) })
  }
}

export type KeptConclusions = Pick<TailReport, 'counts' | 'missedBytes' | 'positions'>

/** Counting begins there: what the spool holds already is of before. */
export function conclusionsFrom(positions: TailPositions): KeptConclusions {
  return { counts: [], missedBytes: 0, positions }
}

export interface Conclusions {
  readonly counts: readonly ConclusionCount[]
  /** Of records that left the spool before they were counted. */
  readonly missedBytes: number
  /** Since when not everything is counted. */
  readonly lagSeconds: number
}
