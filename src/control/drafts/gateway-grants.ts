import type { ControlState } from '../../definition/control-state.ts'
import type { Grant } from '../../model/release.ts'

/** Every permission on a gateway, wherever it comes from. */
export function grantsOf(state: ControlState, gateway: string): readonly Grant[] {
  return state.gateways.find(({ name }) => name === gateway)?.grants ?? []
}
