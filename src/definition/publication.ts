import { isDeepStrictEqual } from 'node:util'
import { listDifference } from '../model/list-difference.ts'
import type { App, Directory, GatewayKey, Publication } from '../model/release.ts'
import type { ControlState, StoredApp } from './control-state.ts'

/** What every worker serves. `keys` come from their own folder; `version` grows with each call. A directory that
 *  says what `before` says stays that object, so that workers keep what they remember of callers; what stays the
 *  same within it is the same object, so that only the rest is sent. */
export function publicationOf(
  state: ControlState,
  keys: readonly GatewayKey[],
  version: number,
  before?: Directory,
): Publication {
  const directory = {
    version,
    apps: state.apps.map(toldApp),
    grants: [
      ...state.gateways.flatMap(({ grants }) => grants),
      ...state.granted.map(({ grant }) => grant),
    ],
    keys,
  }
  return {
    version,
    releases: state.gateways.flatMap(({ stages }) => stages.map(({ release }) => release)),
    directory: before !== undefined && saysTheSame(before, directory) ? before : directory,
  }
}

const toldApps = new WeakMap<StoredApp, App>()

function toldApp(app: StoredApp): App {
  const known = toldApps.get(app)
  if (known !== undefined) return known
  const { code, secretHashes, owner } = app
  const told = { code, secretHashes, owner }
  toldApps.set(app, told)
  return told
}

/** A definition that is applied again is made of new objects. */
function saysTheSame(one: Directory, other: Directory): boolean {
  return (['apps', 'grants', 'keys'] as const).every((part) => {
    const { gone, come } = listDifference<object>(one[part], other[part])
    return isDeepStrictEqual(gone, come)
  })
}
