import type { Release } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import { canonicalJson } from './canonical-json.ts'
import {
  type ControlState,
  makerOf,
  type StoredGateway,
  type StoredStage,
} from './control-state.ts'
import type { GatewayDefinition, StageDefinition, Written } from './definition.ts'
import { type DetailedChange, gatewayChanges } from './plan-changes.ts'
import { releaseHash } from './release-content.ts'
import { isRecord } from './shape.ts'
import { SharedResources } from './shared-resources.ts'
import { stageDifference } from './stage-difference.ts'

/** Makes one stage serve what a reading of the gateway says; the others keep what they serve. Resources,
 *  backends and what is written become those of the reading, as it is the newest that anybody serves. */
export interface StageRelease {
  readonly gateway: string
  readonly stage: StageDefinition
  readonly reading: Omit<GatewayDefinition, 'stages'>
  /** As it will be kept. */
  readonly written: Written
}

export interface StageReleasePlan {
  readonly next: ControlState
  readonly details: readonly DetailedChange[]
  readonly release: Release
  /** false: the stage serves the same already. */
  readonly changed: boolean
}

/** undefined: there is no such gateway. */
export function planRelease(
  state: ControlState,
  { gateway: name, stage, reading, written }: StageRelease,
): StageReleasePlan | undefined {
  const before = state.gateways.find((one) => one.name === name)
  if (before === undefined) return undefined
  const live = before.stages.find((one) => one.name === stage.name)?.release
  const sharing = new SharedResources()
  allAtOnce(sharing.addAll(before))
  const resources = allAtOnce(sharing.shared(stage.content.resources))
  const content = { ...stage.content, resources }
  const changed = live === undefined || stageDifference(live, content) !== undefined
  const number = changed ? (before.lastNumbers[stage.name] ?? live?.number ?? 0) + 1 : live.number
  const release = changed ? { ...content, number, hash: releaseHash(content) } : live
  const released: StoredStage = { name: stage.name, description: stage.description, release }
  const stages = inOrder(
    [...before.stages.filter((one) => one.name !== stage.name), released],
    written,
  )
  const after: StoredGateway = {
    ...reading,
    resources: allAtOnce(sharing.shared(reading.resources)),
    stages,
    grants: before.grants, // one of a resource that is gone is in force again when its name is back
    written,
    lastNumbers: { ...before.lastNumbers, [stage.name]: number },
    ...makerOf(before),
  }
  if (!changed && canonicalJson(before.written) === canonicalJson(after.written)) {
    return { next: state, details: [], release, changed }
  }
  const gateways = state.gateways.map((one) => (one === before ? after : one))
  return {
    next: { ...state, gateways },
    details: gatewayChanges(name, before, after),
    release,
    changed,
  }
}

/** Stages stand as they are written; one that is no longer there is last. */
function inOrder(stages: readonly StoredStage[], written: Written): StoredStage[] {
  const list: readonly unknown[] = Array.isArray(written['stages']) ? written['stages'] : []
  const places = new Map(list.map((stage, at) => [isRecord(stage) ? stage['name'] : '', at]))
  const placeOf = ({ name }: StoredStage): number => places.get(name) ?? list.length
  return stages.toSorted((one, other) => placeOf(one) - placeOf(other))
}
