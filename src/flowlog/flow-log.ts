import type { FlowRecord } from '../model/flow-record.ts'
import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from './aggregate/aggregate-question.ts'
import type { MatchCounts, MatchQuestion } from './aggregate/match-counts.ts'
import { checkAggregate } from './aggregate/record-aggregate.ts'
import { EngineFailure, EngineProcess, type Follower } from './engine-process.ts'
import { GapLog } from './gap-log.ts'
import { exportOf, type Export } from './exported-bytes.ts'
import { gapsWithin, type RecordGap } from './record-gap.ts'
import type { EngineState } from './engine/engine-options.ts'
import type { ExportOrder } from './record-export.ts'
import { hasCallerView, shownIn } from './record-scope.ts'
import { QuestionRefused } from './question-refused.ts'
import {
  pageOfNumbered,
  recordSearch,
  type Classify,
  type FlowFilter,
  type FlowPage,
  type RecordSearch,
} from './record-search.ts'
import type { RingCounts } from './ring-counts.ts'
import { aggregateSpool } from './spool-aggregate.ts'
import { searchSpool, spoolRecord } from './spool-search.ts'
import { listSegments, type Segment } from './spool-segment.ts'
import { spoolMatches } from './spool-matches.ts'
import { spoolStatistics } from './spool-statistics.ts'
import { SpoolWatch } from './spool-watch.ts'
import type { StatisticsAnswer, StatisticsQuestion } from './statistics/statistics-question.ts'
import type { Conclusions } from './tail/conclusion-totals.ts'

/** What the flow log needs beside its engine. */
export interface FlowLogParts {
  readonly spoolFolder: string
  /** Of all workers, as they are now. */
  readonly rings: () => RingCounts
  /** The rules, for searching while the engine is away. */
  readonly classify: Classify
}

/** All that is asked of the engine, in whatever process it runs. */
export type AskedEngine = Pick<
  EngineProcess,
  | 'list'
  | 'aggregate'
  | 'statistics'
  | 'matches'
  | 'byId'
  | 'planExport'
  | 'exportPortion'
  | 'follow'
  | 'conclusions'
  | 'close'
  | 'isRunning'
  | 'restarts'
  | 'state'
  | 'processId'
>

/** The flow log as the main thread knows it: asks the engine, and the spool itself while there is no
 *  engine. */
export class FlowLog {
  readonly #parts: FlowLogParts
  readonly #engine: AskedEngine
  readonly #gaps: GapLog
  readonly #watch: SpoolWatch

