import { join } from 'node:path'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { ConcludedRecord } from '../query/query-field.ts'
import { allOf, conditionOf, type Condition } from '../query/query-sql.ts'
import type { RecordSearch } from '../record-search.ts'
import { fileList, rowsOf, type DuckDb } from './duckdb.ts'
import type { ParquetFile } from './parquet-files.ts'
import { recordOfRow } from './record-columns.ts'

/** The newest records that fit, at most one more than asked for, among the files of a folder. Files
 *  are read newest first, in growing groups, until no older file can hold a newer record. */
export async function searchParquet(
  db: DuckDb,
  folder: string,
  files: readonly ParquetFile[],
  search: RecordSearch,
): Promise<ConcludedRecord[]> {
  const newestTime = Math.min(search.toMs - 1, search.before?.timestamp ?? search.toMs)
  let rest = files
    .filter(({ fromMs, toMs }) => toMs >= search.fromMs && fromMs <= newestTime)
    .toSorted((a, b) => b.toMs - a.toMs)
  const condition = conditionFor(search)
  let found: ConcludedRecord[] = []
  for (let group = firstGroup; rest.length > 0; group *= 4) {
    const now = rest.slice(0, group)
    rest = rest.slice(group)
    found.push(...(await newestOf(db, folder, now, condition, search.limit + 1)))
    found = found.toSorted((a, b) => b.timestamp - a.timestamp).slice(0, search.limit + 1)
    const oldest = found.at(-1)?.timestamp ?? 0
    if (found.length > search.limit) rest = rest.filter(({ toMs }) => toMs >= oldest)
  }
  return found
}

export async function parquetRecord(
  db: DuckDb,
  folder: string,
  files: readonly ParquetFile[],
  requestId: string,
): Promise<FlowRecord | undefined> {
  const idMs = Number.parseInt(requestId.replace('-', '').slice(0, 12), 16)
  const isNear = ({ fromMs, toMs }: ParquetFile): boolean =>
    idMs >= fromMs - idSlopMs && idMs <= toMs + idSlopMs
  const condition = { sql: 'request_id = ?', values: [requestId] }
  for (const group of [files.filter(isNear), files.filter((file) => !isNear(file))]) {
    if (group.length === 0) continue
    const [found] = await newestOf(db, folder, group, condition, 1)
    if (found === undefined) continue
    const { responder: _r, fault: _f, owner: _o, key: _k, ...record } = found
    return record
  }
  return undefined
}

/** The first page of a list is mostly in the newest file or two. */
const firstGroup = 4
/** Our ids begin with the time (RFC 9562 section 5.7), taken when the request began; clocks step. */
const idSlopMs = 60_000

async function newestOf(
  db: DuckDb,
  folder: string,
  files: readonly ParquetFile[],
  condition: Condition,
  limit: number,
): Promise<ConcludedRecord[]> {
  const paths = files.map(({ name }) => join(folder, name))
  const rows = await rowsOf(
    db.reader,
    `SELECT * FROM read_parquet(${fileList(paths)}, union_by_name = true)
     WHERE ${condition.sql} ORDER BY timestamp DESC, request_id DESC LIMIT ${limit}`,
    condition.values,
  )
  return rows.map(recordOfRow)
}

function conditionFor(search: RecordSearch): Condition {
  const { gateway, stage, fromMs, toMs, before, node } = search
  const conditions: Condition[] = [
    { sql: 'timestamp >= ? AND timestamp < ?', values: [fromMs, toMs] },
    conditionOf(node),
  ]
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
