import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FlowRecord } from '../../model/flow-record.ts'
import {
  pageOf,
  recordSearch,
  type Classify,
  type FlowFilter,
  type FlowPage,
} from '../record-search.ts'
import { searchSpool, spoolRecord } from '../spool-search.ts'
import { finishedSegments, listSegments, type Segment } from '../spool-segment.ts'
import { SegmentConverter, segmentsIn } from './convert-segments.ts'
import { openDuckDb, type DuckDb } from './duckdb.ts'
import { listParquetFiles, removeUnfinished, type ParquetFile } from './parquet-files.ts'
import { outdatedFiles, outdatedSegments } from './retention.ts'
import { parquetRecord, searchParquet } from './search-parquet.ts'

export interface EngineOptions {
  readonly spoolFolder: string
  /** Of the Parquet files. */
  readonly folder: string
  readonly spoolLimitBytes: number
  readonly retainDays: number
  readonly retainBytes: number
  /** A Parquet file is written when so much waits for it, */
  readonly batchBytes: number
  /** or when something has waited so long. */
  readonly batchMs: number
  readonly memoryMiB: number
  readonly threads: number
}

export interface EngineState {
  /** False: the newest hour is searched in the spool, older records not at all. */
  readonly hasDuckDb: boolean
  readonly files: number
  readonly fileBytes: number
  readonly fileRecords: number
  readonly spoolBytes: number
  /** Segments that cannot be read; set aside. */
  readonly damagedSegments: number
  /** The last thing that went wrong; '' when the last round worked. */
  readonly problem: string
}

/** The flow log behind the workers: searches what they wrote, turns finished segments into Parquet
 *  files and deletes what is too old. Restarted at any moment it goes on from what lies on disk. */
export class LogEngine {
  readonly #options: EngineOptions
  readonly #classify: Classify
  #db: DuckDb | undefined
  #converter: SegmentConverter | undefined
  #files: readonly ParquetFile[] = []
  /** Segments whose records are in a Parquet file while they may still lie in the spool. */
  #converted: ReadonlySet<string> = new Set()
  /** Failed tries by segment. */
  readonly #failures = new Map<string, number>()
  #damagedSegments = 0
  #spoolBytes = 0
  #problem = ''
  #lastBatchMs = Date.now()

  private constructor(options: EngineOptions, classify: Classify) {
    this.#options = options
    this.#classify = classify
  }

  static async open(
    options: EngineOptions,
    classify: Classify,
    rulesVersion: number,
  ): Promise<LogEngine> {
    const engine = new LogEngine(options, classify)
    await engine.#start(rulesVersion)
    return engine
  }

  get state(): EngineState {
    const sum = (key: 'bytes' | 'records'): number =>
      this.#files.reduce((total, file) => total + file[key], 0)
    return {
      hasDuckDb: this.#db !== undefined,
      files: this.#files.length,
      fileBytes: sum('bytes'),
      fileRecords: sum('records'),
      spoolBytes: this.#spoolBytes,
      damagedSegments: this.#damagedSegments,
      problem: this.#problem,
    }
  }

  /** Throws a QueryError. A record that moves from spool to file meanwhile is found twice, not
   *  never: the spool is read first. */
  async list(filter: FlowFilter): Promise<FlowPage> {
    const search = recordSearch(filter)
    const newest = await searchSpool(await this.#spool(), search, this.#classify)
    const db = this.#db
    if (db === undefined) return pageOf(newest, search.limit, false)
    const older = await this.#fromFiles(
      async (folder, files) => await searchParquet(db, folder, files, search),
    )
    const known = new Set(newest.map((record) => record.request_id))
    const added = older.filter((record) => !known.has(record.request_id))
    return pageOf([...newest, ...added], search.limit, true)
  }

  async byId(requestId: string): Promise<FlowRecord | undefined> {
    const newest = await spoolRecord(await this.#spool(), requestId)
    const db = this.#db
    if (newest !== undefined || db === undefined) return newest
    return await this.#fromFiles(
      async (folder, files) => await parquetRecord(db, folder, files, requestId),
    )
  }

  /** One round of keeping house; called about once a second. Never rejects. */
  async round(): Promise<void> {
    try {
      const segments = await listSegments(this.#options.spoolFolder)
      this.#spoolBytes = segments.reduce((sum, { bytes }) => sum + bytes, 0)
      if (this.#converter === undefined) {
        await this.#remove(outdatedSegments(segments, Date.now(), this.#options.spoolLimitBytes))
        return
      }
      await this.#removeConverted(segments)
      const batch = this.#batchOf(finishedSegments(segments))
      if (batch.length > 0) await this.#convert(this.#converter, batch)
      await this.#retain()
      this.#problem = ''
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error)
    }
  }

