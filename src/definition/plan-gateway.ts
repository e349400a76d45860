import { type ControlState, makerOf, type StoredGateway } from './control-state.ts'
import type { GatewayDefinition } from './definition.ts'
import { type DetailedChange, gatewayChanges } from './plan-changes.ts'

/** Gateways that come, go or are described otherwise, and stages that are taken off: what is done without a
 *  release. */
export interface GatewayPlan {
  readonly next: ControlState
  readonly details: readonly DetailedChange[]
}

type Described = Omit<GatewayDefinition, 'stages'>

/** One that serves nothing yet. A stage that it had under this name before counts on. `madeBy`: '' for a program. */
export function planCreate(state: ControlState, created: Described, madeBy = ''): GatewayPlan {
  const lastNumbers = state.gone?.[created.name] ?? {}
  const maker = madeBy === '' ? {} : { madeBy }
  return planGateway(state, undefined, { ...created, stages: [], lastNumbers, ...maker })
}

/** What is said about a gateway; what is served stays. */
export function planDescribe(
  state: ControlState,
  before: StoredGateway,
  described: Described,
): GatewayPlan {
  const { stages, lastNumbers, grants } = before
  const kept = { stages, lastNumbers, grants, ...makerOf(before) }
  return planGateway(state, before, { ...described, ...kept })
}

export function planDelete(state: ControlState, before: StoredGateway): GatewayPlan {
  const { next, details } = planGateway(state, before, undefined)
  const gone = { ...state.gone, [before.name]: before.lastNumbers }
  return { next: { ...next, gone }, details }
}

/** Takes a stage off: requests to it are answered as those to one that does not exist. Its releases and its
 *  definition stay. */
export function planUnpublish(
  state: ControlState,
  before: StoredGateway,
  stage: string,
  comment: string,
): GatewayPlan {
  const stages = before.stages.filter(({ name }) => name !== stage)
  const { next } = planGateway(state, before, { ...before, stages })
  const path = `gateways/${before.name}/stages/${stage}`
  const live = before.stages.find(({ name }) => name === stage)?.release
  const served = live === undefined ? undefined : { number: live.number }
  const details: DetailedChange[] =
    live === undefined
      ? []
      : [
          {
            kind: 'stage',
            path,
            action: 'unpublish',
            before: { served },
            after: { served: null, comment },
          },
        ]
  return { next, details }
}

function planGateway(
  state: ControlState,
  before: StoredGateway | undefined,
  after: StoredGateway | undefined,
): GatewayPlan {
  const name = (after ?? before)?.name ?? ''
  const others = state.gateways.filter((one) => one !== before)
  const all = after === undefined ? others : [...others, after]
  const gateways = all.toSorted((one, other) => (one.name < other.name ? -1 : 1))
  return { next: { ...state, gateways }, details: gatewayChanges(name, before, after) }
}
