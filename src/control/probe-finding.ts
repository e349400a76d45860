import { errorEntry, type ErrorKey } from '../model/error-table.ts'
import type { BackendHost } from '../model/release.ts'
import type { ProbeAnswer } from './probe-request.ts'

/** What a probe tells the person who applied: one sentence, or '' where callers have nothing to
 *  fear. Slow and unfriendly answers are no finding: the root path need not mean anything. */
export function findingOf(host: BackendHost, answer: ProbeAnswer, isTls: boolean): string {
  const address = addressOf(host)
  if (answer.failed !== undefined) return failureSentence(address, answer.failed.key)
  if (host.scheme === 'https') return ''
  if (isTls || isTlsRecord(answer.head) || saysHttpsWanted(answer.head)) {
    return `${address} is configured as http, but the host only speaks https: write https://${address.slice('http://'.length)}.`
  }
  if (httpsTarget(host, answer.head) !== undefined) {
    return `${address} is configured as http, but the host redirects every request to https: callers would be sent past the gateway; write https:// here.`
  }
  if (answer.closed && answer.head === '') {
    return `${address} accepted the connection and closed it without an answer.`
  }
  return ''
}

function failureSentence(address: string, key: ErrorKey): string {
  if (key === 'tls_plain_http') {
    return `${address} is configured as https, but the host only speaks http: write http:// here, or the port of its TLS.`
  }
  const { summary } = errorEntry(key)
  return `${address} cannot be used from here: ${summary} (${key})`
}

export function addressOf({ scheme, host, port }: BackendHost): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** An alert or a handshake record (RFC 8446 section 5.1): the host took our request for TLS. */
export function isTlsRecord(head: string): boolean {
  const type = head.charCodeAt(0)
  return (type === 0x15 || type === 0x16) && head.charCodeAt(1) === 0x03
}

/** The words of nginx, Go, Apache and Tomcat for plain HTTP on a TLS port. */
const httpsWanted =
  /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|speaking plain HTTP to an SSL-enabled server port|combination of host and port requires TLS/

export function saysHttpsWanted(head: string): boolean {
  return /^HTTP\/1\.\d 400/.test(head) && httpsWanted.test(head)
}

/** Where a redirect to https of the same host leads; undefined where the answer is none. */
export function httpsTarget({ host, hostHeader }: BackendHost, head: string): URL | undefined {
  if (!/^HTTP\/1\.\d 30[1278]/.test(head)) return undefined
  const location = /^location:[ \t]*(https:\/\/[^\s]+)/im.exec(head)?.[1] ?? ''
  const target = URL.parse(location)
  const sent = URL.parse(`http://${hostHeader}`)
  if (target === null) return undefined
  const isSame = target.hostname === sent?.hostname || target.hostname === host
  return isSame ? target : undefined
}
