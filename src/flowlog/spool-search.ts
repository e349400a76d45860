import type { FlowRecord } from '../model/flow-record.ts'
import { wholeRecord } from '../model/record-defaults.ts'
import { allOf, asksForConclusion } from './query/query-node.ts'
import { predicateOf } from './query/query-predicate.ts'
import type { ConcludedRecord } from './query/query-field.ts'
import { newestFirst, type Classify, type RecordSearch } from './record-search.ts'
import { lineBeginning, linesFromEnd } from './segment-lines.ts'
import type { Segment } from './spool-segment.ts'

/** Searches records where the workers wrote them: the newest minutes, and everything there is where
 *  DuckDB cannot be loaded. Reads from the newest line back and stops as soon as nothing older can
 *  belong to the answer. */
export async function searchSpool(
  segments: readonly Segment[],
  search: RecordSearch,
  classify: Classify,
): Promise<ConcludedRecord[]> {
  const newest = new NewestRecords(search.limit + 1)
  const holds = condition(search, classify)
  for (const segment of segments.toSorted((a, b) => b.modifiedMs - a.modifiedMs)) {
    if (isTooOld(segment.modifiedMs, search, newest)) continue
    await searchSegment(segment.path, search, holds, newest)
  }
  return newest.records().map((record) => ({ ...record, ...classify(record) }))
}

export async function spoolRecord(
  segments: readonly Segment[],
  requestId: string,
): Promise<FlowRecord | undefined> {
  const prefix = `{"request_id":${JSON.stringify(requestId)}`
  for (const { path } of segments.toReversed()) {
    const line = await lineBeginning(path, prefix)
    const record = line === undefined ? undefined : recordOf(line)
    if (record !== undefined) return record
  }
  return undefined
}

async function searchSegment(
  path: string,
  search: RecordSearch,
  holds: (record: FlowRecord) => boolean,
  newest: NewestRecords,
): Promise<void> {
  for await (const lines of linesFromEnd(path)) {
    for (const line of lines) {
      const record = recordOf(line)
      if (record === undefined) continue
      if (isTooOld(record.timestamp + record.request_duration, search, newest)) return
      if (holds(record)) newest.add(record)
    }
  }
}

/** A record stands where it ended, so everything before it began before it ended. Two seconds for
 *  clocks that were set back a little, and for the time between end and line. */
function isTooOld(endMs: number, search: RecordSearch, newest: NewestRecords): boolean {
  return endMs + 2_000 < Math.max(search.fromMs, newest.oldestTimestamp)
}

function condition(search: RecordSearch, classify: Classify): (record: FlowRecord) => boolean {
  const { node, scope, gateway, stage, fromMs, toMs, before } = search
  const matches = predicateOf(allOf([scope, node]))
  const needsConclusion = asksForConclusion(node)
  const none = { responder: 'none', fault: 'none', owner: 'nobody', key: '' } as const
  return (record) => {
    if (record.timestamp < fromMs || record.timestamp >= toMs) return false
    if (gateway !== undefined && record.gateway !== gateway) return false
    if (stage !== undefined && record.stage !== stage) return false
    if (before !== undefined) {
      const position = { timestamp: before.timestamp, request_id: before.requestId }
      if (record.request_id === before.requestId || newestFirst(position, record) > 0) return false
    }
    return matches({ ...record, ...(needsConclusion ? classify(record) : none) })
  }
}

export function recordOf(line: string): FlowRecord | undefined {
  try {
    return wholeRecord(JSON.parse(line) as Partial<FlowRecord>) // our own worker wrote it
  } catch {
    return undefined // cut off by a power failure: the segment's other lines are whole
  }
}

/** Keeps the newest so many of what is added in any order. */
class NewestRecords {
  readonly #limit: number
  #kept: FlowRecord[] = []
  /** Nothing older than this can get in. */
  oldestTimestamp = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(record: FlowRecord): void {
    if (record.timestamp < this.oldestTimestamp) return
    this.#kept.push(record)
    if (this.#kept.length >= 2 * this.#limit) this.records()
  }

  records(): readonly FlowRecord[] {
    this.#kept = this.#kept.toSorted(newestFirst).slice(0, this.#limit)
    if (this.#kept.length === this.#limit) this.oldestTimestamp = this.#kept.at(-1)?.timestamp ?? 0
    return this.#kept
  }
}
