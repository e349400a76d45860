import type { ControlState } from '../../definition/control-state.ts'
import type { Grant } from '../../model/release.ts'

/** Every permission on a gateway, wherever it comes from. */
export function grantsOf(state: ControlState, gateway: string): readonly Grant[] {
  const ofFile = state.gateways.find(({ name }) => name === gateway)?.grants ?? []
  const given = state.granted.map(({ grant }) => grant)
  return [...ofFile, ...given.filter((grant) => grant.gateway === gateway)]
}
