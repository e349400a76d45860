import type { ControlState } from '../../definition/control-state.ts'
import { gatewayIn, givenOn } from '../../definition/state-index.ts'
import type { Grant } from '../../model/release.ts'

/** Every permission on a gateway, of files and given by people; of one application, or of all. */
export function grantsOf(state: ControlState, gateway: string, app?: string): readonly Grant[] {
  const ofFile = gatewayIn(state, gateway)?.grants ?? []
  const given = givenOn(state, gateway).map(({ grant }) => grant)
  const all = [...ofFile, ...given]
  return app === undefined ? all : all.filter((grant) => grant.app === app)
}
