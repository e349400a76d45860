import type { Fault, Responder } from '../../model/attribution.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Classify } from '../record-search.ts'

/** How many answers of a class are whose, by the rules: what workers do not know when they count. Plain
 *  successes of backends are left out; workers count those themselves. */
export interface ConclusionCount {
  /** '' where no resource was found, so that nobody fills the memory with names. */
  readonly gateway: string
  readonly stage: string
  /** 2xx */
  readonly statusClass: string
  readonly responder: Responder
  /** `not_judged`: there were too many to judge each. */
  readonly fault: Fault | 'not_judged'
  readonly count: number
}

export class ConclusionCounts {
  readonly #classify: Classify
  #counts = new Map<string, ConclusionCount>()

  constructor(classify: Classify) {
    this.#classify = classify
  }

  /** `hasTime`: what a backend answered takes a fifth of a millisecond to judge, its page and header being
   *  compared with those of known servers; our own errors a twentieth of that. */
  add(record: FlowRecord, hasTime: boolean): void {
    const { responder, fault } =
      hasTime || record.answered_by !== 'backend' ? this.#classify(record) : notJudged
    const isMatched = record.resource !== ''
    const gateway = isMatched ? record.gateway : ''
    const stage = isMatched ? record.stage : ''
    const statusClass = `${Math.floor(record.status / 100)}xx`
    const key = conclusionKey(gateway, stage, statusClass, responder, fault)
    const count = 1 + (this.#counts.get(key)?.count ?? 0)
    this.#counts.set(key, { gateway, stage, statusClass, responder, fault, count })
  }

  /** Those since the last time. */
  take(): readonly ConclusionCount[] {
    const taken = [...this.#counts.values()]
    this.#counts = new Map()
    return taken
  }
}

const notJudged = { responder: 'backend', fault: 'not_judged' } as const

export function conclusionKey(...labels: readonly string[]): string {
  return labels.join('\n')
}
