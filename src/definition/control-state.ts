import type { Release } from '../model/release.ts'
import type { AppDefinition, GatewayDefinition } from './definition.ts'

/** Everything that was applied, as plain JSON: what the data folder keeps and what workers are told.
 *  Secrets are in it as hashes only. */
export interface ControlState {
  readonly version: 1
  readonly apps: readonly StoredApp[]
  readonly gateways: readonly StoredGateway[]
  /** Of gateways that are no more: the highest number of a release, by gateway and stage. */
  readonly gone?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

type StoredApp = AppDefinition

export type StoredGateway = Omit<GatewayDefinition, 'stages'> & {
  readonly stages: readonly StoredStage[]
  /** Highest release number ever given, by stage, so that a stage that comes back counts on. */
  readonly lastNumbers: Readonly<Record<string, number>>
}

export interface StoredStage {
  readonly name: string
  readonly description: string
  /** What is live. */
  readonly release: Release
}

export function emptyState(): ControlState {
  return { version: 1, apps: [], gateways: [] }
}
