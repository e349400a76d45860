/** Turns closed spool segments into one Parquet file. Its last rename is the moment from which the
 *  records are kept there; the file itself names the segments it holds, so that a crash before they
 *  are deleted doubles nothing. */
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api'
import type { FlowRecord } from '../../model/flow-record.ts'
import { recordDefaults, wholeRecord } from '../../model/record-defaults.ts'
import type { Conclusion } from '../query/query-field.ts'
import type { Classify } from '../record-search.ts'
import type { Segment } from '../spool-segment.ts'
import { fileList, literal, rowsOf, type DuckDb } from './duckdb.ts'
import { parquetFile, parquetName, unfinishedEnding, type ParquetFile } from './parquet-files.ts'
import { columnNames, conclusionColumns, recordColumns } from './record-columns.ts'

export interface ConverterOptions {
  readonly folder: string
  readonly classify: Classify
  /** Written beside the conclusions, so that old ones can be told and made again. */
  readonly rulesVersion: number
}

export class SegmentConverter {
  readonly #db: DuckDb
  readonly #options: ConverterOptions
  readonly #plainConclusion: Conclusion

  constructor(db: DuckDb, options: ConverterOptions) {
    this.#db = db
    this.#options = options
    this.#plainConclusion = options.classify({ ...recordDefaults, ...plainSuccess })
    registerClassify(db, options.classify)
  }

  async convert(segments: readonly Segment[]): Promise<ParquetFile | undefined> {
    const { folder, rulesVersion } = this.#options
    const { writer } = this.#db
    const unfinished = join(folder, `${Date.now()}${unfinishedEnding}`)
    const names = segments.map(({ name }) => name).join('/')
    await writer.run(
      `COPY (${selection(segments, this.#plainConclusion)}) TO ${literal(unfinished)}
       (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE ${rowGroupRecords}, DICTIONARY_SIZE_LIMIT ${dictionaryLimit},
        KV_METADATA {segments: ${literal(names)}, rules_version: ${literal(String(rulesVersion))}})`,
    )
    const [stats] = await rowsOf(
      writer,
      `SELECT min(timestamp) AS oldest, max(timestamp) AS newest, count(*) AS records
       FROM read_parquet(${fileList([unfinished])})`,
    )
    await flushToDisk(unfinished)
    const name = parquetName({
      fromMs: Number(stats?.['oldest'] ?? 0),
      toMs: Number(stats?.['newest'] ?? 0),
      writtenMs: Date.now(),
      records: Number(stats?.['records'] ?? 0),
    })
    await rename(unfinished, join(folder, name))
    return await parquetFile(folder, name)
  }
}

/** The segments that a file holds. */
export async function segmentsIn(db: DuckDb, path: string): Promise<string[]> {
  const rows = await rowsOf(
    db.writer,
    `SELECT decode(value) AS value FROM parquet_kv_metadata(${fileList([path])})
     WHERE decode(key) = 'segments'`,
  )
  return String(rows[0]?.['value'] ?? '').split('/')
}

/** DuckDB calls the rules for each record that is no plain success. */
function registerClassify(db: DuckDb, classify: Classify): void {
  const { DuckDBScalarFunction, VARCHAR } = db.module
  db.writer.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'classify',
      parameterTypes: [VARCHAR],
      returnType: VARCHAR,
      mainFunction: (_info, input: DuckDBDataChunk, output: DuckDBVector) => {
        const records = input.getColumnVector(0)
        for (let row = 0; row < input.rowCount; row++) {
          output.setItem(row, conclusionText(records.getItem(row), classify))
        }
        output.flush()
      },
    }),
  )
}

/** Small row groups keep a look-up by id, and the memory for writing, small; larger ones save 3 %. */
const rowGroupRecords = 16_384
/** Columns with more values than this in a row group get no dictionary: building one that is thrown
 *  away costs 5 % of everything. */
const dictionaryLimit = 1_000
/** Two bodies and a header list of 4 KiB each, every byte escaped, and the rest. */
const longestRecordBytes = 1_048_576

/** The usual record. What the rules say about it is asked once and then written without them. */
const plainSuccess: Partial<FlowRecord> = {
  status: 200,
  backend_status: 200,
  answered_by: 'backend',
  complete: true,
}
const isPlain = `status BETWEEN 200 AND 299 AND answered_by = 'backend' AND complete
  AND error_key IS NULL AND response_body IS NULL AND backend_headers IS NULL`

function selection(segments: readonly Segment[], plain: Conclusion): string {
  const columns = columnNames.map((name) => `"${name}"`).join(', ')
  const spec = columnNames.map((name) => `"${name}": '${recordColumns[name]}'`).join(', ')
  const members = columnNames.map((name) => `'${name}': "${name}"`).join(', ')
  const conclusions = conclusionColumns.map(
    (name, place) =>
      `CASE WHEN conclusion IS NULL THEN ${literal(plain[name])}
       ELSE split_part(conclusion, ' ', ${place + 1}) END AS "${name}"`,
  )
  return `SELECT ${columns}, ${conclusions.join(', ')} FROM (
    SELECT *, CASE WHEN ${isPlain} THEN NULL
      ELSE classify(CAST(to_json({${members}}) AS VARCHAR)) END AS conclusion
    FROM read_json(${fileList(segments.map(({ path }) => path))}, format = 'newline_delimited',
      columns = {${spec}}, ignore_errors = true, maximum_object_size = ${longestRecordBytes})
    WHERE request_id IS NOT NULL)` // a line torn by a power failure gives NULL
}

function conclusionText(json: unknown, classify: Classify): string {
  try {
    const { responder, fault, owner, key } = classify(recordOfJson(String(json)))
    return `${responder} ${fault} ${owner} ${key}`
  } catch {
    return 'none unsure operator not_explained' // a defect of a rule must not lose a record
  }
}

function recordOfJson(json: string): FlowRecord {
  const members = Object.entries(JSON.parse(json) as Record<string, unknown>) // an object: see selection
  return wholeRecord(Object.fromEntries(members.filter(([, value]) => value !== null)))
}

async function flushToDisk(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}
