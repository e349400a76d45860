import { resolve } from 'node:path'
import type { DoctorFinding } from '../../model/doctor-finding.ts'
import { NameResolver } from '../../network/resolver.ts'
import type { Settings } from '../../settings.ts'
import { lookAtState } from '../open-store.ts'
import { examine } from './examine.ts'
import { checkLock } from './lock-check.ts'

export interface OfflineOptions {
  readonly settings: Settings
  readonly version: string
  readonly mayProbe: boolean
  /** A server runs and holds the data folder, as it should. */
  readonly isHeld: boolean
}

/** The same as the server does for itself, where none runs: over what lies in the data folder. */
export async function examineOffline({
  settings,
  version,
  mayProbe,
  isHeld,
}: OfflineOptions): Promise<readonly DoctorFinding[]> {
  const { nameServers } = settings
  const resolver = new NameResolver(nameServers.length === 0 ? {} : { servers: [...nameServers] })
  try {
    const place = {
      settings,
      version,
      running: undefined,
      resolver,
      releases: async () => {
        const state = await lookAtState({ ...settings, data: resolve(settings.data) })
        return (state?.gateways ?? []).flatMap(({ stages }) => stages.map(({ release }) => release))
      },
      mayProbe,
    }
    return [...(isHeld ? [] : checkLock(settings.data)), ...(await examine(place))]
  } finally {
    resolver.close()
  }
}
