import type { GatewayKey, Publication } from '../model/release.ts'
import type { ControlState } from './control-state.ts'

/** What every worker serves. `keys` come from their own folder; `version` grows with each call. */
export function publicationOf(
  state: ControlState,
  keys: readonly GatewayKey[],
  version: number,
): Publication {
  return {
    version,
    releases: state.gateways.flatMap(({ stages }) => stages.map(({ release }) => release)),
    directory: {
      version,
      apps: state.apps.map(({ code, secretHashes, owner }) => ({ code, secretHashes, owner })),
      grants: state.gateways.flatMap(({ grants }) => grants),
      keys,
    },
  }
}
