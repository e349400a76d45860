import type { RingCounts } from '../flowlog/ring-counts.ts'
import type { KeptConclusions, TailReport } from '../flowlog/tail/conclusion-totals.ts'
import type { TailPositions } from '../flowlog/tail/spool-tail.ts'
import type { PublicationParts } from '../model/publication-parts.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { ToldFailure } from './worker-failures.ts'
import type { ListenAddress, WorkerSettings } from './worker-messages.ts'
import type { WorkerAnswer, WorkerState } from './worker-state.ts'

/** Everything that the carrier and the control plane tell each other. Only plain data crosses. */
export type ToControl =
  | Hello
  | { readonly type: 'counts'; readonly counts: CarriedCounts }
  | { readonly type: 'worker'; readonly state: WorkerState }
  | { readonly type: 'answer'; readonly answer: WorkerAnswer }
  | { readonly type: 'done'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: ToldFailure }
  /** SIGHUP: the files again. */
  | { readonly type: 'reapply' }
  | { readonly type: 'draining' }
  /** No worker runs any more, and every record is in the spool. */
  | { readonly type: 'end'; readonly counts: CarriedCounts }

export type FromControl = Question | Note

/** Each gets one `done` or `failed`. */
export type Question =
  /** The first one of a first start: begin to serve. The answer is the port. */
  | { readonly type: 'carry'; readonly id: number; readonly order: CarryOrder }
  /** `backVersion` is the version of what is served now, should a worker refuse. */
  | {
      readonly type: 'publish'
      readonly id: number
      readonly publication: PublicationParts
      readonly backVersion: number
    }
  /** The answer is a Measurement. */
  | { readonly type: 'measure'; readonly id: number }
  /** Everything is live and kept: from now on the end of a control plane is not the end of traffic. */
  | { readonly type: 'ready'; readonly id: number; readonly place: ControlPlace }

export type Note =
  | { readonly type: 'kill'; readonly worker: number }
  | { readonly type: 'concluded'; readonly report: TailReport }
  /** The log engine, which nobody else would end. */
  | { readonly type: 'engine'; readonly processId: number }

/** The first words to every control plane. */
export interface Hello {
  readonly type: 'hello'
  readonly pid: number
  /** How the command was typed. */
  readonly typed: string
  /** What the command started in the carrier: src/cli/demo-company.ts. */
  readonly beside: unknown
  /** Control planes that ended and were replaced. */
  readonly restarts: number
  /** undefined: nothing is carried yet, this is the first one. */
  readonly counts: CarriedCounts | undefined
  /** undefined, too. */
  readonly carried: Carried | undefined
}

/** What a control plane finds that follows another. */
export interface Carried {
  readonly port: number
  readonly consolePort: number
  /** The highest that a publication has had. */
  readonly version: number
  readonly conclusions: KeptConclusions
}

export interface CarryOrder {
  readonly workers: number
  readonly listen: ListenAddress
  readonly instanceId: string
  readonly spoolFolder: string
  /** Id of this node in records. */
  readonly node: string
  readonly settings: Omit<WorkerSettings, 'node'>
  readonly publication: PublicationParts
  /** What the spool holds up to there is of before. */
  readonly countedTo: TailPositions
  readonly log: 'text' | 'json'
  /** For a stop, which the carrier can do alone. */
  readonly drainDelayMs: number
  readonly drainTimeoutMs: number
}

export interface ControlPlace {
  readonly consolePort: number
  /** Names us while we run: the carrier removes it where no control plane does. */
  readonly runtimeFile: string
}

export interface CarriedCounts {
  readonly workers: readonly WorkerState[]
  /** Share of time each worker was busy, by index. */
  readonly busyShares: readonly number[]
  readonly rings: RingCounts
  readonly losses: { readonly evicted: number; readonly uncounted: number }
  readonly defects: number
  readonly process: ProcessFigures
}

export interface ProcessFigures {
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly startedMs: number
}

export interface Measurement {
  readonly traffic: WorkerMetrics
  readonly counts: CarriedCounts
}
