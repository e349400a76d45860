import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FlowRecord } from '../model/flow-record.ts'
import { EngineFailure, EngineProcess } from './engine-process.ts'
import type { EngineOptions, EngineState } from './engine/engine-options.ts'
import {
  pageOf,
  recordSearch,
  type Classify,
  type FlowFilter,
  type FlowPage,
} from './record-search.ts'
import { droppedRecords, RingMemory } from './ring-memory.ts'
import { searchSpool, spoolRecord } from './spool-search.ts'
import { closeLeftOpen, listSegments } from './spool-segment.ts'

export interface FlowLogOptions {
  readonly dataFolder: string
  readonly spoolFolder: string
  /** One of each worker. */
  readonly rings: readonly SharedArrayBuffer[]
  readonly log: { warn(message: string, facts?: Readonly<Record<string, string>>): void }
  /** src/log-engine.ts. */
  readonly engineFile: URL
  /** The rules, for searching while the engine is away. */
  readonly classify: Classify
  readonly engine?: Partial<EngineOptions>
  /** Options of Node for the engine's process. */
  readonly execArgv?: readonly string[]
}

/** The flow log as the main thread knows it: asks the engine, and the spool itself while there is no
 *  engine. Open it before the workers start. */
export async function openFlowLog(options: FlowLogOptions): Promise<FlowLog> {
  const { dataFolder, spoolFolder } = options
  await mkdir(spoolFolder, { recursive: true, mode: 0o700 })
  await closeLeftOpen(spoolFolder)
  const engine = new EngineProcess({
    file: options.engineFile,
    execArgv: options.execArgv ?? [],
    engine: { ...engineDefaults, spoolFolder, folder: join(dataFolder, 'flow'), ...options.engine },
    onProblem: (message, reason) => options.log.warn(message, { reason }),
  })
  return new FlowLog(options, engine)
}

export class FlowLog {
  readonly #options: FlowLogOptions
  readonly #engine: EngineProcess
  readonly #rings: readonly RingMemory[]

  constructor(options: FlowLogOptions, engine: EngineProcess) {
    this.#options = options
    this.#engine = engine
    this.#rings = options.rings.map((memory) => new RingMemory(memory))
  }

  /** Waits up to a second for a record that is on its way from a worker to the disk. */
  async byId(requestId: string): Promise<FlowRecord | undefined> {
    const endMs = performance.now() + arrivalMs
    for (;;) {
      const record = await this.#byIdNow(requestId)
      if (record !== undefined || performance.now() >= endMs) return record
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }

  /** Newest first. Throws a QueryError. */
  async list(filter: FlowFilter): Promise<FlowPage> {
    const search = recordSearch(filter)
    try {
      return await this.#engine.list(filter)
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      const segments = await listSegments(this.#options.spoolFolder)
      return pageOf(
        await searchSpool(segments, search, this.#options.classify),
        search.limit,
        false,
      )
    }
  }

  counts(): FlowLogCounts {
    const dropped: Record<string, number> = {}
    let ingested = 0
    let stuckSinceMs = Number.POSITIVE_INFINITY
    for (const ring of this.#rings) {
      ingested += ring.get('appended')
      stuckSinceMs = Math.min(stuckSinceMs, ring.get('stuckSinceMs') || stuckSinceMs)
      for (const [reason, count] of Object.entries(droppedRecords(ring))) {
        dropped[reason] = (dropped[reason] ?? 0) + Number(count)
      }
    }
    const { isRunning, restarts, state } = this.#engine
    return {
      ingested,
      dropped,
      lagSeconds: Math.max(0, (Date.now() - stuckSinceMs) / 1_000),
      isEngineRunning: isRunning,
      engineRestarts: restarts,
      engine: state,
    }
  }

  /** Of the engine. */
  get processId(): number | undefined {
    return this.#engine.processId
  }

  async close(): Promise<void> {
    await this.#engine.close()
  }

  async #byIdNow(requestId: string): Promise<FlowRecord | undefined> {
    try {
      return await this.#engine.byId(requestId)
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error
      return await spoolRecord(await listSegments(this.#options.spoolFolder), requestId)
    }
  }
}

export interface FlowLogCounts {
  /** Records taken from the workers' requests. */
  readonly ingested: number
  /** By reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** For how long a worker has not been able to write its records to disk; 0 while all can. */
  readonly lagSeconds: number
  readonly isEngineRunning: boolean
  readonly engineRestarts: number
  /** Undefined while the engine is being started. */
  readonly engine: EngineState | undefined
}

const arrivalMs = 1_000
const lookAgainMs = 50

const engineDefaults = {
  spoolLimitBytes: 512 * 1_024 * 1_024,
  retainDays: 7,
  retainBytes: 10 * 1_024 * 1_024 * 1_024,
  /** 65,000 usual records: one Parquet file of 3 MiB, and 0.3 s of work. */
  batchBytes: 64 * 1_024 * 1_024,
  batchMs: 180_000,
  memoryMiB: 256,
  /** One core stays with the workers. */
  threads: Math.max(1, Math.min(4, availableParallelism() - 1)),
}
