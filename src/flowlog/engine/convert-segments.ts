/** Turns closed spool segments into one Parquet file. Its last rename is the moment from which the
 *  records are kept there; the file itself names the segments it holds, so that a crash before they
 *  are deleted doubles nothing. */
import type { Segment } from '../spool-segment.ts'
import { fileList, isOutOfMemory, rowsOf, type DuckDb } from './duckdb.ts'
import type { JsonSelection } from './json-selection.ts'
import type { ParquetFile } from './parquet-files.ts'
import { finish, writeUnfinished } from './write-parquet.ts'

export class SegmentConverter {
  readonly #db: DuckDb
  readonly #selection: JsonSelection
  readonly #folder: string
  readonly #rulesVersion: number

  constructor(db: DuckDb, selection: JsonSelection, folder: string, rulesVersion: number) {
    this.#db = db
    this.#selection = selection
    this.#folder = folder
    this.#rulesVersion = rulesVersion
  }

  async convert(segments: readonly Segment[]): Promise<ParquetFile> {
    const paths = segments.map(({ path }) => path)
    const marks = {
      segments: segments.map(({ name }) => name).join('/'),
      rules_version: String(this.#rulesVersion), // to tell old conclusions, and make them again
    }
    const select = this.#selection.of(paths)
    const unfinished = await writeUnfinished(this.#db.writer, this.#folder, select, marks)
    return await finish(this.#folder, unfinished)
  }

  /** Whether a segment can be read at all: where that fails, no disk and no memory is to blame. */
  async canRead(segment: Segment): Promise<boolean> {
    try {
      await this.#db.writer.run(`SELECT count(*) FROM (${this.#selection.of([segment.path])})`)
      return true
    } catch (error) {
      return isOutOfMemory(error)
    }
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
