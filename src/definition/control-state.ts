import type { Grant, Release } from '../model/release.ts'
import type { AppDefinition, GatewayDefinition } from './definition.ts'

/** Everything that was applied, as plain JSON: what the data folder keeps and what workers are told.
 *  Secrets are in it as hashes only. */
export interface ControlState {
  readonly version: 1
  readonly apps: readonly StoredApp[]
  readonly gateways: readonly StoredGateway[]
  /** What people gave and approved: no definition names it, so none takes it away. */
  readonly granted: readonly StoredGrant[]
  /** Of gateways that are no more: the highest number of a release, by gateway and stage. */
  readonly gone?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** A file that names an application is the whole truth about it: what the API made of it goes. */
export type StoredApp = AppDefinition & {
  /** Left out: a definition file. */
  readonly managedBy?: 'api'
  /** The user who made it, also where another owns it. */
  readonly madeBy?: string
  /** Of the secrets that the API made. */
  readonly madeSecrets?: readonly MadeSecret[]
}

interface MadeSecret {
  readonly hash: string
  readonly atMs: number
}

/** A permission that does not come from a definition. */
export interface StoredGrant {
  /** `grant-` and the time first, so that they sort by it. */
  readonly id: string
  /** What workers are told. */
  readonly grant: Grant
  readonly source: 'approved' | 'renewed' | 'given'
  /** Who gave it last, when, and why. */
  readonly by: string
  readonly atMs: number
  readonly reason: string
}

export type StoredGateway = Omit<GatewayDefinition, 'stages'> & {
  readonly stages: readonly StoredStage[]
  /** Highest release number ever given, by stage, so that a stage that comes back counts on. */
  readonly lastNumbers: Readonly<Record<string, number>>
  /** The user who made it, whatever became of it since. Left out: a definition file, a program, an earlier version. */
  readonly madeBy?: string
}

export interface StoredStage {
  readonly name: string
  readonly description: string
  /** What is live. */
  readonly release: Release
}

/** Nothing that is said about a gateway later says otherwise. */
export function makerOf(before: StoredGateway | undefined): Pick<StoredGateway, 'madeBy'> {
  return before?.madeBy === undefined ? {} : { madeBy: before.madeBy }
}

export function emptyState(): ControlState {
  return { version: 1, apps: [], gateways: [], granted: [] }
}
