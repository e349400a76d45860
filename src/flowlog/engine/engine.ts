import { mkdir, rm } from 'node:fs/promises'
import type { FlowRecord } from '../../model/flow-record.ts'
import { reasonOf } from '../../model/reason.ts'
import { QuestionRefused } from '../question-refused.ts'
import type { ExportOrder, ExportPlan, ExportPortion } from '../record-export.ts'
import {
  pageOfNumbered,
  recordSearch,
  type Classify,
  type FlowFilter,
  type FlowPage,
} from '../record-search.ts'
import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from '../aggregate/aggregate-question.ts'
import { aggregateSpool } from '../spool-aggregate.ts'
import { searchSpool, spoolRecord } from '../spool-search.ts'
import { bytesOf, listSegments } from '../spool-segment.ts'
import { aggregateRecords } from './aggregate-records.ts'
import type { MatchCounts, MatchQuestion } from '../aggregate/match-counts.ts'
import { spoolMatches } from '../spool-matches.ts'
import { spoolStatistics } from '../spool-statistics.ts'
import type { StatisticsAnswer, StatisticsQuestion } from '../statistics/statistics-question.ts'
import { countMatches, timeOf } from './count-matches.ts'
import { countStatistics } from './count-statistics.ts'
import type { EngineOptions, EngineState } from './engine-options.ts'
import { planExport, writePortion } from './export-records.ts'
import { RecordStore, type Question } from './record-store.ts'
import { outdatedSegments } from './retention.ts'
import { recordOfId, searchRecords } from './search-records.ts'
import { timesOfId } from './times-of-id.ts'
import { requireAwaited, whileAwaited } from './while-awaited.ts'

/** The flow log behind the workers: searches what they wrote, turns finished segments into Parquet
 *  files and deletes what is too old. Restarted at any moment it goes on from what lies on disk. */
