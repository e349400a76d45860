/** All records as one SQL relation: memory and Parquet files. */
import { recordDefaults } from '../../model/record-defaults.ts'
import { noRows, rowsOfFile, rowsOfFiles, someRowsOfFiles } from './columns-file.ts'
import { literal } from './duckdb.ts'
import type { ParquetFile } from './parquet-files.ts'
import { columnNames, conclusionColumns } from './record-columns.ts'
import { rowGroupRecords } from './write-parquet.ts'

export interface RelationParts {
  /** Where the newest records lie; undefined where all are in files. */
  readonly memory: string | undefined
  readonly folder: string
  readonly files: readonly ParquetFile[]
  /** Inclusive. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
}

/** A parenthesised SELECT with the columns of `recordColumns` and `conclusionColumns`, in that order
 *  and of those types, whatever the records lie in. Every single value is what `wholeRecord` makes of
 *  it, so none is NULL. Lists, objects and their short forms (src/model/short-members.ts) stay as they
 *  were written: `recordOfRow` makes a whole record of such a row. */
export function recordRelation({ memory, folder, files, fromMs, toMs }: RelationParts): string {
  const near = files.filter((file) => file.toMs >= fromMs && file.fromMs < toMs)
  const whole = near.filter((file) => file.fromMs >= fromMs && file.toMs < toMs)
  const cut = near.filter((file) => !whole.includes(file))
  const time = ` WHERE ${timeCondition(fromMs, toMs)}`
  const parts = [
    ...(memory === undefined ? [] : [`${memory}${time}`]),
    ...(cut.length === 0 ? [] : [`${rowsOfFiles(folder, cut)}${time}`]),
    ...(whole.length === 0 ? [] : [rowsOfFiles(folder, whole)]), // whose times need not be read
  ].map((rows) => `SELECT ${wholeColumns} FROM ${rows}`)
  return `(${parts.join(' UNION ALL ') || noRows})`
}

/** A regular part of the records that lie in files. */
export interface RecordSample {
  readonly relation: string
  /** In the part, and in the files. */
  readonly records: number
  readonly total: number
}

/** One row group of each of some files, spread over the time: the first of one file, the second of the
 *  next, for within a file one worker's records may come after another's. */
export function recordSample(parts: Omit<RelationParts, 'memory'>): RecordSample {
  const { folder, files, fromMs, toMs } = parts
  const byTime = files.toSorted((a, b) => a.fromMs - b.fromMs)
  const step = Math.max(1, byTime.length / mostSampled)
  const some = byTime.filter(
    (_, place) => Math.floor(place / step) > Math.floor((place - 1) / step),
  )
  const groups = Map.groupBy(some, ({ records }, place) => {
    return place % Math.max(1, Math.floor(records / rowGroupRecords))
  })
  const time = timeCondition(fromMs, toMs)
  const selects = [...groups].map(([place, group]) => {
    const from = place * rowGroupRecords
    const rows = someRowsOfFiles(folder, group, from, from + rowGroupRecords)
    return `SELECT ${wholeColumns} FROM ${rows} WHERE ${time}`
  })
  return {
    relation: `(${selects.join(' UNION ALL ') || noRows})`,
    records: some.reduce((sum, { records }) => sum + Math.min(records, rowGroupRecords), 0),
    total: files.reduce((sum, { records }) => sum + records, 0),
  }
}

/** Half a million records of ten million are read in 0.1 s. */
const mostSampled = 64

/** The rows of files as they were written: NULL is a column's default, and a column of a later version
 *  may be missing. `recordOfRow` makes a whole record of one. For a single record this takes a third of
 *  the time. */
export function writtenRows({
  folder,
  files,
  fromMs,
  toMs,
}: Omit<RelationParts, 'memory'>): string {
  const [only, ...others] = files
  if (only === undefined) return `(${noRows})`
  const rows = others.length === 0 ? rowsOfFile(folder, only) : rowsOfFiles(folder, files)
  return `(SELECT * FROM ${rows} WHERE ${timeCondition(fromMs, toMs)})`
}

function timeCondition(fromMs: number, toMs: number): string {
  return `timestamp >= ${sqlTime(fromMs)} AND timestamp < ${sqlTime(toMs)}`
}

function sqlTime(ms: number): string {
  return String(Math.trunc(Math.min(Math.max(ms, 0), Number.MAX_SAFE_INTEGER)))
}

/** What a column that is NULL follows from, as `wholeRecord` has it. */
const followsFrom: Readonly<Record<string, string>> = {
  x_request_id: 'request_id',
  traceparent: `CASE WHEN length(request_id) = 36 THEN
    '00-' || replace(request_id, '-', '') || '-' || right(replace(request_id, '-', ''), 16) || '-00'
    ELSE '' END`,
  backend_method: `CASE WHEN coalesce(backend_host, '') = '' THEN '' ELSE coalesce(method, '') END`,
  backend_addr: `coalesce(backend_host, '')`,
}

const wholeColumns = [...columnNames.map(wholeColumn), ...conclusionColumns].join(', ')

function wholeColumn(name: (typeof columnNames)[number]): string {
  const value = followsFrom[name] ?? defaultOf(name)
  const isKnown = name === 'request_id' || name === 'timestamp' // else it is no record
  return value === undefined || isKnown ? name : `coalesce("${name}", ${value}) AS "${name}"`
}

function defaultOf(name: (typeof columnNames)[number]): string | undefined {
  if (name === 'resource_path') return `''`
  const value = (recordDefaults as unknown as Record<string, unknown>)[name] // undefined for a short form
  if (typeof value === 'string') return literal(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
