import type { Release } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import {
  type ControlState,
  makerOf,
  type StoredGateway,
  type StoredStage,
} from './control-state.ts'
import type { Definition, DefinitionWarning, GatewayDefinition } from './definition.ts'
import { contentText, hashOf, isSameContent } from './release-content.ts'
import { type Change, changesOf, type DetailedChange } from './plan-changes.ts'
import { SharedResources } from './shared-resources.ts'

/** From what is and what shall be to what is next. A definition is the whole truth about the
 *  gateways and apps it names and touches no others; a stage that stays the same keeps its release. */
export interface ApplyPlan {
  readonly next: ControlState
  /** Such as `gateways/shop` and `apps/demo-app`: everything the definition names. */
  readonly applied: readonly string[]
  readonly releases: readonly PlannedRelease[]
  readonly changes: readonly Change[]
  /** The same changes, for the audit. */
  readonly details: readonly DetailedChange[]
  /** Text of each new release, by its hash. */
  readonly contents: ReadonlyMap<string, string>
  readonly warnings: readonly DefinitionWarning[]
}

interface PlannedRelease {
  readonly gateway: string
  readonly stage: string
  readonly number: number
  readonly hash: string
  readonly changed: boolean
}

/** `nowMs` only decides which grants are warned about. */
export function planApply(
  state: ControlState,
  definition: Definition,
  nowMs: number = Date.now(),
): ApplyPlan {
  return allAtOnce(planInSteps(state, definition, nowMs))
}

/** The same, yielding now and then. */
export function* planInSteps(
  state: ControlState,
  definition: Definition,
  nowMs: number = Date.now(),
): Generator<void, ApplyPlan> {
  const gatewaysBefore = new Map(state.gateways.map((gateway) => [gateway.name, gateway]))
  const gatewaysNext = new Map(gatewaysBefore)
  const releases: PlannedRelease[] = []
  const contents = new Map<string, string>()
  for (const gateway of definition.gateways) {
    const before = gatewaysBefore.get(gateway.name)
    const gone = state.gone?.[gateway.name]
    const stored = yield* storedGateway(gateway, before, gone, contents)
    gatewaysNext.set(gateway.name, stored)
    releases.push(...stored.stages.map(({ release }) => planned(release, before)))
  }
  const appsNext = new Map(state.apps.map((app) => [app.code, app]))
  for (const app of definition.apps) appsNext.set(app.code, app)
  const next: ControlState = {
    ...state,
    apps: sortedValues(appsNext),
    gateways: sortedValues(gatewaysNext),
  }
  yield
  const details = changesOf(state, next, definition)
  yield
  return {
    next,
    contents,
    applied: [
      ...definition.apps.map(({ code }) => `apps/${code}`),
      ...definition.gateways.map(({ name }) => `gateways/${name}`),
    ],
    releases,
    changes: details.map(({ kind, path, action }) => ({ kind, path, action })),
    details,
    warnings: [...definition.warnings, ...grantWarnings(definition, appsNext, nowMs)],
  }
}

function* storedGateway(
  gateway: GatewayDefinition,
  before: StoredGateway | undefined,
  gone: Readonly<Record<string, number>> | undefined,
  contents: Map<string, string>,
): Generator<void, StoredGateway> {
  const sharing = new SharedResources()
  if (before !== undefined) yield* sharing.addAll(before)
  const lastNumbers: Record<string, number> = { ...(before?.lastNumbers ?? gone) }
  const stages: StoredStage[] = []
  const own = yield* sharing.shared(gateway.resources)
  for (const { name, description, content } of gateway.stages) {
    const resources = yield* sharing.shared(content.resources)
    const shared = { ...content, resources }
    const live = before?.stages.find((stage) => stage.name === name)?.release
    if (live !== undefined && isSameContent(live, shared)) {
      stages.push({ name, description, release: live })
      continue
    }
    const text = contentText(shared)
    yield
    const hash = hashOf(text)
    yield
    if (live?.hash === hash) {
      stages.push({ name, description, release: live })
      continue
    }
    const number = (lastNumbers[name] ?? 0) + 1
    lastNumbers[name] = number
    contents.set(hash, text)
    stages.push({ name, description, release: { ...shared, number, hash } })
  }
  return { ...gateway, resources: own, stages, lastNumbers, ...makerOf(before) }
}

function planned(release: Release, before: StoredGateway | undefined): PlannedRelease {
  const { gateway, stage, number, hash } = release
  const live = before?.stages.find(({ name }) => name === stage)?.release
  return { gateway, stage, number, hash, changed: live?.hash !== hash }
}

/** In the order of their names, so that the state does not depend on the order of applies. */
function sortedValues<Value>(map: ReadonlyMap<string, Value>): Value[] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

function grantWarnings(
  { gateways }: Definition,
  apps: ReadonlyMap<string, unknown>,
  nowMs: number,
): DefinitionWarning[] {
  const warnings: DefinitionWarning[] = []
  for (const { name, grants } of gateways) {
    for (const { app, expiresAtMs } of grants) {
      const path = `gateways/${name}/grants/${app}`
      if (!apps.has(app)) {
        warnings.push({ path, message: `there is no app "${app}", so its grant has no effect` })
      } else if (expiresAtMs !== null && expiresAtMs <= nowMs) {
        const ended = new Date(expiresAtMs).toISOString()
        warnings.push({ path, message: `this grant of "${app}" ended ${ended}` })
      }
    }
  }
  return warnings
}
