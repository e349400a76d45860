import type { CallFailure } from './transcript.ts'
import type { VerdictKey } from '../finding.ts'

/** The words of callers' programs about calls that got no answer, or only part of one. */

/** `curl: (7) Failed to connect …` and the same in browsers, wget, httpie and languages. */
export function failureOf(line: string): CallFailure | undefined {
  const says = line.trim().slice(0, 200)
  const curl = /^curl: \((\d+)\)\s*(.*)$/.exec(says)
  if (curl !== null) return curlFailure(Number(curl[1]), curl[2] ?? '', says)
  const found = phrases.find(([pattern]) => pattern.test(says))
  return found === undefined ? undefined : { key: found[1], says }
}

function curlFailure(code: number, words: string, says: string): CallFailure {
  const found = phrases.find(([pattern]) => pattern.test(words))
  const byWords = found?.[1]
  const byCode = curlCodes[code] ?? 'call_interrupted'
  // words are finer than the number where the number is a family: 7, 28, 35, 56
  const key = byWords !== undefined && wordsDecide.has(code) ? byWords : byCode
  return { key, says }
}

const wordsDecide: ReadonlySet<number> = new Set([7, 28, 35, 55, 56])

/** curl's exit codes (curl.1, "EXIT CODES"). */
const curlCodes: Readonly<Record<number, VerdictKey>> = {
  1: 'call_malformed',
  2: 'call_malformed',
  3: 'call_malformed',
  5: 'call_name_unknown',
  6: 'call_name_unknown',
  7: 'call_refused',
  16: 'call_reset',
  18: 'answer_cut',
  22: 'status_only',
  23: 'call_interrupted',
  26: 'call_malformed',
  28: 'call_gave_up',
  35: 'call_tls_failed',
  47: 'call_too_many_redirects',
  51: 'call_certificate_refused',
  52: 'call_empty_reply',
  55: 'call_reset',
  56: 'call_reset',
  58: 'call_malformed',
  60: 'call_certificate_refused',
  77: 'call_malformed',
  92: 'call_reset',
}

/** Most specific first; English and Chinese. */
const phrases: readonly (readonly [RegExp, VerdictKey])[] = [
  [
    /with \d+ out of \d+ bytes received|transfer closed with .* remaining|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED|IncompleteRead/i,
    'answer_cut',
  ],
  [
    /Resolving timed out|Could not resolve host|Name or service not known|unable to resolve host|Temporary failure in name resolution|getaddrinfo|ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED|无法解析主机|未知的名称或服务|could not be resolved/i,
    'call_name_unknown',
  ],
  [/certificate|ERR_CERT_|self-signed|证书/i, 'call_certificate_refused'],
  [
    /No route to host|Network is unreachable|EHOSTUNREACH|ENETUNREACH|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED|没有到主机的路由|网络不可达/i,
    'call_unreachable',
  ],
  [
    /Connection refused|ECONNREFUSED|ERR_CONNECTION_REFUSED|actively refused|拒绝连接|连接被拒绝/i,
    'call_refused',
  ],
  [
    /Failed to connect .*(?:Timeout|timed out)|Connection timed? ?out|Connection timeout|ERR_CONNECTION_TIMED_OUT|ERR_TIMED_OUT|ETIMEDOUT|SSL connection timeout|连接超时/i,
    'call_connect_timeout',
  ],
  [
    /Connection reset|ECONNRESET|ERR_CONNECTION_RESET|broken pipe|EPIPE|ERR_CONNECTION_CLOSED|连接被对方重设|连接被重置/i,
    'call_reset',
  ],
  [
    /Empty reply from server|No data received|ERR_EMPTY_RESPONSE|RemoteDisconnected|socket hang up|没有接收到数据|未接收到数据/i,
    'call_empty_reply',
  ],
  [
    /wrong version number|SSL_ERROR|ERR_SSL_|handshake fail|tlsv1 alert|SSL_connect|EPROTO|ssl3_get_record|unable to establish SSL|无法建立 SSL/i,
    'call_tls_failed',
  ],
  [
    /Maximum \(\d+\) redirects followed|ERR_TOO_MANY_REDIRECTS|Exceeded \d+ redirects|TooManyRedirects/i,
    'call_too_many_redirects',
  ],
  [/Operation timed out|Read timed out|ReadTimeout|request timed out|操作超时/i, 'call_gave_up'],
]
