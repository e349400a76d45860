import type { Attempt } from '../../../src/model/flow-record.ts'

/** Whether an attempt was one by TLS. Owners of applications are not told the scheme (it is '' for them): then the
 *  attempt itself says it, where it came so far. */
export function tlsOf(
  { reused, tls_ms: tlsMs, sent_ms: sentMs, failure }: Attempt,
  scheme: string,
): 'used' | 'none' | 'unknown' {
  if (scheme === 'https' || tlsMs >= 0 || failure.startsWith('tls_')) return 'used'
  if (scheme !== '' || (!reused && sentMs >= 0)) return 'none'
  return 'unknown' // a kept connection was made before, one that failed early had no handshake
}
