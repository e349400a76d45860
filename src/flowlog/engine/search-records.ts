import type { FlowRecord } from '../../model/flow-record.ts'
import type { ConcludedRecord } from '../query/query-field.ts'
import { allOf, conditionOf, type Condition } from '../query/query-sql.ts'
import { newestFirst, type RecordSearch } from '../record-search.ts'
import { rowsOf } from './duckdb.ts'
import { recordOfRow } from './record-columns.ts'
import type { Records } from './record-store.ts'

/** The newest records that fit, at most one more than asked for. Memory first, then files, newest
 *  first and in growing groups, until no older file can hold a newer record. */
export async function searchRecords(
  records: Records,
  search: RecordSearch,
): Promise<ConcludedRecord[]> {
  const limit = search.limit + 1
  const condition = conditionFor(search)
  const { inMemory } = records
  let found = inMemory === undefined ? [] : await newestOf(records, inMemory, condition, limit)
  let rest = records.files.toSorted((a, b) => b.toMs - a.toMs)
  for (let group = firstGroup; rest.length > 0; group *= 4) {
    const oldest = found.length < limit ? 0 : (found.at(-1)?.timestamp ?? 0)
    rest = rest.filter(({ toMs }) => toMs >= oldest)
    const now = rest.slice(0, group)
    rest = rest.slice(group)
    if (now.length === 0) break
    const older = await newestOf(records, records.inFiles(now), condition, limit)
    found = withoutDoubles([...found, ...older])
      .toSorted(newestFirst)
      .slice(0, limit)
  }
  return found
}

/** The first page of a list is mostly in the newest file or two. */
const firstGroup = 4

/** Lines are written at least once: the same record could lie in memory and in a file. */
function withoutDoubles(records: readonly ConcludedRecord[]): ConcludedRecord[] {
  return [...new Map(records.map((record) => [record.request_id, record])).values()]
}

/** A record that lies in a file; the file is found by the time in its id (RFC 9562 section 5.7). */
export async function recordOfId(
  { reader, written }: Records,
  requestId: string,
): Promise<FlowRecord | undefined> {
  // without ORDER BY, for which DuckDB would read the found rows a second time
  const sql = `SELECT * FROM ${written} WHERE request_id = ? LIMIT 1`
  const [row] = await rowsOf(reader, sql, [requestId])
  if (row === undefined) return undefined
  const { responder: _r, fault: _f, owner: _o, key: _k, ...record } = recordOfRow(row)
  return record
}

async function newestOf(
  { reader }: Records,
  relation: string,
  condition: Condition,
  limit: number,
): Promise<ConcludedRecord[]> {
  const rows = await rowsOf(
    reader,
    `SELECT * FROM ${relation}
     WHERE ${condition.sql} ORDER BY timestamp DESC, request_id DESC LIMIT ${limit}`,
    condition.values,
  )
  return rows.map(recordOfRow)
}

/** The time is the relation's own matter. */
export function conditionFor({ gateway, stage, before, node, scope }: RecordSearch): Condition {
  const conditions: Condition[] = [conditionOf(node), conditionOf(scope)]
  if (gateway !== undefined) conditions.push({ sql: 'gateway = ?', values: [gateway] })
  if (stage !== undefined) conditions.push({ sql: 'stage = ?', values: [stage] })
  if (before !== undefined) {
    conditions.push({
      sql: '(timestamp < ? OR (timestamp = ? AND request_id < ?))',
      values: [before.timestamp, before.timestamp, before.requestId],
    })
  }
  return allOf(conditions)
}
