import type { ContactBook } from '../../diagnosis/contacts.ts'
import type { GatewayKey } from '../../model/release.ts'
import type { Applier } from '../applier.ts'
import type { Foundation } from '../foundation.ts'
import { loopbackUrl } from '../listen-check.ts'
import type { Debugged } from './debug-caller.ts'

/** What a running server lends to debug calls. `served`: where it can be reached; undefined while it is
 *  starting or ending. */
export function debuggedOf(
  { keys, resolver, flowLog, store, log }: Foundation,
  applier: Applier,
  contacts: ContactBook,
  served: () => { readonly gatewayUrl: string; readonly consoleUrl: string } | undefined,
): Debugged {
  const keyOf = async (gateway: string): Promise<GatewayKey> => {
    const [key] = await keys.keysOf([gateway])
    if (key === undefined) throw new Error('a gateway has a key')
    return key
  }
  return {
    place: () => {
      const at = served()
      if (at === undefined) return undefined
      const consolePort = new URL(at.consoleUrl).port
      return {
        listener: loopbackUrl(at.gatewayUrl),
        consolePort,
        keyOf,
        resolver,
        flowLog,
        contacts,
      }
    },
    releases: () => applier.publication.releases,
    database: store.database,
    log,
  }
}