  /** Once more where a file has gone that we did not delete ourselves. */
  async #fromFiles<T>(
    ask: (folder: string, files: readonly ParquetFile[]) => Promise<T>,
  ): Promise<T> {
    const { folder } = this.#options
    const files = this.#files
    try {
      return await ask(folder, files)
    } catch (error) {
      const present = new Set((await listParquetFiles(folder)).map(({ name }) => name))
      if (files.every(({ name }) => present.has(name))) throw error
      this.#files = this.#files.filter(({ name }) => present.has(name))
      return await ask(folder, this.#files)
    }
  }

  async #start(rulesVersion: number): Promise<void> {
    const { folder, spoolFolder } = this.#options
    for (const path of [folder, spoolFolder]) await mkdir(path, { recursive: true, mode: 0o700 })
    try {
      this.#db = await openDuckDb(this.#options)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#problem = `DuckDB cannot be loaded, only the newest hour is kept: ${reason}`
      return
    }
    this.#converter = new SegmentConverter(this.#db, {
      folder,
      classify: this.#classify,
      rulesVersion,
    })
    await removeUnfinished(folder)
    this.#files = await listParquetFiles(folder)
    this.#converted = await this.#segmentsInFiles(this.#db)
  }

  /** After a crash between a file's rename and the deletion of its segments. Such a file is younger
   *  than the segments; a day of slack for clocks that were set back. */
  async #segmentsInFiles(db: DuckDb): Promise<Set<string>> {
    const { folder, spoolFolder } = this.#options
    const names = new Set<string>()
    const oldest = (await listSegments(spoolFolder))[0]
    if (oldest === undefined) return names
    for (const { name, writtenMs } of this.#files) {
      if (writtenMs < oldest.createdMs - 86_400_000) continue
      for (const segment of await segmentsIn(db, join(folder, name))) names.add(segment)
    }
    return names
  }

  async #spool(): Promise<Segment[]> {
    const segments = await listSegments(this.#options.spoolFolder)
    return segments.filter(({ name }) => !this.#converted.has(name))
  }

  /** The oldest segments, as many as make a file; none while it is not time for one. */
  #batchOf(finished: readonly Segment[]): Segment[] {
    const { batchBytes, batchMs } = this.#options
    const waiting = finished.filter(({ name }) => !this.#converted.has(name))
    const bytes = waiting.reduce((sum, segment) => sum + segment.bytes, 0)
    if (bytes < batchBytes && Date.now() - this.#lastBatchMs < batchMs) return []
    const failed = waiting.find(({ name }) => this.#failures.has(name))
    if (failed !== undefined) return [failed] // alone, to find the one that is damaged
    let sum = 0
    return waiting.filter(({ bytes: size }) => (sum += size) - size < batchBytes)
  }

  async #convert(converter: SegmentConverter, batch: readonly Segment[]): Promise<void> {
    try {
      const file = await converter.convert(batch)
      const names = batch.map(({ name }) => name)
      this.#converted = new Set([...this.#converted, ...names])
      if (file !== undefined) this.#files = [...this.#files, file]
      for (const name of names) this.#failures.delete(name)
      this.#lastBatchMs = Date.now()
      await this.#removeConverted(batch)
    } catch (error) {
      for (const { name } of batch) this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1)
      await this.#setAsideDamaged(batch)
      throw error
    }
  }

  /** A segment that cannot be read even alone must not hold up the others. */
  async #setAsideDamaged(batch: readonly Segment[]): Promise<void> {
    const [segment] = batch
    if (segment === undefined || batch.length > 1) return
    if ((this.#failures.get(segment.name) ?? 0) < mostFailures) return
    await rename(segment.path, `${segment.path}.damaged`)
    this.#failures.delete(segment.name)
    this.#damagedSegments++
  }

  async #removeConverted(segments: readonly Segment[]): Promise<void> {
    await this.#remove(segments.filter(({ name }) => this.#converted.has(name)))
  }

  async #remove(segments: readonly Segment[]): Promise<void> {
    for (const { path } of segments) await rm(path, { force: true })
  }

  async #retain(): Promise<void> {
    const { folder, retainDays, retainBytes } = this.#options
    const outdated = new Set(outdatedFiles(this.#files, Date.now(), retainDays, retainBytes))
    if (outdated.size === 0) return
    this.#files = this.#files.filter((file) => !outdated.has(file))
    for (const { name } of outdated) await rm(join(folder, name), { force: true })
  }
}

/** Rounds come every second or so; a full disk must not look like a damaged segment. */
const mostFailures = 60
