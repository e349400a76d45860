/** All records as one SQL relation: memory and Parquet files. */
import { recordDefaults } from '../../model/record-defaults.ts'
import { noRows, rowsOfFile, rowsOfFiles } from './columns-file.ts'
import { literal } from './duckdb.ts'
import type { ParquetFile } from './parquet-files.ts'
import { columnNames, conclusionColumns } from './record-columns.ts'

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
