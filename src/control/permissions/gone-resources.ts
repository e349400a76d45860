import type { ControlState, StoredGrant } from '../../definition/control-state.ts'
import type { PlannedChange } from '../applier.ts'
import { planReplaced } from './plan-grant.ts'

/** A release that takes a resource away, and no other stage serves it, takes what people gave of it as well:
 *  the next resource of that name would be open to whoever had the old one. */
export function withoutGrantsOfGoneResources<Plan extends PlannedChange>(
  planned: Plan,
  gateway: string,
): Plan {
  const { next, details } = planned
  const names = resourceNames(next, gateway)
  const replaced = new Map<string, StoredGrant | undefined>()
  for (const one of next.granted) {
    const { grant } = one
    if (grant.gateway !== gateway || grant.resources === null) continue
    const left = grant.resources.filter((name) => names.has(name))
    if (left.length === grant.resources.length) continue
    const rest = { ...one, grant: { ...grant, resources: left } }
    replaced.set(one.id, left.length === 0 ? undefined : rest)
  }
  if (replaced.size === 0) return planned
  const taken = planReplaced(next, replaced)
  return { ...planned, next: taken.next, details: [...details, ...taken.details] }
}

/** Of the definition and of every stage as it is served. */
function resourceNames({ gateways }: ControlState, gateway: string): ReadonlySet<string> {
  const found = gateways.find(({ name }) => name === gateway)
  const lists = found === undefined ? [] : [found, ...found.stages.map(({ release }) => release)]
  return new Set(lists.flatMap(({ resources }) => resources.map(({ name }) => name)))
}
