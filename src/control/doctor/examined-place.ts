import type { FlowLogCounts } from '../../flowlog/flow-log.ts'
import type { Release } from '../../model/release.ts'
import type { NameResolver } from '../../network/resolver.ts'
import type { Settings } from '../../settings.ts'
import type { WorkerState } from '../../carrier/worker-state.ts'

/** The machine and the data folder that are examined: by the running server about itself, or by the
 *  command where no server runs. */
export interface ExaminedPlace {
  readonly settings: Settings
  readonly version: string
  /** Undefined where no server runs. */
  readonly running: RunningPart | undefined
  readonly resolver: NameResolver
  /** What is served, or what was kept. Rejects where it cannot be read. */
  releases(): Promise<readonly Release[]>
  /** May backend hosts be connected to? */
  readonly mayProbe: boolean
}

export interface RunningPart {
  readonly workers: readonly WorkerState[]
  readonly flowLog: FlowLogCounts
  readonly gatewayUrl: string
  /** Where callers are sent for help. */
  readonly helpUrl: string
}
