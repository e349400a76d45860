import type { DuckDBConnection } from '@duckdb/node-api'
import type { RecordGap } from '../record-gap.ts'
import { rowsOfFiles, writeColumnsFile } from './columns-file.ts'
import { filesToMerge } from './compact-files.ts'
import { damagedGaps, removeOldDamaged, setAside, unreadableFiles } from './damaged-files.ts'
import type { DuckDb } from './duckdb.ts'
import type { EngineOptions } from './engine-options.ts'
import { announceReplacing, forgetReplacing, type KeptFiles } from './kept-files.ts'
import type { OpenQuestions } from './open-questions.ts'
import type { ParquetFile } from './parquet-files.ts'
import { runPatiently } from './patient-statement.ts'
import { outdatedFiles } from './retention.ts'
import { finish, writeUnfinished } from './write-parquet.ts'

export interface FileKeepingParts {
  readonly options: EngineOptions
  readonly db: DuckDb
  /** Of its own: merging takes seconds. */
  readonly connection: DuckDBConnection
  readonly files: KeptFiles
  readonly questions: OpenQuestions
  /** Counted apart from their records: what is merged would be counted again. */
  readonly isCounted: (name: string) => boolean
  readonly beforeDeleting: (files: readonly ParquetFile[]) => Promise<void>
  /** Segments that a file holds and that nevertheless lie in the spool still. */
  readonly keptSegments: () => Promise<readonly string[]>
}

/** What is done to Parquet files while questions go on: old ones are deleted, small ones merged,
 *  damaged ones set aside. Nothing goes that a question still reads. */
export class FileKeeping {
  readonly #parts: FileKeepingParts
  /** Something in them could not be read. */
  #suspects: readonly ParquetFile[] = []
  #damaged: readonly RecordGap[] = []
  #deleted: readonly RecordGap[] = []

  constructor(parts: FileKeepingParts) {
    this.#parts = parts
  }

  get gaps(): readonly RecordGap[] {
    return [...this.#damaged, ...this.#deleted]
  }

  /** True where there is more to do at once. */
  async round(): Promise<boolean> {
    await this.#examine()
    await this.#retain()
    return await this.#merge()
  }

  /** After a question failed: whether it may work now, because something is out of its way. */
  async lookAfterFailure(asked: readonly ParquetFile[]): Promise<boolean> {
    const { connection, files } = this.#parts
    const missing = await files.noticeMissing()
    await writeColumnsFile(connection, files.folder) // it may have gone as well
    const gapOf = ({ fromMs, toMs, records }: ParquetFile): RecordGap => {
      return { from: fromMs, to: toMs + 1, reason: 'deleted', records }
    }
    this.#deleted = [...this.#deleted, ...missing.map(gapOf)].slice(-mostDeleted)
    const present = asked.filter((file) => files.all.includes(file))
    const damaged = await unreadableFiles(connection, files.folder, present, false)
    await this.#setAside(damaged)
    if (damaged.length === 0) this.#suspects = present
    return missing.length + damaged.length > 0
  }

  /** Reads suspects whole, which takes a while. */
  async #examine(): Promise<void> {
    const { connection, files } = this.#parts
    const suspects = this.#suspects.filter((file) => files.all.includes(file))
    this.#suspects = []
    await this.#setAside(await unreadableFiles(connection, files.folder, suspects, true))
  }

  async #setAside(damaged: readonly ParquetFile[]): Promise<void> {
    const { files, options } = this.#parts
    files.hide(damaged)
    await setAside(files.folder, damaged)
    this.#damaged = await damagedGaps([files.folder, options.spoolFolder])
  }

  async #retain(): Promise<void> {
    const { options, files, questions, beforeDeleting } = this.#parts
    const { retainDays, retainBytes, folder, spoolFolder } = options
    await removeOldDamaged([folder, spoolFolder], Date.now() - retainDays * 86_400_000)
    const outdated = outdatedFiles(files.all, Date.now(), retainDays, retainBytes)
    if (outdated.length === 0) return
    await beforeDeleting(outdated)
    files.hide(outdated)
    await questions.ended()
    await files.delete(outdated)
  }

  async #merge(): Promise<boolean> {
    const { connection, files, questions, isCounted, options } = this.#parts
    const uncounted = files.all.filter(({ name }) => !isCounted(name))
    const merged = filesToMerge(uncounted, Date.now(), options.settlingMs)
    if (merged.length === 0) return false
    try {
      const file = await this.#mergedFile(merged)
      files.replace(merged, file)
      await questions.ended()
      await files.delete(merged)
      await forgetReplacing(files.folder, file)
      return true
    } catch (error) {
      const damaged = await unreadableFiles(connection, files.folder, merged, true)
      await files.noticeMissing()
      await this.#setAside(damaged)
      throw error
    }
  }

  /** Sorted by time, so that a question reads little of it. */
  async #mergedFile(merged: readonly ParquetFile[]): Promise<ParquetFile> {
    const { db, connection, files, keptSegments } = this.#parts
    const { folder } = files
    const run = async (sql: string): Promise<void> => {
      await runPatiently(db, connection, sql, () => false) // nobody waits for it
    }
    const unfinished = await writeUnfinished(
      connection,
      folder,
      `SELECT * FROM ${rowsOfFiles(folder, merged)} ORDER BY timestamp, request_id`,
      { segments: (await keptSegments()).join('/') },
      run,
    )
    await announceReplacing(folder, merged, unfinished.file)
    return await finish(folder, unfinished)
  }
}

const mostDeleted = 500
