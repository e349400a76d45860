import { ringReader } from '../flowlog/ring-counts.ts'
import {
  ConclusionTotals,
  conclusionsFrom,
  type TailReport,
} from '../flowlog/tail/conclusion-totals.ts'
import type { PublicationParts } from '../model/publication-parts.ts'
import { type CarriedPublication, CarriedPublications } from './carried-publications.ts'
import type { Carried, CarriedCounts, CarryOrder, Measurement } from './carrier-messages.ts'
import { type CounterParts, createNodeMemory, type NodeMemory, ringOf } from './node-memory.ts'
import { processFigures } from './process-figures.ts'
import type { ProcessLog } from './process-log.ts'
import { WorkerPool } from './worker-pool.ts'
import type { WorkerSetup } from './worker-messages.ts'
import type { WorkerAnswer, WorkerState } from './worker-state.ts'

/** What is carried: the workers, what they serve, and the memory that outlives each of them. A control plane orders
 *  it once; others come and go. */
export interface TrafficParts {
  readonly workerFile: URL
  readonly counters: CounterParts
  readonly log: ProcessLog
  onState(state: WorkerState): void
  onAnswer(answer: WorkerAnswer): void
}

export class Traffic {
  readonly #order: CarryOrder
  readonly #parts: TrafficParts
  readonly #memory: NodeMemory
  readonly #pool: WorkerPool
  readonly #rings: ReturnType<typeof ringReader>
  readonly #conclusions: ConclusionTotals
  #received = new CarriedPublications()
  #publication: CarriedPublication
  #version: number
  #port = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(order: CarryOrder, parts: TrafficParts) {
    this.#order = order
    this.#parts = parts
    this.#memory = createNodeMemory(order.workers, parts.counters)
    this.#rings = ringReader(this.#memory.rings)
    this.#conclusions = new ConclusionTotals(conclusionsFrom(order.countedTo))
    this.#publication = this.#received.take(order.publication)
    this.#version = this.#publication.version
    this.#pool = new WorkerPool({
      count: order.workers,
      workerFile: parts.workerFile,
      log: parts.log,
      listen: order.listen,
      setup: (index) => this.#setup(index),
      recover: (index) => this.#recover(index),
      onState: (state) => parts.onState(state),
      onAnswer: (answer) => parts.onAnswer(answer),
    })
  }

  async start(): Promise<number> {
    this.#port = await this.#pool.start(this.#publication)
    setTimeout(() => void loadRecovery(), loadRecoveryMs).unref()
    return this.#port
  }

  /** Another control plane comes: it tells everything anew. */
  newControl(): void {
    this.#received = new CarriedPublications()
  }

  /** One after the other, as they come: one of a control plane that has ended meanwhile is taken to its end, too.
   *  Workers hear nothing of one that says what they serve. */
  publish(parts: PublicationParts, backVersion: number): Promise<void> {
    const received = this.#received
    this.#version = Math.max(this.#version, parts.version, backVersion)
    const published = this.#turn.then(async () => {
      const served = this.#publication
      const publication = received.take(parts, served)
      if (publication === served) return
      const back = { ...served, version: backVersion }
      this.#publication = back
      await this.#pool.publish(publication, back)
      this.#publication = publication
    })
    this.#turn = published.catch(() => undefined) // who asked hears it; the next one goes on
    return published
  }

  concluded(report: TailReport): void {
    this.#conclusions.hear(report)
  }

  /** For a control plane that follows another. */
  carried(consolePort: number): Carried {
    const version = this.#version
    return { port: this.#port, consolePort, version, conclusions: this.#conclusions.kept }
  }

  counts(defects: number): CarriedCounts {
    return {
      workers: this.#pool.states,
      busyShares: this.#pool.busyShares,
      rings: this.#rings(),
      losses: this.#parts.counters.losses(this.#memory.counters),
      defects,
      process: processFigures(),
    }
  }

  async measure(defects: number): Promise<Measurement> {
    const traffic = await this.#pool.measure()
    return { traffic, counts: this.counts(defects) }
  }

  kill(worker: number): void {
    this.#pool.kill(worker)
  }

  drain(): void {
    this.#pool.drain()
  }

  async stop(withinMs: number): Promise<void> {
    await this.#pool.stop(withinMs)
  }

  #setup(index: number): Omit<WorkerSetup, 'index' | 'publication' | 'listen'> {
    const { instanceId, spoolFolder, settings } = this.#order
    return {
      instanceId,
      ringMemory: ringOf(this.#memory, index),
      counterMemory: this.#memory.counters,
      spoolFolder,
      settings: { ...settings, node: this.#nodeOf(index) },
    }
  }

  async #recover(index: number): Promise<void> {
    const { counters, log } = this.#parts
    counters.releaseWorker(this.#memory.counters, index)
    const ring = ringOf(this.#memory, index)
    const { recoverRing } = await loadRecovery()
    const found = await recoverRing(ring, this.#order.spoolFolder, this.#nodeOf(index))
    log.info('records of the ended worker are saved', { lostRequests: found.lostRequests })
  }

  /** As records name it. */
  #nodeOf(index: number): string {
    return `${this.#order.node}-${index}`
  }
}

/** Half of what this process loads, and nothing that a start waits for: it comes later, or with the first death, but
 *  not when there are no files to be opened any more. */
function loadRecovery(): Promise<typeof import('../flowlog/recover-ring.ts')> {
  return import('../flowlog/recover-ring.ts')
}

const loadRecoveryMs = 5_000
