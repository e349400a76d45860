import type { ControlState } from '../../definition/control-state.ts'
import type { PlannedChange } from '../applier.ts'
import { planTaken } from './plan-grant.ts'

/** Whatever takes a gateway away takes what people gave of it as well: else whoever makes another of the
 *  same name would find it open to applications that they never heard of. */
export function withoutGrantsOfGone<Plan extends PlannedChange>(
  before: ControlState,
  planned: Plan,
): Plan {
  const { next, details } = planned
  if (next.gateways === before.gateways || next.granted.length === 0) return planned
  const names = new Set(next.gateways.map(({ name }) => name))
  if (before.gateways.every(({ name }) => names.has(name))) return planned
  const taken = planTaken(
    next,
    next.granted.filter(({ grant }) => !names.has(grant.gateway)),
  )
  return { ...planned, next: taken.next, details: [...details, ...taken.details] }
}
