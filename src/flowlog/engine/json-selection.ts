/** Lines of spool segments as rows: one column a member, and what the rules conclude. */
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api'
import type { FlowRecord } from '../../model/flow-record.ts'
import { recordDefaults, wholeRecord } from '../../model/record-defaults.ts'
import type { Conclusion } from '../query/query-field.ts'
import type { Classify } from '../record-search.ts'
import { fileList, literal, type DuckDb } from './duckdb.ts'
import { columnNames, conclusionColumns, recordColumns } from './record-columns.ts'

export class JsonSelection {
  readonly #plainConclusion: Conclusion

  constructor(db: DuckDb, classify: Classify) {
    this.#plainConclusion = classify({ ...recordDefaults, ...plainSuccess })
    registerClassify(db, classify)
  }

  /** A SELECT over files of record lines, its columns in the order of the log's; then `more`, which may
   *  read `filename`. */
  of(paths: readonly string[], more: readonly string[] = []): string {
    const plain = this.#plainConclusion
    const columns = columnNames.map((name) => `"${name}"`).join(', ')
    const spec = columnNames.map((name) => `"${name}": '${recordColumns[name]}'`).join(', ')
    const members = columnNames.map((name) => `'${name}': "${name}"`).join(', ')
    const conclusions = conclusionColumns.map(
      (name, place) =>
        `CASE WHEN conclusion IS NULL THEN ${literal(plain[name])}
         ELSE split_part(conclusion, ' ', ${place + 1}) END AS "${name}"`,
    )
    return `SELECT ${[columns, ...conclusions, ...more].join(', ')} FROM (
      SELECT *, filename, CASE WHEN ${isPlain} THEN NULL
        ELSE classify(CAST(to_json({${members}}) AS VARCHAR)) END AS conclusion
      FROM read_json(${fileList(paths)}, format = 'newline_delimited',
        columns = {${spec}}, ignore_errors = true, maximum_object_size = ${longestRecordBytes})
      WHERE request_id IS NOT NULL AND timestamp IS NOT NULL)` // a line torn by a power failure gives NULL
  }
}

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

function conclusionText(json: unknown, classify: Classify): string {
  try {
    const { responder, fault, owner, key } = classify(recordOfJson(String(json)))
    return `${responder} ${fault} ${owner} ${key}`
  } catch {
    return 'none unsure operator not_explained' // a defect of a rule must not lose a record
  }
}

function recordOfJson(json: string): FlowRecord {
  const members = Object.entries(JSON.parse(json) as Record<string, unknown>) // an object: see `of`
  return wholeRecord(Object.fromEntries(members.filter(([, value]) => value !== null)))
}
