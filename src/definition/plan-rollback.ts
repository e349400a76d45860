import type { Release } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import type { ControlState } from './control-state.ts'
import { SharedResources } from './shared-resources.ts'

/** Makes a release of the past live again: as a new one, so that numbers only grow, with the same
 *  content and hash. The definition stays; the next one that is applied releases what it says. */
export interface RollbackPlan {
  readonly next: ControlState
  readonly release: Release
  /** false: the same is served already. */
  readonly changed: boolean
}

/** undefined: there is no such stage now. */
export function planRollback(state: ControlState, wanted: Release): RollbackPlan | undefined {
  const gateway = state.gateways.find(({ name }) => name === wanted.gateway)
  const stage = gateway?.stages.find(({ name }) => name === wanted.stage)
  if (gateway === undefined || stage === undefined) return undefined
  if (stage.release.hash === wanted.hash) {
    return { next: state, release: stage.release, changed: false }
  }
  const number = (gateway.lastNumbers[wanted.stage] ?? stage.release.number) + 1
  const sharing = new SharedResources()
  allAtOnce(sharing.addAll(gateway))
  const release = { ...wanted, number, resources: allAtOnce(sharing.shared(wanted.resources)) }
  const rolledBack = {
    ...gateway,
    lastNumbers: { ...gateway.lastNumbers, [wanted.stage]: number },
    stages: gateway.stages.map((one) => (one === stage ? { ...stage, release } : one)),
  }
  const gateways = state.gateways.map((one) => (one === gateway ? rolledBack : one))
  return { next: { ...state, gateways }, release, changed: true }
}
