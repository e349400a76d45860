import { setTimeout as wait } from 'node:timers/promises'
import { reasonOf } from '../model/reason.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { CarriedPublication } from './carried-publications.ts'
import type { ProcessLog } from './process-log.ts'
import { retryDelayMs } from './retry-delay.ts'
import { countersOnly, sumOfMetrics } from './worker-counts.ts'
import type { WorkerSetup } from './worker-messages.ts'
import type { WorkerState } from './worker-state.ts'
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
  readonly limits: WorkerLimits
  onState(state: WorkerState): void
}

export interface WorkerLimits {
  /** From the start of a thread until it listens. */
  readonly listeningMs: number
  /** What a thread gets beyond the time it was given to stop; then it is ended. */
  readonly stopGraceMs: number
  /** For the end of such a thread and the saving of its records; then nobody waits any more. */
  readonly endMs: number
  retryDelayMs(failuresInRow: number): number
}

export const usualLimits: WorkerLimits = {
  listeningMs: 30_000,
  stopGraceMs: 5_000,
  endMs: 5_000,
  retryDelayMs,
}

/** A thread that lived this long was no failed start: waiting begins anew at the shortest. */
const soundLifeMs = 60_000

export class WorkerSlot {
  readonly #options: WorkerSlotOptions
  #thread: WorkerThread | undefined
  #word: WorkerState['state'] = 'stopped'
  #restarts = 0
  #failuresInRow = 0
  #lastFailure = ''
  #isDraining = false
  readonly #stopping = new AbortController()
  #stopped: Promise<void> | undefined
  #supervision: Promise<void> = Promise.resolve()
  #latest: WorkerMetrics | undefined
  #ofPredecessors: WorkerMetrics | undefined

  constructor(options: WorkerSlotOptions) {
    this.#options = options
  }

  get state(): WorkerState {
    const { index } = this.#options
    return { index, state: this.#word, restarts: this.#restarts, lastFailure: this.#lastFailure }
  }

  get busyShare(): number {
    return this.#thread?.busyShare ?? 0
  }

  /** Resolves with the port once the worker serves its first publication; rejects if it cannot. */
  async start(): Promise<number> {
    this.#become('starting')
    const thread = this.#startThread()
    this.#supervision = thread.ended.then(() => undefined)
    const port = await thread.listening
    this.#become('running')
    this.#supervision = this.#supervise(thread)
    return port
  }

  /** Resolves once the publication is served; at once between two threads: the next one starts with
   *  it. One that is starting takes it after its first. */
  async publish(publication: CarriedPublication): Promise<void> {
    await this.#thread?.publish(publication)
  }

  /** Counts since the start of the process; slightly old where the worker is busy. */
  async measure(): Promise<readonly WorkerMetrics[]> {
    if (this.#word === 'running') this.#latest = (await this.#thread?.measure()) ?? this.#latest
    return [this.#ofPredecessors, this.#latest].filter((part) => part !== undefined)
  }

  /** Holds for a thread that is started during the drain, too. */
  drain(): void {
    this.#isDraining = true
    this.#thread?.tell({ type: 'drain' })
  }

  /** Resolves when the thread is gone and what it left is saved. One that is blocked (a hung disk, a
   *  plugin in a loop) never hears of it and is ended, so that a stop has an end. */
  stop(withinMs: number): Promise<void> {
    this.#stopped ??= this.#stop(withinMs)
    return this.#stopped
  }

  async #stop(withinMs: number): Promise<void> {
    const { index, log, limits } = this.#options
    this.#stopping.abort()
    this.#thread?.tell({ type: 'stop', withinMs })
    if (!(await isOver(this.#supervision, withinMs + limits.stopGraceMs))) {
      log.error('a worker did not stop in time and is ended', { worker: index })
      this.#thread?.end('did not stop in time')
      if (!(await isOver(this.#supervision, limits.endMs))) {
        log.error('a worker cannot be ended; its last records may be missing', { worker: index })
      }
    }
    this.#become('stopped')
  }

  #become(word: WorkerState['state']): void {
    if (word === this.#word) return
    this.#word = word
    this.#options.onState(this.state)
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  /** Ends the thread as a crash would; its successor starts as after one. */
  kill(): void {
    this.#thread?.end('ended by the operator')
  }

  #startThread(): WorkerThread {
    this.#thread = this.#newThread()
    if (this.#isDraining) this.#thread.tell({ type: 'drain' })
    return this.#thread
  }

  #newThread(): WorkerThread {
    const { workerFile, log, limits } = this.#options
    return new WorkerThread(workerFile, this.#options.setup(), log, limits.listeningMs)
  }

  async #supervise(first: WorkerThread): Promise<void> {
    let thread = first
    for (;;) {
      const startedAtMs = Date.now()
      const reason = await thread.ended
      this.#retire(reason)
      if (this.#isStopping && thread.endedWell) return
      this.#failuresInRow = Date.now() - startedAtMs < soundLifeMs ? this.#failuresInRow + 1 : 1
      await this.#recoverAndWait(reason)
      if (this.#isStopping) return
      thread = this.#startThread()
      this.#restarts += 1
      await thread.listening.then(
        () => this.#become(this.#isStopping ? 'stopped' : 'running'),
        (error: unknown) => thread.end(reasonOf(error)), // ends at once, and is tried again
      )
    }
  }

  #retire(reason: string): void {
    this.#lastFailure = this.#isStopping ? this.#lastFailure : reason
    this.#become(this.#isStopping ? 'stopped' : 'restarting')
    const parts = [this.#ofPredecessors, this.#latest].filter((part) => part !== undefined)
    this.#ofPredecessors = parts.length === 0 ? undefined : countersOnly(sumOfMetrics(parts))
    this.#latest = undefined
    this.#thread = undefined
  }

  async #recoverAndWait(reason: string): Promise<void> {
    const { index, log, limits } = this.#options
    const delayMs = limits.retryDelayMs(this.#failuresInRow)
    if (this.#isStopping) log.error('a worker ended while stopping', { worker: index, reason })
    else log.error('a worker ended; starting another', { worker: index, reason, delayMs })
    try {
      await this.#options.recover()
    } catch (error) {
      log.error('the records of the ended worker could not be saved', { reason: reasonOf(error) })
    }
    await wait(delayMs, undefined, this.#stopping).catch(() => undefined) // a stop does not wait
  }
}

async function isOver(done: Promise<void>, withinMs: number): Promise<boolean> {
  const timeUp = new AbortController()
  const inTime = await Promise.race([
    done.then(() => true),
    wait(withinMs, false, timeUp).catch(() => false),
  ])
  timeUp.abort()
  return inTime
}
