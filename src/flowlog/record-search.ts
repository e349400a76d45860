/** What can be asked of the flow log, wherever the records lie: spool segments or Parquet files. */
import { crc32 } from 'node:zlib'
import { nodeOf } from './query/filter-chips.ts'
import type { QueryNode } from './query/query-node.ts'
import type { ConcludedRecord, Conclusion } from './query/query-field.ts'
import type { FlowRecord } from '../model/flow-record.ts'
import { requireShown, scopeNode, type RecordScope } from './record-scope.ts'

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
  /** Of who asks; undefined: all records, whole. */
  readonly scope?: RecordScope
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
  /** Holds beside the query, and for what its records are compared with. */
  readonly scope: QueryNode
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

/** Throws a QueryError, a HiddenField or a CursorError. */
export function recordSearch(filter: FlowFilter): RecordSearch {
  const node = nodeOf(filter)
  requireShown(filter.scope, node)
  return {
    node,
    scope: scopeNode(filter.scope),
    gateway: filter.gateway,
    stage: filter.stage,
    fromMs: filter.fromMs ?? 0,
    toMs: filter.toMs ?? Number.MAX_SAFE_INTEGER,
    before: filter.cursor === undefined ? undefined : positionOf(filter.cursor),
    limit: filter.limit,
  }
}

export function pageOfNumbered(
  found: readonly ConcludedRecord[],
  limit: number,
  complete: boolean,
): FlowPage {
  const items = found.toSorted(newestFirst).slice(0, limit)
  const last = items.at(-1)
  if (found.length <= limit || last === undefined) return { items, next: null, complete }
  const { timestamp, request_id: requestId } = last
  return { items, next: cursorOf({ timestamp, requestId }), complete }
}

export function newestFirst(
  a: Pick<FlowRecord, 'timestamp' | 'request_id'>,
  b: Pick<FlowRecord, 'timestamp' | 'request_id'>,
): number {
  return b.timestamp - a.timestamp || (a.request_id < b.request_id ? 1 : -1)
}

function cursorOf({ timestamp, requestId }: Position): string {
  const text = `${timestamp} ${requestId}`
  return Buffer.from(`${text} ${crc32(text)}`).toString('base64url')
}

/** Its checksum tells one that was cut or written anew. From such a one no list may begin, least of all at
 *  the newest record: whoever reads page after page would read the first for ever. */
function positionOf(cursor: string): Position {
  const [timestamp, requestId = ''] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const position = { timestamp: Number(timestamp), requestId }
  if (cursorOf(position) === cursor) return position
  throw new CursorError()
}

export class CursorError extends Error {
  override readonly name = 'CursorError'

  constructor() {
    super('cursor: it is not one of this API; take `next` of the page before.')
  }
}