  constructor(parts: FlowLogParts, engine: AskedEngine, gaps: GapLog, retainMs: number) {
    this.#parts = parts
    this.#engine = engine
    this.#gaps = gaps
    this.#watch = new SpoolWatch({
      spoolFolder: parts.spoolFolder,
      gaps,
      retainMs,
      rings: parts.rings,
    })
  }

  /** Waits up to a second for a record that is on its way from a worker to the disk, and as long for one
   *  that may not be seen: neither the answer nor its time tells them apart. */
  async byId(
    requestId: string,
    maySee: (record: FlowRecord) => boolean = () => true,
  ): Promise<FlowRecord | undefined> {
    const endMs = performance.now() + arrivalMs
    for (;;) {
      const found = await this.#byIdNow(requestId)
      const record = found !== undefined && maySee(found) ? found : undefined
      if (record !== undefined || performance.now() >= endMs) return record
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  /** Newest first. Throws a QueryError, a CursorError or a QuestionRefused. */
  async list(filter: FlowFilter): Promise<FlowPage & { readonly gaps: readonly RecordGap[] }> {
    const search = recordSearch(filter)
    const found = await this.#page(filter, search)
    const page = { ...found, items: found.items.map((item) => shownIn(filter.scope, item)) }
    const oldestMs = page.next === null ? search.fromMs : (page.items.at(-1)?.timestamp ?? 0)
    const newestMs = search.before === undefined ? search.toMs : search.before.timestamp
    return { ...page, gaps: gapsWithin(this.gaps(), oldestMs, newestMs) }
  }

  /** From which times records are missing, or may be. */
  gaps(): readonly RecordGap[] {
    return [...this.#gaps.all, ...(this.#engine.state?.gaps ?? [])]
  }

  /** Throws a QueryError, an AggregateError or a QuestionRefused. */
  async aggregate(
    filter: AggregateFilter,
    question: AggregateQuestion,
  ): Promise<AggregateAnswer & { readonly gaps: readonly RecordGap[] }> {
    checkAggregate(question, filter)
    const answer = await this.#orSpool(
      async () => await this.#engine.aggregate(filter, question),
      async (segments) => await aggregateSpool(segments, question, filter, this.#parts.classify),
    )
    return { ...answer, gaps: gapsWithin(this.gaps(), filter.fromMs, filter.toMs) }
  }

  /** Throws a QuestionRefused. */
  async statistics(question: StatisticsQuestion): Promise<StatisticsAnswer> {
    const { classify } = this.#parts
    const answer = await this.#orSpool(
      async () => await this.#engine.statistics(question),
      async (segments) => ({ ...(await spoolStatistics(segments, question, classify)), gaps: [] }),
    )
    const gaps = [...this.gaps(), ...answer.gaps]
    return { ...answer, gaps: gapsWithin(gaps, question.times[0] ?? 0, question.toMs) }
  }

  /** One answer for each question, and the times of which records are missing. Throws a QuestionRefused. */
  async matches(questions: readonly MatchQuestion[]): Promise<{
    readonly answers: readonly MatchCounts[]
    readonly gaps: readonly RecordGap[]
  }> {
    const answers = await this.#orSpool(
      async () => await this.#engine.matches(questions),
      async (segments) => await spoolMatches(segments, questions, this.#parts.classify),
    )
    return { answers, gaps: this.gaps() }
  }

  /** Throws a QueryError, a QuestionRefused, or an EngineFailure while there is no engine. */
  async export(order: ExportOrder, signal: AbortSignal): Promise<Export> {
    recordSearch({ ...order.filter, limit: 1 }) // a mistake in the query is told with its column
    if (order.format === 'parquet' && hasCallerView(order.filter.scope)) {
      throw new QuestionRefused(
        'A Parquet file holds every field; take csv or ndjson, or name a gateway that you may view.',
      )
    }
    return exportOf(this.#engine, order, await this.#engine.planExport(order), signal)
  }

  /** Tells of records as they come, until the function that it returns is called. Throws a QueryError. */
  follow(follower: Follower): () => void {
    recordSearch({ ...follower.filter, limit: 1 })
    return this.#engine.follow(follower)
  }

  /** Answers by whose they are, as the rules see it; plain successes of backends are not among them. */
  get conclusions(): Conclusions {
    return this.#engine.conclusions
  }

  counts(): FlowLogCounts {
    const { isRunning, restarts, state } = this.#engine
    const { appended, dropped, openWithoutSlot, stuckSinceMs } = this.#parts.rings()
    return {
      ingested: appended,
      dropped,
      openWithoutSlot,
      lagSeconds: stuckSinceMs === 0 ? 0 : Math.max(0, (Date.now() - stuckSinceMs) / 1_000),
      isEngineRunning: isRunning,
      engineRestarts: restarts,
      engine: state,
      gaps: this.gaps(),
    }
  }

  /** Of the engine. */
  get processId(): number | undefined {
    return this.#engine.processId
  }

  /** After the workers have ended. */
  async close(): Promise<void> {
    await this.#engine.close()
    await this.#watch.close()
  }

  async #page(filter: FlowFilter, search: RecordSearch): Promise<FlowPage> {
    return await this.#orSpool(
      async () => await this.#engine.list(filter),
      async (segments) => {
        const found = await searchSpool(segments, search, this.#parts.classify)
        return pageOfNumbered(found, search.limit, false)
      },
    )
  }

  async #byIdNow(requestId: string): Promise<FlowRecord | undefined> {
    return await this.#orSpool(
      async () => await this.#engine.byId(requestId),
      async (segments) => await spoolRecord(segments, requestId),
    )
  }

  /** While there is no engine, what the spool alone can tell. */
  async #orSpool<Answer>(
    ask: () => Promise<Answer>,
    search: (segments: readonly Segment[]) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      return await search(await listSegments(this.#parts.spoolFolder))
    }
  }
}

export interface FlowLogCounts {
  /** Records taken from the workers' requests. */
  readonly ingested: number
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** Requests beyond the 8,192 at a time that a worker's death would leave a record of. */
  readonly openWithoutSlot: number
  /** For how long a worker has not been able to write its records to disk; 0 while all can. */
  readonly lagSeconds: number
  readonly isEngineRunning: boolean
  readonly engineRestarts: number
  /** Undefined while the engine is being started. */
  readonly engine: EngineState | undefined
  readonly gaps: readonly RecordGap[]
}

const arrivalMs = 1_000
const lookAgainMs = 50
