import type { App, GatewayKey, Publication } from '../model/release.ts'
import type { ControlState, StoredApp } from './control-state.ts'

/** What every worker serves. `keys` come from their own folder; `version` grows with each call. What
 *  stays the same is the same object, so that only what differs is sent. */
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
      apps: state.apps.map(toldApp),
      grants: [
        ...state.gateways.flatMap(({ grants }) => grants),
        ...state.granted.map(({ grant }) => grant),
      ],
      keys,
    },
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
