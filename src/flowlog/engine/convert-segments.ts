/** Turns closed spool segments into one Parquet file. Its last rename is the moment from which the
 *  records are kept there; the file itself names the segments it holds, so that a crash before they
 *  are deleted doubles nothing. */
import type { Segment } from '../spool-segment.ts'
import { fileList, isOutOfMemory, rowsOf, type DuckDb } from './duckdb.ts'
import type { JsonSelection } from './json-selection.ts'
import type { ParquetFile } from './parquet-files.ts'
import { GivenUp, runPatiently } from './patient-statement.ts'
import { finish, writeUnfinished } from './write-parquet.ts'

export interface ConverterParts {
  /** Its own threads go behind everything. */
  readonly calm: Place
  /** Has none of its own; opened when it is first needed. */
  readonly openHurried: () => Promise<Place>
  readonly folder: string
  readonly rulesVersion: number
}

/** Where segments become a file. */
export interface Place {
  readonly db: DuckDb
  readonly selection: JsonSelection
}

export class SegmentConverter {
  readonly #parts: ConverterParts
  #hurried: Promise<Place> | undefined

  constructor(parts: ConverterParts) {
    this.#parts = parts
  }

  /** Takes its time; once it `isUrgent` it is begun anew on a thread that is not behind everything. */
  async convert(segments: readonly Segment[], isUrgent: () => boolean): Promise<ParquetFile> {
    const { calm } = this.#parts
    try {
      if (!isUrgent()) {
        const run = async (sql: string): Promise<void> => {
          await runPatiently(calm.db, calm.db.writer, sql, isUrgent)
        }
        return await this.#convertAt(calm, segments, run)
      }
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error
    }
    return await this.#convertAt(await this.#hurriedPlace(), segments)
  }

  async #convertAt(
    { db, selection }: Place,
    segments: readonly Segment[],
    run?: (sql: string) => Promise<unknown>,
  ): Promise<ParquetFile> {
    const { folder, rulesVersion } = this.#parts
    const select = selection.of(segments.map(({ path }) => path))
    const marks = {
      segments: segments.map(({ name }) => name).join('/'),
      rules_version: String(rulesVersion), // to tell old conclusions, and make them again
    }
    return await finish(folder, await writeUnfinished(db.writer, folder, select, marks, run))
  }

  /** Whether a segment can be read at all: where that fails, no disk and no memory is to blame. */
  async canRead(segment: Segment): Promise<boolean> {
    const { db, selection } = this.#parts.calm
    try {
      await db.writer.run(`SELECT count(*) FROM (${selection.of([segment.path])})`)
      return true
    } catch (error) {
      return isOutOfMemory(error)
    }
  }

  async #hurriedPlace(): Promise<Place> {
    this.#hurried ??= this.#parts.openHurried()
    try {
      return await this.#hurried
    } catch (error) {
      this.#hurried = undefined
      throw error
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
