/** All records as one SQL relation: memory and Parquet files. */
import { recordDefaults } from '../../model/record-defaults.ts'
import { noRows, rowsOfFiles } from './columns-file.ts'
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
  const sources = [
    ...(memory === undefined ? [] : [memory]),
    ...(near.length === 0 ? [] : [rowsOfFiles(folder, near)]),
  ]
  if (sources.length === 0) return `(${noRows})`
  const time = `timestamp >= ${sqlTime(fromMs)} AND timestamp < ${sqlTime(toMs)}`
  const parts = sources.map((source) => `SELECT ${wholeColumns} FROM ${source} WHERE ${time}`)
  return `(${parts.join(' UNION ALL ')})`
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
