import type { ControlState } from '../../definition/control-state.ts'
import type { Description } from '../../definition/described-gateway.ts'
import type { GatewayCreation } from '../../setting-values.ts'
import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'

/** Who may make a gateway. Where the operator lets everyone, whoever makes one maintains it, so that it is nobody
 *  else's to look after. */
export function mayCreateGateways(caller: Caller, creation: GatewayCreation): boolean {
  return caller.isAdministrator || (creation === 'everyone' && caller.user !== '')
}

/** As its maker says, and among its maintainers its maker; of an administrator as it is. */
export function withItsMaker(description: Description, caller: Caller): Description {
  if (caller.isAdministrator) return description
  const { maintainers = [] } = description
  if (!Array.isArray(maintainers) || maintainers.includes(caller.user)) return description // a list is checked later
  return { ...description, maintainers: [caller.user, ...(maintainers as readonly unknown[])] }
}

/** Of gateways that one person made, whoever maintains them now. */
const mostOfOne = 100

export function requireMayMake(state: ControlState, name: string, caller: Caller): void {
  if (caller.isAdministrator) return
  if (caller.user === '') {
    throw new ApiProblem(
      'not_permitted',
      'Only a person makes a gateway: sign in, or use your own token.',
    )
  }
  if (Object.hasOwn(state.gone ?? {}, name)) {
    const detail = `${name} was a gateway before, whose records and releases are kept. Choose another name, or ask an administrator.`
    throw new ApiProblem('not_permitted', detail)
  }
  const own = state.gateways.filter(({ madeBy }) => madeBy === caller.user)
  if (own.length < mostOfOne) return
  const detail = `You made ${own.length} gateways that are still there; one person makes ${mostOfOne} at most. Take some away, or ask an administrator.`
  throw new ApiProblem('limit_reached', detail)
}
