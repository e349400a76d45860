import type { DuckDBConnection } from '@duckdb/node-api'
import { areTooMany, coarseRows, keptRows, placesSql } from '../statistics/rollup-rows.ts'
import { hourMs, minuteDays, minuteMs } from '../statistics/statistics-question.ts'
import { settledFiles } from './compact-files.ts'
import { removeOldDamaged } from './damaged-files.ts'
import { rowsOf, type DuckDb } from './duckdb.ts'
import { announceReplacing, forgetReplacing, type KeptFiles } from './kept-files.ts'
import type { OpenQuestions } from './open-questions.ts'
import type { ParquetFile } from './parquet-files.ts'
import { runPatiently } from './patient-statement.ts'
import { recordRelation } from './record-relation.ts'
import type { RollupFile, RollupFiles } from './rollup-files.ts'
import { finish, writeUnfinished } from './write-parquet.ts'

export interface RollupKeepingParts {
  readonly db: DuckDb
  readonly connection: DuckDBConnection
  /** Of records. */
  readonly files: KeptFiles
  readonly rollups: RollupFiles
  readonly questions: OpenQuestions
  readonly retainDays: number
  readonly settlingMs: number
}

/** What is done to counts while questions go on: records that will not change any more are counted, old
 *  counts become coarser and go. */
export class RollupKeeping {
  readonly #parts: RollupKeepingParts

  constructor(parts: RollupKeepingParts) {
    this.#parts = parts
  }

  /** True where there is more to do at once. */
  async round(nowMs: number = Date.now()): Promise<boolean> {
    const { files, rollups, settlingMs } = this.#parts
    await this.#retain(nowMs)
    const uncounted = files.all.filter(({ name }) => !rollups.isCounted(name))
    const group = withinLimit(settledFiles(uncounted, nowMs, settlingMs))
    if (group.length > 0) {
      await this.#count(group)
      return true
    }
    return await this.#makeCoarser(nowMs)
  }

  /** Before records go: what was not counted yet is. Where that fails they go all the same, for the disk
   *  must not fill up, and statistics say what they lack. */
  async beforeDeleting(outdated: readonly ParquetFile[]): Promise<void> {
    const { rollups } = this.#parts
    const counted = (file: ParquetFile): boolean => rollups.isCounted(file.name)
    for (;;) {
      const group = withinLimit(outdated.filter((file) => !counted(file)))
      if (group.length === 0) return
      try {
        await this.#count(group)
      } catch {
        for (const { fromMs, toMs, records } of outdated.filter((file) => !counted(file))) {
          rollups.addGap({ from: fromMs, to: toMs + 1, reason: 'disk_error', records })
        }
        return
      }
    }
  }

  async #count(files: readonly ParquetFile[]): Promise<void> {
    const { connection } = this.#parts
    const { folder } = this.#parts.files
    const times = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }
    const relation = recordRelation({ memory: undefined, folder, files, ...times })
    const counted = files.map(({ name }) => name)
    const [places = {}] = await rowsOf(connection, placesSql(relation))
    const file = await this.#write(keptRows(relation, areTooMany(places)), counted, minuteMs)
    this.#parts.rollups.add({
      file: await finish(this.#parts.rollups.kept.folder, file),
      counted,
      stepMs: minuteMs,
    })
  }

  /** The rollups of a day become one, by the hour. */
  async #makeCoarser(nowMs: number): Promise<boolean> {
    const { rollups, files, questions } = this.#parts
    const { kept } = rollups
    const old = rollups.all.filter(({ file }) => dayOf(file) < dayAt(nowMs) - minuteDays)
    const days = [...Map.groupBy(old, ({ file }) => dayOf(file)).values()]
    const day = days.find((all) => all.length > 1 || all.some(({ stepMs }) => stepMs < hourMs))
    if (day === undefined) return false
    const present = new Set(files.all.map(({ name }) => name))
    const counted = day.flatMap((rollup) => rollup.counted).filter((name) => present.has(name))
    const unfinished = await this.#write(coarseRows(rollups.rowsOf(day)), counted, hourMs)
    const replaced = day.map(({ file }) => file)
    await announceReplacing(kept.folder, replaced, unfinished.file)
    const file = await finish(kept.folder, unfinished)
    rollups.replace(day, { file, counted, stepMs: hourMs })
    await questions.ended()
    await kept.delete(replaced)
    await forgetReplacing(kept.folder, file)
    return true
  }

  async #write(
    select: string,
    counted: readonly string[],
    stepMs: number,
  ): ReturnType<typeof writeUnfinished> {
    const { db, connection, rollups } = this.#parts
    const run = async (sql: string): Promise<void> => {
      await runPatiently(db, connection, sql, () => false) // nobody waits for it
    }
    const marks = { counted: counted.join('/'), step_ms: String(stepMs) }
    return await writeUnfinished(connection, rollups.kept.folder, select, marks, run, rowGroup)
  }

  async #retain(nowMs: number): Promise<void> {
    const { rollups, questions, retainDays } = this.#parts
    const oldestMs = nowMs - retainDays * dayMs
    await removeOldDamaged([rollups.kept.folder], oldestMs, mostDamaged)
    const outdated = rollups.all.filter(({ file }) => file.toMs < oldestMs)
    // as long as their records are there, they would be counted anew
    const gone = outdated.filter(({ counted }) => !counted.some((name) => this.#isPresent(name)))
    if (gone.length === 0) return
    rollups.hide(gone)
    await questions.ended()
    await rollups.kept.delete(gone.map(({ file }) => file))
  }

  #isPresent(name: string): boolean {
    return this.#parts.files.all.some((file) => file.name === name)
  }
}

/** At least one. */
function withinLimit(files: readonly ParquetFile[]): readonly ParquetFile[] {
  let records = 0
  return files.filter((file, place) => (records += file.records) <= mostRecords || place === 0)
}

/** An hour of ten million a day; what DuckDB needs for more is more than keeping has (record-store.ts). */
const mostRecords = 300_000

/** Nobody looks one row up. */
const rowGroup = 65_536

/** Files that lie aside: nobody asks them. */
const mostDamaged = 100

const dayMs = 86_400_000

function dayAt(ms: number): number {
  return Math.floor(ms / dayMs)
}

function dayOf({ toMs }: Pick<RollupFile['file'], 'toMs'>): number {
  return dayAt(toMs)
}
