import { fork, type ChildProcess } from 'node:child_process'
import type { FlowRecord } from '../model/flow-record.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from './aggregate/aggregate-question.ts'
import type { MatchCounts, MatchQuestion } from './aggregate/match-counts.ts'
import type { EngineOptions, EngineState } from './engine/engine-options.ts'
import { QuestionRefused } from './question-refused.ts'
import type { ExportOrder, ExportPlan, ExportPortion } from './record-export.ts'
import type { FlowFilter, FlowPage } from './record-search.ts'
import type { StatisticsAnswer, StatisticsQuestion } from './statistics/statistics-question.ts'
import {
  type Conclusions,
  ConclusionTotals,
  type KeptConclusions,
  type TailReport,
} from './tail/conclusion-totals.ts'
import type { FollowedBatch, FollowFilter } from './tail/followed-records.ts'

export interface EngineProcessOptions {
  readonly file: URL
  /** Ours where it is undefined. */
  readonly environment: NodeJS.ProcessEnv | undefined
  readonly engine: EngineOptions
  /** Counting goes on from there. */
  readonly conclusions: KeptConclusions
  onReport?(report: TailReport): void
  /** Each engine, as it is started. */
  onStart?(processId: number): void
  /** Options of Node for the child. */
  readonly execArgv: readonly string[]
  readonly onProblem: (message: string, reason: string) => void
}

/** Keeps the log engine running in a process of its own and asks it. It is started again whenever it
 *  ends, after a pause that grows while it keeps ending early. */
export class EngineProcess {
  readonly #options: EngineProcessOptions
  readonly #waiting = new Map<number, Waiting>()
  readonly #followers = new Map<number, Follower>()
  readonly #totals: ConclusionTotals
  #child: ChildProcess | undefined
  #state: EngineState | undefined
  #nextId = 1
  #restarts = 0
  #early = 0
  #startedMs = 0
  #problem = ''
  #timer: NodeJS.Timeout | undefined
  #isClosing = false

  constructor(options: EngineProcessOptions) {
    this.#options = options
    this.#totals = new ConclusionTotals(options.conclusions)
    this.#start()
  }

  /** True once it has answered since it was last started. */
  get isRunning(): boolean {
    return this.#state !== undefined
  }

  /** Undefined while it is being started. */
  get state(): EngineState | undefined {
    return this.#state
  }

  get restarts(): number {
    return this.#restarts
  }

  get processId(): number | undefined {
    return this.#child?.pid
  }

  get conclusions(): Conclusions {
    return this.#totals.conclusions
  }

  /** Tells of records as they come, until the function that it returns is called; `onGap` where an engine
   *  ended, and some may be missing. The filter's query must be valid. */
  follow(follower: Follower): () => void {
    const id = this.#nextId++
    this.#followers.set(id, follower)
    this.#tell({ type: 'follow', id, filter: follower.filter })
    return () => {
      this.#followers.delete(id)
      this.#tell({ type: 'unfollow', id })
    }
  }

  async list(filter: FlowFilter): Promise<FlowPage> {
    const answer = await this.#ask({ type: 'list', id: 0, filter })
    if (answer.type !== 'page') throw new EngineFailure('the log engine gave another answer')
    return answer.page
  }

  async aggregate(filter: AggregateFilter, question: AggregateQuestion): Promise<AggregateAnswer> {
    const answer = await this.#ask({ type: 'aggregate', id: 0, filter, question })
    if (answer.type === 'aggregated') return answer.answer
    throw new EngineFailure('the log engine gave another answer')
  }

  async statistics(question: StatisticsQuestion): Promise<StatisticsAnswer> {
    const answer = await this.#ask({ type: 'statistics', id: 0, question })
    if (answer.type === 'statistics') return answer.answer
    throw new EngineFailure('the log engine gave another answer')
  }

  async matches(questions: readonly MatchQuestion[]): Promise<readonly MatchCounts[]> {
    const answer = await this.#ask({ type: 'matches', id: 0, questions })
    if (answer.type === 'matches') return answer.answers
    throw new EngineFailure('the log engine gave another answer')
  }

  async byId(requestId: string): Promise<FlowRecord | undefined> {
    const answer = await this.#ask({ type: 'by-id', id: 0, requestId })
    if (answer.type !== 'record') throw new EngineFailure('the log engine gave another answer')
    return answer.record ?? undefined
  }

  async planExport(order: ExportOrder): Promise<ExportPlan> {
    const answer = await this.#ask({ type: 'plan-export', id: 0, ...order })
    if (answer.type === 'export-plan') return answer.plan
    throw new EngineFailure('the log engine gave another answer')
  }

  /** Gives the path of a file, for the caller to delete. */
  async exportPortion(
    order: ExportOrder,
    portion: ExportPortion,
    signal: AbortSignal,
  ): Promise<string> {
    const answer = await this.#ask({ type: 'export', id: 0, ...order, portion }, exportMs, signal)
    if (answer.type === 'exported') return answer.path
    throw new EngineFailure('the log engine gave another answer')
  }

