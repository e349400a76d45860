import { Worker } from 'node:worker_threads'
import { reasonOf } from '../model/reason.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { CarriedPublication, ResourceText } from './carried-publications.ts'
import type { ProcessLog } from './process-log.ts'
import { inLists, PublicationSender } from './publication-sender.ts'
import { CannotListen, PublishRefused } from './worker-failures.ts'
import type { FromWorker, ThreadSetup, ToWorker, WorkerSetup } from './worker-messages.ts'

/** One worker thread from its start to its end, as the carrier's main thread sees it. */
export class WorkerThread {
  readonly #worker: Worker
  readonly #setup: WorkerSetup
  readonly #log: ProcessLog
  readonly #sender = new PublicationSender<ResourceText>(({ text }) => text)
  readonly #listening = Promise.withResolvers<number>()
  readonly #ended = Promise.withResolvers<string>()
  readonly #listeningTimer: NodeJS.Timeout
  readonly #publishing = new Map<number, (reason: string) => void>()
  readonly #measuring = new Map<number, (metrics: WorkerMetrics | undefined) => void>()
  #nextMeasurement = 0
  #failure = ''
  #endedWell = false

  constructor(workerFile: URL, setup: WorkerSetup, log: ProcessLog, listeningMs = acknowledgeMs) {
    this.#log = log
    this.#setup = setup
    this.#listening.promise.catch(() => undefined) // whoever waits for it hears it as well
    const publication = inLists(this.#sender.partsOf(setup.publication))
    this.#worker = new Worker(workerFile, {
      workerData: { ...setup, publication } satisfies ThreadSetup,
      name: `worker-${setup.index}`,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
    })
    this.#worker.on('message', (message: FromWorker) => this.#hear(message))
    this.#worker.once('error', (error) => this.#crashed(error))
    this.#worker.once('exit', (code) => {
      this.#endedWell = code === 0 && this.#failure === ''
      this.#end(this.#failure || `exit code ${code}`)
    })
    this.#listeningTimer = setTimeout(() => this.end('did not listen in time'), listeningMs)
  }

  /** The port, once the thread serves its first publication. Rejects with CannotListen,
   *  PublishRefused, or the reason why the thread ended first; one that takes too long is ended. */
  get listening(): Promise<number> {
    return this.#listening.promise
  }

  /** The reason, once the thread is gone. */
  get ended(): Promise<string> {
    return this.#ended.promise
  }

  /** It stopped by itself, so it left nothing behind. */
  get endedWell(): boolean {
    return this.#endedWell
  }

  /** Share of the time that the thread was busy, 0 to 1. */
  get busyShare(): number {
    return this.#worker.performance.eventLoopUtilization().utilization
  }

  /** Resolves once the publication is served, or the thread is gone. */
  publish(publication: CarriedPublication): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end('did not take a publication in time'), acknowledgeMs)
      this.#publishing.set(publication.version, (reason) => {
        clearTimeout(timer)
        this.#publishing.delete(publication.version)
        if (reason === '') resolve()
        else reject(new PublishRefused(reason))
      })
      this.tell({ type: 'publish', publication: inLists(this.#sender.partsOf(publication)) })
    })
  }

  /** undefined: too busy to answer within a second, or gone. */
  measure(): Promise<WorkerMetrics | undefined> {
    const id = ++this.#nextMeasurement
    return new Promise((resolve) => {
      const settle = (metrics: WorkerMetrics | undefined): void => {
        clearTimeout(timer)
        this.#measuring.delete(id)
        resolve(metrics)
      }
      const timer = setTimeout(settle, measureMs, undefined)
      this.#measuring.set(id, settle)
      this.tell({ type: 'measure', id })
    })
  }

  tell(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(message)
  }

  /** Ends the thread at once, as a crash would. */
  end(reason: string): void {
    this.#failure ||= reason
    void this.#worker.terminate()
  }

  #crashed(error: unknown): void {
    this.#failure = reasonOf(error)
    const stack = error instanceof Error ? (error.stack ?? '') : ''
    if (stack !== '') this.#log.error('a worker met a defect', { worker: this.#setup.index, stack })
  }

  #hear(message: FromWorker): void {
    switch (message.type) {
      case 'listening':
        clearTimeout(this.#listeningTimer)
        return this.#listening.resolve(message.port)
      case 'cannot-listen':
        return this.#listening.reject(new CannotListen(message.code, this.#setup.listen))
      case 'published':
        return this.#publishing.get(message.version)?.('')
      case 'refused':
        this.#listening.reject(new PublishRefused(message.reason)) // no effect once it listens
        return this.#publishing.get(message.version)?.(message.reason)
      case 'warning':
        return this.#log.warn(message.text, { worker: this.#setup.index, kind: message.name })
      case 'measured':
        return this.#measuring.get(message.id)?.(message.metrics)
    }
  }

  #end(reason: string): void {
    clearTimeout(this.#listeningTimer)
    this.#listening.reject(new Error(`a worker ended while starting: ${reason}`))
    for (const settle of this.#publishing.values()) settle('') // the successor starts with it
    for (const settle of this.#measuring.values()) settle(undefined)
    this.#ended.resolve(reason)
  }
}

/** Space for short-lived objects of one thread. Smaller promotes what slow exchanges hold to the old
 *  generation, bigger wastes cache and memory. */
const youngGenerationMb = 16
/** A worker that does not listen or has not acknowledged by then is stuck and is replaced. */
const acknowledgeMs = 30_000
const measureMs = 1_000
