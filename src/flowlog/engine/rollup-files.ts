import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { RecordGap } from '../record-gap.ts'
import { noRollupRows } from '../statistics/rollup-rows.ts'
import { damagedEnding, damagedGaps, unreadableFiles } from './damaged-files.ts'
import { fileList, literal, rowsOf } from './duckdb.ts'
import { KeptFiles } from './kept-files.ts'
import type { ParquetFile } from './parquet-files.ts'

/** A Parquet file of counts. It names the record files whose records it counts, within itself: so it and
 *  what it counts come to be in one rename, and no record is counted from both. */
export interface RollupFile {
  readonly file: ParquetFile
  readonly counted: readonly string[]
  readonly stepMs: number
}

/** The counts that are kept, and which record files need not be asked because of them. */
export class RollupFiles {
  readonly kept: KeptFiles
  readonly #connection: DuckDBConnection
  readonly #rollups = new Map<string, RollupFile>()
  #counted: ReadonlySet<string> = new Set()
  #gaps: readonly RecordGap[] = []

  readonly #records: KeptFiles

  private constructor(kept: KeptFiles, records: KeptFiles, connection: DuckDBConnection) {
    this.kept = kept
    this.#records = records
    this.#connection = connection
  }

  static async open(
    folder: string,
    records: KeptFiles,
    connection: DuckDBConnection,
  ): Promise<RollupFiles> {
    const kept = await KeptFiles.open(folder)
    const rollups = new RollupFiles(kept, records, connection)
    const columns = literal(join(folder, columnsName))
    await connection.run(`COPY (${noRollupRows}) TO ${columns} (FORMAT parquet)`)
    for (const { from, to } of await damagedGaps([folder])) {
      rollups.addGap({ from, to: to - 1 + longestStepMs, reason: 'damaged' })
    }
    for (const rollup of await rollups.#marksOf(kept.all)) {
      rollups.#rollups.set(rollup.file.name, rollup)
    }
    rollups.#recount()
    return rollups
  }

  get all(): readonly RollupFile[] {
    return [...this.#rollups.values()]
  }

  /** Times of which counts were lost. */
  get gaps(): readonly RecordGap[] {
    return this.#gaps
  }

  isCounted(name: string): boolean {
    return this.#counted.has(name)
  }

  /** From here on questions take its counts and not the records. */
  add(rollup: RollupFile): void {
    this.kept.add(rollup.file)
    this.#rollups.set(rollup.file.name, rollup)
    this.#recount()
  }

  replace(rollups: readonly RollupFile[], by: RollupFile): void {
    this.hide(rollups)
    this.add(by)
  }

  hide(rollups: readonly RollupFile[]): void {
    this.kept.hide(rollups.map(({ file }) => file))
    for (const { file } of rollups) this.#rollups.delete(file.name)
    this.#recount()
  }

  /** Rows that may belong to the time, or `onlyGone` those whose records are not there any more; undefined
   *  where there are none. */
  rowsWithin(fromMs: number, toMs: number, onlyGone: boolean): string | undefined {
    const near = this.all.filter(({ file, counted }) => {
      const isAsked = isNear(file, fromMs, toMs)
      return isAsked && !(onlyGone && counted.some((name) => this.#isPresent(name)))
    })
    return near.length === 0 ? undefined : this.rowsOf(near)
  }

  rowsOf(rollups: readonly RollupFile[]): string {
    const names = [columnsName, ...rollups.map(({ file }) => file.name)]
    const paths = names.map((name) => join(this.kept.folder, name))
    return `read_parquet(${fileList(paths)}, union_by_name = true)`
  }

  /** After a question about counts of a time failed: whether it may work now. Their records, where they still
   *  are, are counted anew; where not, the counts are lost, so only files that the question read are looked
   *  at. */
  async lookAfterFailure(fromMs: number, toMs: number): Promise<boolean> {
    const { folder } = this.kept
    const missing = await this.kept.noticeMissing()
    const asked = this.kept.all.filter((file) => isNear(file, fromMs, toMs))
    const damaged = await unreadableFiles(this.#connection, folder, asked, true)
    await this.#loseAll(missing, 'deleted')
    await this.#loseAll(damaged, 'damaged')
    return missing.length + damaged.length > 0
  }

  /** Of record files that go before anybody could count them. */
  addGap(gap: RecordGap): void {
    this.#gaps = [...this.#gaps, gap].slice(-mostGaps)
  }

  async #loseAll(files: readonly ParquetFile[], reason: 'deleted' | 'damaged'): Promise<void> {
    for (const file of files) {
      const path = join(this.kept.folder, file.name)
      if (reason === 'damaged') await rename(path, path + damagedEnding).catch(() => undefined)
      const rollup = this.#rollups.get(file.name)
      if (rollup !== undefined) this.hide([rollup])
      this.addGap({ from: file.fromMs, to: file.toMs + longestStepMs, reason })
    }
  }

  #isPresent(name: string): boolean {
    return this.#records.all.some((file) => file.name === name)
  }

  #recount(): void {
    this.#counted = new Set(this.all.flatMap(({ counted }) => counted))
  }

  async #marksOf(files: readonly ParquetFile[]): Promise<RollupFile[]> {
    const found: RollupFile[] = []
    for (const file of files) {
      try {
        found.push({ file, ...(await this.#marks(file)) })
      } catch {
        await this.#loseAll([file], 'damaged')
        this.kept.hide([file])
      }
    }
    return found
  }

  async #marks({ name }: ParquetFile): Promise<Omit<RollupFile, 'file'>> {
    const rows = await rowsOf(
      this.#connection,
      `SELECT decode(key) AS key, decode(value) AS value
       FROM parquet_kv_metadata(${fileList([join(this.kept.folder, name)])})`,
    )
    const marks = new Map(rows.map(({ key, value }) => [String(key), String(value)]))
    const counted = (marks.get('counted') ?? '').split('/').filter((one) => one !== '')
    return { counted, stepMs: Number(marks.get('step_ms') ?? 0) }
  }
}

function isNear(file: ParquetFile, fromMs: number, toMs: number): boolean {
  return file.toMs + longestStepMs > fromMs && file.fromMs < toMs
}

const columnsName = 'columns.empty'
/** A row's time is where it begins. */
const longestStepMs = 3_600_000
const mostGaps = 500