  /** Takes twice `closeMs` at most: a process that hangs in the kernel cannot even be killed. */
  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#timer)
    const child = this.#child
    if (child === undefined) return
    if (child.exitCode === null && child.signalCode === null) {
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      child.once('exit', () => resolve())
      if (child.connected) child.disconnect()
      const killing = setTimeout(() => child.kill('SIGKILL'), closeMs)
      const givingUp = setTimeout(resolve, 2 * closeMs)
      await ended
      clearTimeout(killing)
      clearTimeout(givingUp)
    }
    child.unref() // else one that is still there, or holds our pipe, keeps us here
    child.stderr?.destroy()
  }

  #start(): void {
    const { file, environment, engine, execArgv } = this.#options
    const words = [engine, this.#totals.positions].map((word) => JSON.stringify(word))
    this.#startedMs = performance.now()
    const child = fork(file, words, {
      execArgv: ['--max-old-space-size=192', '--expose-gc', ...execArgv], // engine/result-memory.ts
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...(environment === undefined ? {} : { env: environment }),
    })
    this.#child = child
    if (child.pid !== undefined) this.#options.onStart?.(child.pid)
    let lastWords = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2_000)
    })
    child.on('message', (message) => this.#hear(message as FromEngine)) // serve-engine.ts sends nothing else
    child.on('error', (error) => (lastWords += error.message))
    child.once('close', (code, signal) => {
      this.#onEnd(`${signal ?? `exit code ${code}`} ${firstLine(lastWords)}`.trim())
    })
    for (const [id, { filter }] of this.#followers) this.#tell({ type: 'follow', id, filter })
  }

  #tell(message: ToEngine): void {
    const child = this.#child
    if (child?.connected === true) child.send(message, () => undefined) // its end is heard of
  }

  #onEnd(reason: string): void {
    this.#child = undefined
    this.#state = undefined
    for (const { fail } of this.#waiting.values()) fail(new EngineFailure('the log engine ended'))
    if (this.#isClosing) return
    for (const follower of this.#followers.values()) follower.onGap()
    this.#early = performance.now() - this.#startedMs < stableMs ? this.#early + 1 : 0
    const pauseMs = Math.min(longestPauseMs, 100 * 2 ** this.#early)
    this.#options.onProblem(`the log engine ended and starts again in ${pauseMs} ms`, reason)
    this.#timer = setTimeout(() => {
      this.#restarts++
      this.#start()
    }, pauseMs)
  }

  #hear(message: FromEngine): void {
    if (message.type === 'concluded') {
      this.#totals.hear(message.report)
      return this.#options.onReport?.(message.report)
    }
    if (message.type === 'followed') {
      this.#followers.get(message.id)?.onBatch(message.batch)
      return
    }
    if (message.type === 'state') {
      this.#state = message.state
      const { problem } = message.state
      if (problem !== '' && problem !== this.#problem) {
        this.#options.onProblem('the flow log has a problem', problem)
      }
      this.#problem = problem
      return
    }
    const waiting = this.#waiting.get(message.id)
    if (message.type === 'failed') waiting?.fail(new EngineFailure(message.reason))
    else if (message.type === 'refused') waiting?.fail(new QuestionRefused(message.reason))
    else waiting?.answer(message)
  }

  async #ask(
    question: ToEngine,
    limitMs: number = answerMs,
    signal?: AbortSignal,
  ): Promise<Answer> {
    const child = this.#child
    if (child === undefined || !child.connected) throw new EngineFailure('the log engine restarts')
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const timer = setTimeout(
      () => reject(new EngineFailure(`the log engine gave no answer within ${limitMs} ms`)),
      limitMs,
    )
    const cancel = (): void => void (child.connected && child.send({ type: 'cancel', id }))
    signal?.addEventListener('abort', cancel)
    this.#waiting.set(id, { answer: resolve, fail: reject })
    try {
      child.send({ ...question, id }, (error) => {
        // killed, and its end not heard of yet: EPIPE, or its channel is closed
        if (error !== null) reject(new EngineFailure(`the log engine is gone: ${error.message}`))
      })
      return await promise
    } finally {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
      this.#waiting.delete(id)
    }
  }
}

/** The engine could not answer; the spool may still. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
}

/** Somebody who wants to see records as they come. */
export interface Follower {
  readonly filter: FollowFilter
  onBatch(batch: FollowedBatch): void
  onGap(): void
}

type Answer = Exclude<
  FromEngine,
  { type: 'state' | 'failed' | 'refused' | 'followed' | 'concluded' }
>
interface Waiting {
  readonly answer: (answer: Answer) => void
  readonly fail: (error: Error) => void
}

/** A search over everything that is kept may take seconds on a small machine. */
const answerMs = 20_000
/** A Parquet file of everything. */
const exportMs = 605_000
const closeMs = 2_000
/** An engine that lived so long did not fail because of how it was started. */
const stableMs = 10_000
const longestPauseMs = 30_000

function firstLine(text: string): string {
  return text.split('\n').find((line) => /error/i.test(line)) ?? text.split('\n', 1)[0] ?? ''
}
