/** What can be asked of the flow log, wherever the records lie: spool segments or Parquet files. */
import { nodeOf } from './query/filter-chips.ts'
import type { QueryNode } from './query/query-node.ts'
import type { ConcludedRecord, Conclusion } from './query/query-field.ts'
import type { FlowRecord } from '../model/flow-record.ts'

export interface FlowFilter {
  readonly gateway?: string
  readonly stage?: string
  /** The query language of query/parse-query.ts. */
  readonly query?: string
  /** `field:value` pairs that must hold, and that must not: query/filter-chips.ts. */
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  /** Inclusive. */
  readonly fromMs?: number
  /** Exclusive. */
  readonly toMs?: number
  readonly limit: number
  readonly cursor?: string
}

/** Newest first. `complete` is false where older files could not be searched. */
export interface FlowPage {
  readonly items: readonly ConcludedRecord[]
  readonly next: string | null
  readonly complete: boolean
}

export type Classify = (record: FlowRecord) => Conclusion

/** A filter, understood. */
export interface RecordSearch {
  readonly node: QueryNode
  readonly gateway: string | undefined
  readonly stage: string | undefined
  readonly fromMs: number
  readonly toMs: number
  /** Only records older than this one, in the order of the list. */
  readonly before: Position | undefined
  readonly limit: number
}

export interface Position {
  readonly timestamp: number
  readonly requestId: string
}

/** Throws a QueryError. */
export function recordSearch(filter: FlowFilter): RecordSearch {
  return {
    node: nodeOf(filter),
    gateway: filter.gateway,
    stage: filter.stage,
    fromMs: filter.fromMs ?? 0,
    toMs: filter.toMs ?? Number.MAX_SAFE_INTEGER,
    before: filter.cursor === undefined ? undefined : positionOf(filter.cursor),
    limit: filter.limit,
  }
}

export function pageOf(
  found: readonly ConcludedRecord[],
  limit: number,
  complete: boolean,
): FlowPage {
  const items = found.toSorted(newestFirst).slice(0, limit)
  const last = items.at(-1)
  const next = found.length > limit && last !== undefined ? cursorOf(last) : null
  return { items, next, complete }
}

export function newestFirst(
  a: Pick<FlowRecord, 'timestamp' | 'request_id'>,
  b: Pick<FlowRecord, 'timestamp' | 'request_id'>,
): number {
  return b.timestamp - a.timestamp || (a.request_id < b.request_id ? 1 : -1)
}

function cursorOf({ timestamp, request_id: id }: FlowRecord): string {
  return Buffer.from(`${timestamp} ${id}`).toString('base64url')
}

/** A cursor that is none of ours begins at the newest record. */
function positionOf(cursor: string): Position | undefined {
  const match = /^(\d{1,16}) (.*)$/.exec(Buffer.from(cursor, 'base64url').toString())
  return match === null ? undefined : { timestamp: Number(match[1]), requestId: match[2] ?? '' }
}
