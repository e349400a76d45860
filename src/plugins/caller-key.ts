/** Whom a limit counts: the application where it is proved, else the address. A code that was only
 *  claimed counts nothing, or anyone could use up another's quota. */
import type { Exchange } from '../model/exchange.ts'

export function callerKey({ identity, client }: Exchange): string {
  return identity.appVerified ? identity.appCode : `ip ${client.address}`
}
