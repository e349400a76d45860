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
  readonly fault: Fault
  readonly count: number
}

export class ConclusionCounts {
  readonly #classify: Classify
  #counts = new Map<string, ConclusionCount>()

  constructor(classify: Classify) {
    this.#classify = classify
  }

  add(record: FlowRecord): void {
    const { responder, fault } = this.#classify(record)
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

export function conclusionKey(...labels: readonly string[]): string {
  return labels.join('\n')
}
