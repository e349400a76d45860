import type { WorkerMetrics } from '../model/worker-metrics.ts'
import { reasonOf } from '../model/reason.ts'
import type { CarriedPublication } from './carried-publications.ts'
import type { ProcessLog } from './process-log.ts'
import { sumOfMetrics } from './worker-counts.ts'
import type { ListenAddress, WorkerSetup } from './worker-messages.ts'
import { usualLimits, type WorkerLimits, WorkerSlot } from './worker-slot.ts'
import type { WorkerAnswer, WorkerState } from './worker-state.ts'

/** All worker threads of this node, as one: they listen on one port and serve one publication. */
export interface WorkerPoolOptions {
  readonly count: number
  readonly workerFile: URL
  readonly listen: ListenAddress
  readonly log: ProcessLog
  setup(index: number): Omit<WorkerSetup, 'index' | 'publication' | 'listen'>
  /** Saves what the dead thread of this index left behind. */
  recover(index: number): Promise<void>
  readonly limits?: Partial<WorkerLimits>
  onState?(state: WorkerState): void
  /** What a worker says of a publication. */
  onAnswer?(answer: WorkerAnswer): void
}

export class WorkerPool {
  readonly #slots: readonly WorkerSlot[]
  readonly #onAnswer: (answer: WorkerAnswer) => void
  #listen: ListenAddress
  #publication: CarriedPublication | undefined

  constructor(options: WorkerPoolOptions) {
    this.#listen = options.listen
    this.#onAnswer = (answer) => options.onAnswer?.(answer)
    this.#slots = Array.from({ length: options.count }, (_, index) => {
      return new WorkerSlot({
        index,
        workerFile: options.workerFile,
        log: options.log,
        setup: () => this.#setup(index, options),
        recover: () => options.recover(index),
        limits: { ...usualLimits, ...options.limits },
        onState: (state) => options.onState?.(state),
      })
    })
  }

  /** The first worker finds out the port (0: a free one), the others join it. */
  async start(publication: CarriedPublication): Promise<number> {
    this.#publication = publication
    const [first, ...others] = this.#slots
    if (first === undefined) throw new Error('a pool without workers cannot start')
    const port = await first.start()
    this.#listen = { ...this.#listen, port }
    await Promise.all(others.map((slot) => slot.start()))
    return port
  }

  /** Resolves once every worker serves it. Where one cannot, all return to `previous` and the
   *  reason is thrown. */
  async publish(publication: CarriedPublication, previous: CarriedPublication): Promise<void> {
    this.#publication = publication
    const results = await this.#publishToAll(publication)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed === undefined) return
    this.#publication = previous
    await this.#publishToAll(previous)
    throw failed.reason
  }

  get states(): readonly WorkerState[] {
    return this.#slots.map((slot) => slot.state)
  }

  get busyShares(): readonly number[] {
    return this.#slots.map((slot) => slot.busyShare)
  }

  async measure(): Promise<WorkerMetrics> {
    const parts = await Promise.all(this.#slots.map((slot) => slot.measure()))
    return sumOfMetrics(parts.flat())
  }

  drain(): void {
    for (const slot of this.#slots) slot.drain()
  }

  async stop(withinMs: number): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.stop(withinMs)))
  }

  /** false: there is no such worker. */
  kill(index: number): boolean {
    const slot = this.#slots[index]
    slot?.kill()
    return slot !== undefined
  }

  #publishToAll(publication: CarriedPublication): Promise<PromiseSettledResult<void>[]> {
    return Promise.allSettled(this.#slots.map((slot) => this.#publishTo(slot, publication)))
  }

  async #publishTo(slot: WorkerSlot, publication: CarriedPublication): Promise<void> {
    const { index: worker, restarts, state } = slot.state
    const startMs = performance.now()
    const answer = (word: WorkerAnswer['answer'], reason = ''): void => {
      const tookMs = Math.round((performance.now() - startMs) * 1_000) / 1_000
      this.#onAnswer({ worker, version: publication.version, answer: word, tookMs, reason })
    }
    try {
      await slot.publish(publication)
      const isServed =
        state === 'running' && slot.state.state === 'running' && slot.state.restarts === restarts
      answer(isServed ? 'acknowledged' : 'deferred')
    } catch (error) {
      answer('declined', reasonOf(error))
      throw error
    }
  }

  #setup(index: number, options: WorkerPoolOptions): WorkerSetup {
    if (this.#publication === undefined) throw new Error('a worker starts with a publication')
    return { ...options.setup(index), index, publication: this.#publication, listen: this.#listen }
  }
}
