import type { ListedParts } from '../model/publication-parts.ts'
import type { WorkerMetrics } from '../model/worker-metrics.ts'
import type { CarriedPublication } from './carried-publications.ts'

/** Everything that the carrier and a worker tell each other. Only plain data crosses. */
export interface WorkerSetup {
  readonly index: number
  /** What is served from the first connection on. */
  readonly publication: CarriedPublication
  readonly listen: ListenAddress
  /** Id of this deployment, for the recursion guard. */
  readonly instanceId: string
  readonly ringMemory: SharedArrayBuffer
  readonly counterMemory: SharedArrayBuffer
  readonly spoolFolder: string
  readonly settings: WorkerSettings
}

/** As it crosses to the thread. */
export type ThreadSetup = Omit<WorkerSetup, 'publication'> & {
  readonly publication: ListedParts
}

export interface ListenAddress {
  readonly host: string
  readonly port: number
  readonly reusePort: boolean
  readonly tls?: { readonly cert: string; readonly key: string }
}

export interface WorkerSettings {
  /** Id of this node and worker in records. */
  readonly node: string
  readonly proxyName: string
  readonly publicConsoleUrl: string
  readonly trustedProxies: readonly string[]
  readonly hostTemplate: string
  /** Empty: those of the system. */
  readonly nameServers: readonly string[]
}

export type ToWorker =
  | { readonly type: 'publish'; readonly publication: ListedParts }
  | { readonly type: 'measure'; readonly id: number }
  /** `/-/healthy` says 503 from now on; connections are still accepted. */
  | { readonly type: 'drain' }
  /** Stop listening, let open exchanges end within the time, close everything, flush records, exit. */
  | { readonly type: 'stop'; readonly withinMs: number }

export type FromWorker =
  | { readonly type: 'published'; readonly version: number }
  | { readonly type: 'refused'; readonly version: number; readonly reason: string }
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'cannot-listen'; readonly code: string }
  /** Something that only the process log is told: a defect, a listener's trouble. */
  | { readonly type: 'warning'; readonly name: string; readonly text: string }
  | { readonly type: 'measured'; readonly id: number; readonly metrics: WorkerMetrics }
