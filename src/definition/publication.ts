import { isDeepStrictEqual } from 'node:util'
import type { Directory, GatewayKey, Publication } from '../model/release.ts'
import type { ControlState } from './control-state.ts'

/** What every worker serves. `keys` come from their own folder; `version` grows with each call. A directory that
 *  says what `before` says stays that object, so that workers keep what they remember of callers. */
export function publicationOf(
  state: ControlState,
  keys: readonly GatewayKey[],
  version: number,
  before?: Directory,
): Publication {
  const directory = {
    version,
    apps: state.apps.map(({ code, secretHashes, owner }) => ({ code, secretHashes, owner })),
    grants: state.gateways.flatMap(({ grants }) => grants),
    keys,
  }
  const isSame = before !== undefined && isDeepStrictEqual({ ...before, version }, directory)
  return {
    version,
    releases: state.gateways.flatMap(({ stages }) => stages.map(({ release }) => release)),
    directory: isSame ? before : directory,
  }
}
