import type { FlowRecord } from '../../model/flow-record.ts'
import { allOf, asksForConclusion } from '../query/query-node.ts'
import { predicateOf } from '../query/query-predicate.ts'
import { shownIn, type RecordScope } from '../record-scope.ts'
import { recordSearch, type Classify, type FlowFilter } from '../record-search.ts'

/** Which records somebody wants to see as they come. */
export type FollowFilter = Pick<FlowFilter, 'scope' | 'gateway' | 'stage' | 'query'>

/** What came for one of those who follow. */
export interface FollowedBatch {
  /** Records with their conclusions, each as JSON. */
  readonly texts: readonly string[]
  /** Further ones that match: more than anybody reads. */
  readonly dropped: number
  /** Records that nobody had the time to look at. */
  readonly unseen: number
}

/** A record that is read once, if anybody wants to know what it says. */
export interface LazyRecord {
  readonly line: string
  /** undefined: it cannot be read, or there is no time to. */
  read(): FlowRecord | undefined
}

/** Records a second for one who follows; a person reads a few of them. */
const mostPerSecond = 200

/** One of those who follow: takes what matches, up to a rate, and counts the rest. */
export class FollowedRecords {
  readonly #needles: readonly string[]
  readonly #holds: ((record: FlowRecord) => boolean) | undefined
  readonly #scope: RecordScope | undefined
  readonly #classify: Classify
  readonly #nowMs: () => number
  #texts: string[] = []
  #dropped = 0
  #unseen = 0
  #left = mostPerSecond
  #filledMs: number

  /** Throws a QueryError. */
  constructor(
    filter: FollowFilter,
    classify: Classify,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#scope = filter.scope
    this.#classify = classify
    this.#nowMs = nowMs
    this.#filledMs = nowMs()
    this.#needles = [member('gateway', filter.gateway), member('stage', filter.stage)].flat()
    this.#holds = conditionOf(filter, classify)
  }

  offer(record: LazyRecord): void {
    for (const needle of this.#needles) if (!record.line.includes(needle)) return
    if (this.#holds === undefined) return this.#take(record)
    const read = record.read()
    if (read === undefined) this.#unseen += 1
    else if (this.#holds(read)) this.#take(record)
  }

  /** Of so many that there is no time to look at each. */
  skip(count: number): void {
    this.#unseen += count
  }

  /** undefined: nothing came. */
  batch(): FollowedBatch | undefined {
    const batch = { texts: this.#texts, dropped: this.#dropped, unseen: this.#unseen }
    if (batch.texts.length + batch.dropped + batch.unseen === 0) return undefined
    this.#texts = []
    this.#dropped = 0
    this.#unseen = 0
    return batch
  }

  #take(record: LazyRecord): void {
    const read = this.#mayHaveOne() ? record.read() : undefined
    if (read === undefined) this.#dropped += 1
    else {
      const shown = shownIn(this.#scope, { ...read, ...this.#classify(read) })
      this.#texts.push(JSON.stringify(shown))
    }
  }

  #mayHaveOne(): boolean {
    const now = this.#nowMs()
    this.#left = Math.min(
      mostPerSecond,
      this.#left + ((now - this.#filledMs) * mostPerSecond) / 1e3,
    )
    this.#filledMs = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}

/** As it stands in a record's line. */
function member(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`]
}

/** undefined where everything matches, so that nothing needs to be read for it. */
function conditionOf(
  filter: FollowFilter,
  classify: Classify,
): ((record: FlowRecord) => boolean) | undefined {
  const { node, scope, gateway, stage } = recordSearch({ ...filter, limit: 1 })
  if ((filter.query ?? '').trim() === '' && filter.scope === undefined) return undefined
  const matches = predicateOf(allOf([scope, node]))
  const needsConclusion = asksForConclusion(node)
  const none = { responder: 'none', fault: 'none', owner: 'nobody', key: '' } as const
  return (record) =>
    (gateway === undefined || record.gateway === gateway) &&
    (stage === undefined || record.stage === stage) &&
    matches({ ...record, ...(needsConclusion ? classify(record) : none) })
}
