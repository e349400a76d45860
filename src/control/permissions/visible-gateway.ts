import type { ControlState, StoredGateway } from '../../definition/control-state.ts'
import { gatewayIn } from '../../definition/state-index.ts'
import type { Resource } from '../../model/release.ts'
import type { Caller } from '../caller.ts'
import { maySee } from '../portal/portal-gateway.ts'
import { ApiProblem } from '../problem.ts'

/** What someone may ask permission for: gateways that are public or theirs to see, as they are live. Any
 *  other answers as if it were not there. */
export function visibleGateway(state: ControlState, name: string, caller: Caller): StoredGateway {
  const gateway = gatewayIn(state, name)
  if (gateway !== undefined && maySee(gateway, caller)) return gateway
  throw new ApiProblem('not_found', 'There is no gateway of this name that you may see.')
}

/** By name, of every stage as it is served. Stages may be at different releases: a resource that needs a
 *  permission in one of them is told as one that does. */
export function liveResources(gateway: StoredGateway): ReadonlyMap<string, Resource> {
  const known = found.get(gateway)
  if (known !== undefined) return known
  const resources = new Map<string, Resource>()
  for (const { release } of gateway.stages) {
    for (const resource of release.resources) {
      const other = resources.get(resource.name)
      if (other?.auth.permission !== true) resources.set(resource.name, resource)
    }
  }
  found.set(gateway, resources)
  return resources
}

/** A gateway is another object after each change of it. */
const found = new WeakMap<StoredGateway, ReadonlyMap<string, Resource>>()

/** Throws unless all of them are served; null, the whole gateway, always is. */
export function requireResources(gateway: StoredGateway, names: readonly string[] | null): void {
  const live = liveResources(gateway)
  const unknown = names?.find((name) => !live.has(name))
  if (unknown !== undefined) throw unknownResource(gateway, unknown)
}

export function unknownResource({ name }: StoredGateway, resource: string): ApiProblem {
  return new ApiProblem(
    'invalid_body',
    `resources: there is no resource "${resource}" in the releases of "${name}" that are live.`,
  )
}
