/** Writes what a filter finds as files, a portion at a time: what waits to be sent stays small, and an
 *  export that nobody fetches any more ends by itself. */
import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { QuestionRefused } from '../question-refused.ts'
import type { ExportFormat, ExportOrder, ExportPlan, ExportPortion } from '../record-export.ts'
import type { RecordSearch } from '../record-search.ts'
import { literal, rowsOf } from './duckdb.ts'
import { csvHead, csvLine } from './export-csv.ts'
import { unfinishedEnding } from './parquet-files.ts'
import { recordOfRow } from './record-columns.ts'
import type { Records } from './record-store.ts'
import { shownIn } from '../record-scope.ts'
import { conditionFor } from './search-records.ts'

/** Throws a QuestionRefused where it would be too much. */
export async function planExport(
  { reader, relation }: Records,
  search: RecordSearch,
  format: ExportFormat,
  folder: string,
): Promise<ExportPlan> {
  const { sql, values } = conditionFor(search)
  const from = `FROM ${relation} WHERE ${sql}`
  const [all] = await rowsOf(
    reader,
    `SELECT count(*) AS records, min(timestamp) AS oldest, max(timestamp) AS newest ${from}`,
    values,
  )
  const records = Number(all?.['records'] ?? 0)
  if (records > mostRecords) {
    throw new QuestionRefused(
      `${records} records are too many for one export; ask for a shorter time.`,
    )
  }
  const oldest = Number(all?.['oldest'] ?? search.fromMs)
  const end = Number(all?.['newest'] ?? search.fromMs) + 1
  if (format === 'parquet' || records <= portionRecords) {
    if (format === 'parquet') await requireSpace(folder, records)
    return { records, portions: [{ fromMs: oldest, toMs: end, isFirst: true }] }
  }
  const stepMs = Math.max(1_000, Math.ceil((end - oldest) / mostSteps))
  const steps = await rowsOf(
    reader,
    `SELECT timestamp // ${stepMs} AS step, count(*) AS records ${from} GROUP BY step ORDER BY step`,
    values,
  )
  const counts = steps.map((row) => [Number(row['step']), Number(row['records'])] as const)
  return { records, portions: portionsOf(counts, stepMs) }
}

/** Steps together until they are a portion. */
function portionsOf(
  counts: readonly (readonly [step: number, records: number])[],
  stepMs: number,
): ExportPortion[] {
  const portions: ExportPortion[] = []
  let fromStep: number | undefined
  let sum = 0
  for (const [place, [step, records]] of counts.entries()) {
    fromStep ??= step
    sum += records
    if (sum < portionRecords && place < counts.length - 1) continue
    const isFirst = portions.length === 0
    portions.push({ fromMs: fromStep * stepMs, toMs: (step + 1) * stepMs, isFirst })
    fromStep = undefined
    sum = 0
  }
  return portions
}

/** Gives the path of the file. */
export async function writePortion(
  records: Records,
  search: RecordSearch,
  { format, filter }: ExportOrder,
  portion: ExportPortion,
  folder: string,
): Promise<string> {
  const path = join(folder, `export-${Date.now()}-${nextNumber++}${unfinishedEnding}`)
  const { sql, values } = conditionFor(search)
  const from = `FROM ${records.relation} WHERE ${sql} ORDER BY timestamp, request_id`
  try {
    if (format === 'parquet') {
      const select = `SELECT make_timestamp_ms(timestamp) AS time, * ${from}`
      await records.reader.run(
        `COPY (${select}) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
        [...values],
      )
    } else {
      const rows = await rowsOf(records.reader, `SELECT * ${from}`, values)
      const head = format === 'csv' && portion.isFirst ? csvHead : ''
      const line = format === 'csv' ? csvLine : jsonLine
      const shown = rows.map((row) => shownIn(filter.scope, recordOfRow(row)))
      await writeNew(path, head + shown.map((record) => line(record)).join(''))
    }
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

function jsonLine(record: object): string {
  return `${JSON.stringify(record)}\n`
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
}

let nextNumber = 1

/** Twenty million: two days at a hundred requests a second. */
const mostRecords = 20_000_000
/** As JSON lines 40 MiB at most usual, and so much memory. */
const portionRecords = 10_000
const mostSteps = 100_000
/** A Parquet file is whole before its first byte leaves. */
const parquetRecordBytes = 200
const spareBytes = 1_024 * 1_024 * 1_024

async function requireSpace(folder: string, records: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= records * parquetRecordBytes + spareBytes) return
  throw new QuestionRefused(
    'The disk of the data folder has no room for such a Parquet file; take csv or ndjson, or a shorter time.',
  )
}
