import type { ControlState } from '../../definition/control-state.ts'
import type { Grant } from '../../model/release.ts'

/** Every permission on a gateway, of files and given by people; of one application, or of all. */
export function grantsOf(
  { gateways, granted }: ControlState,
  gateway: string,
  app?: string,
): readonly Grant[] {
  const ofFile = gateways.find(({ name }) => name === gateway)?.grants ?? []
  const given = granted.map(({ grant }) => grant).filter((grant) => grant.gateway === gateway)
  const all = [...ofFile, ...given]
  return app === undefined ? all : all.filter((grant) => grant.app === app)
}
