import { reasonOf } from '../model/reason.ts'
import type { Publication } from '../model/release.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { ProcessLog } from './process-log.ts'
import { retryDelayMs } from './retry-delay.ts'
import { countersOnly, sumOfMetrics } from './worker-counts.ts'
import type { WorkerSetup } from './worker-messages.ts'
import { WorkerThread } from './worker-thread.ts'

/** The place of one worker: starts a thread, and another when it dies. */
export interface WorkerSlotOptions {
  readonly index: number
  readonly workerFile: URL
  readonly log: ProcessLog
  /** What the next thread is told; asked at each start. */
  setup(): WorkerSetup
  /** Saves what a dead thread left behind, before its successor starts. */
  recover(): Promise<void>
}

export interface WorkerState {
  readonly index: number
  readonly state: 'starting' | 'running' | 'restarting' | 'stopped'
  readonly restarts: number
  /** Why the last thread ended, '' if none did. */
  readonly lastFailure: string
}

/** A thread that lived this long was no failed start: waiting begins anew at the shortest. */
const soundLifeMs = 60_000

export class WorkerSlot {
  readonly #options: WorkerSlotOptions
  #thread: WorkerThread | undefined
  #state: WorkerState['state'] = 'stopped'
  #restarts = 0
  #failuresInRow = 0
  #lastFailure = ''
  #isStopping = false
  #supervision: Promise<void> = Promise.resolve()
  #latest: WorkerMetrics | undefined
  #ofPredecessors: WorkerMetrics | undefined

  constructor(options: WorkerSlotOptions) {
    this.#options = options
  }

  get state(): WorkerState {
    const { index } = this.#options
    return { index, state: this.#state, restarts: this.#restarts, lastFailure: this.#lastFailure }
  }

  get busyShare(): number {
    return this.#thread?.busyShare ?? 0
  }

  /** Resolves with the port once the worker serves its first publication; rejects if it cannot. */
  async start(): Promise<number> {
    this.#state = 'starting'
    const thread = this.#startThread()
    const port = await thread.listening
    this.#state = 'running'
    this.#supervision = this.#supervise(thread)
    return port
  }

  /** Resolves once the publication is served; at once between two threads: the next one starts with
   *  it. One that is starting takes it after its first. */
  async publish(publication: Publication): Promise<void> {
    await this.#thread?.publish(publication)
  }

  /** Counts since the start of the process; slightly old where the worker is busy. */
  async measure(): Promise<readonly WorkerMetrics[]> {
    if (this.#state === 'running') this.#latest = (await this.#thread?.measure()) ?? this.#latest
    return [this.#ofPredecessors, this.#latest].filter((part) => part !== undefined)
  }

  drain(): void {
    this.#thread?.tell({ type: 'drain' })
  }

  /** Resolves when the thread is gone and what it left is saved. */
  async stop(withinMs: number): Promise<void> {
    this.#isStopping = true
    this.#thread?.tell({ type: 'stop', withinMs })
    await this.#supervision
    this.#state = 'stopped'
  }

  /** Ends the thread as a crash would; its successor starts as after one. */
  kill(): void {
    this.#thread?.end('ended by the operator')
  }

  #startThread(): WorkerThread {
    this.#thread = this.#newThread()
    return this.#thread
  }

  #newThread(): WorkerThread {
    const { workerFile, log } = this.#options
    return new WorkerThread(workerFile, this.#options.setup(), log)
  }

  async #supervise(first: WorkerThread): Promise<void> {
    let thread = first
    for (;;) {
      const startedAtMs = Date.now()
      const reason = await thread.ended
      this.#retire(reason)
      if (this.#isStopping) return
      this.#failuresInRow = Date.now() - startedAtMs < soundLifeMs ? this.#failuresInRow + 1 : 1
      await this.#recoverAndWait(reason)
      if (this.#isStopping) return
      thread = this.#startThread()
      this.#restarts += 1
      await thread.listening.then(
        () => (this.#state = 'running'),
        (error: unknown) => thread.end(reasonOf(error)), // ends at once, and is tried again
      )
    }
  }

  #retire(reason: string): void {
    this.#state = this.#isStopping ? 'stopped' : 'restarting'
    this.#lastFailure = this.#isStopping ? this.#lastFailure : reason
    const parts = [this.#ofPredecessors, this.#latest].filter((part) => part !== undefined)
    this.#ofPredecessors = parts.length === 0 ? undefined : countersOnly(sumOfMetrics(parts))
    this.#latest = undefined
    this.#thread = undefined
  }

  async #recoverAndWait(reason: string): Promise<void> {
    const { index, log } = this.#options
    const delayMs = retryDelayMs(this.#failuresInRow)
    log.error('a worker ended; starting another', { worker: index, reason, delayMs })
    try {
      await this.#options.recover()
    } catch (error) {
      log.error('the records of the ended worker could not be saved', { reason: reasonOf(error) })
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
