import type { Release } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import type { ControlState, StoredGateway } from './control-state.ts'
import { partAt, partPath } from './document-parts.ts'
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
  const stage = gateway && stageIn(gateway, wanted.stage)
  if (gateway === undefined || stage === undefined) return undefined
  const { live } = stage
  if (live?.hash === wanted.hash) return { next: state, release: live, changed: false }
  const number = (gateway.lastNumbers[wanted.stage] ?? live?.number ?? 0) + 1
  const sharing = new SharedResources()
  allAtOnce(sharing.addAll(gateway))
  const release = { ...wanted, number, resources: allAtOnce(sharing.shared(wanted.resources)) }
  const { name, description } = stage
  const others = gateway.stages.filter((one) => one.name !== name)
  const stages =
    live === undefined
      ? [...others, { name, description, release }]
      : gateway.stages.map((one) => (one.name === name ? { ...one, release } : one))
  const lastNumbers = { ...gateway.lastNumbers, [name]: number }
  const rolledBack = { ...gateway, stages, lastNumbers }
  const gateways = state.gateways.map((one) => (one === gateway ? rolledBack : one))
  return { next: { ...state, gateways }, release, changed: true }
}

interface FoundStage {
  readonly name: string
  readonly description: string
  /** undefined: it was taken off, and is published again. */
  readonly live: Release | undefined
}

function stageIn({ stages, written }: StoredGateway, name: string): FoundStage | undefined {
  const served = stages.find((one) => one.name === name)
  if (served !== undefined) return { ...served, live: served.release }
  const defined = partAt(written, partPath('stages', name))
  if (defined === undefined) return undefined
  const { description } = defined
  return { name, description: typeof description === 'string' ? description : '', live: undefined }
}
