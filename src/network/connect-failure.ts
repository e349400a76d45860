import type { ErrorKey } from '../model/error-table.ts'
import type { ConnectFailed } from './connect.ts'

/** What every failure starts from; each step fills in what it knows. */
export const noFacts: Omit<ConnectFailed, 'key' | 'times'> = {
  facts: {},
  address: '',
  localAddress: '',
  errno: '',
  tlsAlert: '',
  certificate: '',
  detail: '',
  firstBytes: '',
  bytesSent: 0,
  bytesReceived: 0,
  failedAddresses: [],
}

/** Where the addresses of one name failed differently, the failure that says most becomes the answer:
 *  first our own lack of sockets (no other address could do better), then what answered in TLS, then
 *  a reset, a refusal, silence, and last "unreachable", which is often only IPv6 on a machine without.
 *  The earlier of equals wins. The others are kept in the detail. */
export function mostTelling(failures: readonly ConnectFailed[]): ConnectFailed | undefined {
  let best: ConnectFailed | undefined
  for (const failure of failures) {
    if (best === undefined || rank(failure.key) > rank(best.key)) best = failure
  }
  if (best === undefined) return undefined
  const detail = joined(best.detail, addressesOf(failures.filter((each) => each !== best)))
  return { ...best, detail }
}

/** `127.0.0.1:80 backend_refused (ECONNREFUSED), …` */
export function addressesOf(failures: readonly ConnectFailed[]): string {
  return failures
    .map(({ address, key, errno }) => `${address} ${key}${errno === '' ? '' : ` (${errno})`}`)
    .join(', ')
}

export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ')
}

function rank(key: ErrorKey): number {
  if (key === 'gateway_out_of_sockets') return 6
  if (key === 'tls_timeout') return 4
  if (key.startsWith('tls_')) return 5
  if (key === 'backend_connect_reset') return 3
  if (key === 'backend_refused') return 2
  return key === 'backend_connect_timeout' ? 1 : 0
}