export class LogEngine {
  readonly #options: EngineOptions
  readonly #classify: Classify
  #store: RecordStore | undefined
  #spoolBytes = 0
  /** Of taking in, and of keeping files. */
  readonly #problems = { intake: '', files: '' }

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
    const { folder, spoolFolder, statisticsFolder } = options
    for (const path of [folder, spoolFolder, statisticsFolder])
      await mkdir(path, { recursive: true, mode: 0o700 })
    try {
      engine.#store = await RecordStore.open(options, classify, rulesVersion)
    } catch (error) {
      engine.#problems.intake = `DuckDB cannot be loaded, only the newest hour is kept: ${reasonOf(error)}`
    }
    return engine
  }

  get state(): EngineState {
    const files = this.#store?.files ?? []
    const sum = (key: 'bytes' | 'records'): number =>
      files.reduce((total, file) => total + file[key], 0)
    return {
      hasDuckDb: this.#store !== undefined,
      files: files.length,
      fileBytes: sum('bytes'),
      fileRecords: sum('records'),
      spoolBytes: this.#spoolBytes,
      statisticsBytes: (this.#store?.rollups.kept.all ?? []).reduce(
        (all, { bytes }) => all + bytes,
        0,
      ),
      gaps: this.#store?.gaps ?? [],
      problem: this.#problems.intake || this.#problems.files,
    }
  }

  /** Throws a QueryError or a CursorError. */
  async list(filter: FlowFilter): Promise<FlowPage> {
    const search = recordSearch(filter)
    if (this.#store === undefined) {
      const segments = await listSegments(this.#options.spoolFolder)
      return pageOfNumbered(
        await searchSpool(segments, search, this.#classify),
        search.limit,
        false,
      )
    }
    const { fromMs, before } = search
    const toMs = before === undefined ? search.toMs : Math.min(search.toMs, before.timestamp + 1)
    return await this.#store.ask(fromMs, toMs, async (records) =>
      pageOfNumbered(await searchRecords(records, search), search.limit, records.isComplete),
    )
  }

  /** Throws a QueryError or an AggregateError. */
  async aggregate(filter: AggregateFilter, question: AggregateQuestion): Promise<AggregateAnswer> {
    const search = recordSearch({ ...filter, limit: 1 })
    const counted = await this.ask(filter.fromMs, filter.toMs, async (records) => ({
      ...(await aggregateRecords(records, question, filter, search)),
      complete: records.isComplete,
    }))
    if (counted !== undefined) return counted
    const segments = await listSegments(this.#options.spoolFolder)
    return await aggregateSpool(segments, question, filter, this.#classify)
  }

  /** From the counts that are kept, and of records that are in none of them yet. */
  async statistics(question: StatisticsQuestion): Promise<StatisticsAnswer> {
    const fromMs = question.times[0] ?? 0
    const counted = await this.#store?.askCounts(
      fromMs,
      question.toMs,
      async (records, rollups) => {
        return await countStatistics(records, rollups, question)
      },
    )
    if (counted !== undefined) return counted
    const segments = await listSegments(this.#options.spoolFolder)
    return { ...(await spoolStatistics(segments, question, this.#classify)), gaps: [] }
  }

  async matches(questions: readonly MatchQuestion[]): Promise<readonly MatchCounts[]> {
    const { fromMs, toMs } = timeOf(questions)
    const counted = await this.ask(fromMs, toMs, async (records) => {
      return await countMatches(records, questions)
    })
    if (counted !== undefined) return counted
    const segments = await listSegments(this.#options.spoolFolder)
    return await spoolMatches(segments, questions, this.#classify)
  }

  /** In files or in the spool, whichever is likelier for a request of that time first. */
  async byId(requestId: string): Promise<FlowRecord | undefined> {
    const segments = await listSegments(this.#options.spoolFolder)
    const [near, ...far] = timesOfId(requestId)
    const isOlder = near !== undefined && near[1] < (segments[0]?.createdMs ?? 0)
    const early = isOlder ? await this.#inFiles(requestId, [near]) : undefined
    if (early !== undefined) return early
    const newest = await spoolRecord(segments, requestId)
    if (newest !== undefined) return newest
    return await this.#inFiles(requestId, isOlder || near === undefined ? far : [near, ...far])
  }

  async #inFiles(
    requestId: string,
    times: readonly (readonly [number, number])[],
  ): Promise<FlowRecord | undefined> {
    for (const [fromMs, toMs] of times) {
      const found = await this.#store?.askFiles(fromMs, toMs, async (records) => {
        return await recordOfId(records, requestId)
      })
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Throws a QueryError or a QuestionRefused. */
  async planExport({ filter, format }: ExportOrder): Promise<ExportPlan> {
    const search = recordSearch({ ...filter, limit: 1 })
    const plan = await this.ask(search.fromMs, search.toMs, async (records) => {
      return await planExport(records, search, format, this.#options.folder)
    })
    if (plan !== undefined) return plan
    throw new QuestionRefused('Exports need DuckDB, which cannot be loaded here: see /healthz.')
  }

  /** Gives the path of a file with the portion's records; whoever asked deletes it. */
  async exportPortion(
    { filter, format }: ExportOrder,
    portion: ExportPortion,
    signal: AbortSignal,
  ): Promise<string> {
    const { fromMs, toMs } = portion
    const search = recordSearch({ ...filter, fromMs, toMs, limit: 1 })
    requireAwaited(signal)
    const write: Question<string> = async (records) =>
      await whileAwaited(records.reader, signal, async () => {
        return await writePortion(
          records,
          search,
          { filter, format },
          portion,
          this.#options.folder,
        )
      })
    const path = await this.#store?.ask(fromMs, toMs, write, exportMs)
    if (path !== undefined) return path
    throw new QuestionRefused('Exports need DuckDB, which cannot be loaded here: see /healthz.')
  }

  /** Runs a question over every record from `fromMs` to before `toMs`, wherever it lies; undefined
   *  where DuckDB cannot be loaded. */
  async ask<T>(fromMs: number, toMs: number, question: Question<T>): Promise<T | undefined> {
    return await this.#store?.ask(fromMs, toMs, question)
  }

  /** One round of taking records in; called about once a second. Never rejects; true where there is
   *  more to do at once. */
  async round(): Promise<boolean> {
    try {
      const segments = await listSegments(this.#options.spoolFolder)
      this.#spoolBytes = bytesOf(segments)
      if (this.#store === undefined) {
        const { spoolLimitBytes } = this.#options
        const outdated = outdatedSegments(segments, Date.now(), spoolLimitBytes)
        for (const { path } of outdated) await rm(path, { force: true })
        return false
      }
      const hasMore = await this.#store.takeIn()
      this.#problems.intake = ''
      return hasMore
    } catch (error) {
      this.#problems.intake = reasonOf(error)
      return false
    }
  }

  /** What needs no hurry: deleting, merging, setting aside. Never rejects; true where there is more
   *  to do at once. */
  async keepFiles(): Promise<boolean> {
    try {
      const hasMore = (await this.#store?.keepFiles()) ?? false
      this.#problems.files = ''
      return hasMore
    } catch (error) {
      this.#problems.files = reasonOf(error)
      return false
    }
  }
}

/** A whole Parquet file of the most that can be exported. */
const exportMs = 600_000
