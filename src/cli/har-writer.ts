import { withoutPort } from '../diagnosis/received-response.ts'
import type { CallAnswer } from '../calling/call-answer.ts'
import type { CallHop } from '../calling/call-chain.ts'
import type { ExchangeFailure } from '../calling/exchange-seen.ts'
import {
  fieldOf,
  requestBody,
  requestHead,
  sentFields,
  type CallRequest,
  type Field,
} from '../calling/call-request.ts'
import type { SecretMask } from '../calling/call-secrets.ts'
import { timelineOf } from '../calling/call-timeline.ts'
import { timedExchange } from '../calling/call-evidence.ts'

/** A HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) of all hops, for the tools that people
 *  have: browsers, HAR viewers, and `faultline why FILE`. */
export function harOf(hops: readonly CallHop[], mask: SecretMask): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'faultline call', version: '1' },
      pages: [],
      entries: hops.map((hop) => entryOf(hop, mask)),
    },
  }
}

function entryOf(hop: CallHop, mask: SecretMask): object {
  const timings = timingsOf(hop)
  const { dns, connect, send, wait, receive } = timings
  const parts = [dns, connect, send, wait, receive].filter((took) => took > 0)
  return {
    startedDateTime: new Date(hop.startedAtMs).toISOString(),
    time: parts.reduce((sum, took) => sum + took, 0),
    request: requestOf(hop.request, mask),
    response:
      hop.answer === undefined ? noResponse(hop.failure) : responseOf(hop, hop.answer, mask),
    cache: {},
    timings,
    ...(hop.address === '' ? {} : { serverIPAddress: withoutPort(hop.address) }),
    ...(hop.localAddress === '' ? {} : { connection: portOf(hop.localAddress) }),
    comment: `${hop.verdict.key}: ${hop.verdict.summary}`,
  }
}

interface HarTimings {
  readonly blocked: number
  readonly dns: number
  readonly connect: number
  readonly ssl: number
  readonly send: number
  readonly wait: number
  readonly receive: number
}

/** `connect` includes `ssl`; -1 stands for steps that were not needed, but the last three must not be
 *  left out, so that they are 0 where the exchange did not get that far. */
function timingsOf(hop: CallHop): HarTimings {
  const { dns_ms: dns, tcp_ms: tcp, tls_ms: tls, ...rest } = timelineOf(timedExchange(hop))
  const connect = tcp < 0 ? -1 : tcp + Math.max(tls, 0)
  return {
    blocked: -1,
    dns,
    connect,
    ssl: tls,
    send: Math.max(rest.send_ms, 0),
    wait: Math.max(rest.wait_ms, 0),
    receive: Math.max(rest.body_ms, 0),
  }
}

function requestOf(request: CallRequest, mask: SecretMask): object {
  const fields = sentFields(request)
  const { url, body } = request
  return {
    method: request.method,
    url: addressOf(url),
    httpVersion: 'HTTP/1.1',
    cookies: cookiesOf(fieldOf(fields, 'cookie').split('; ')),
    headers: pairsOf(fields, mask),
    queryString: [...url.searchParams].map(([name, value]) => ({
      name,
      value: mask.text(`?${name}=${value}`).slice(name.length + 2),
    })),
    ...(body === undefined ? {} : { postData: postDataOf(fields, body, mask) }),
    headersSize: requestHead(request).length,
    bodySize: requestBody(request).length,
  }
}

/** Kept of what was sent; a HAR is read by people. */
const mostSentBytes = 65_536

function postDataOf(fields: readonly Field[], body: Buffer, mask: SecretMask): object {
  const text = new TextDecoder().decode(body.subarray(0, mostSentBytes))
  const isCut = body.length > mostSentBytes
  return {
    mimeType: fieldOf(fields, 'content-type'),
    text: text.includes('\u0000') ? '' : mask.text(text),
    ...(isCut ? { comment: `the first ${mostSentBytes} of ${body.length} bytes` } : {}),
  }
}

function responseOf({ body, failure }: CallHop, answer: CallAnswer, mask: SecretMask): object {
  const location = fieldOf(answer.headers, 'location')
  const cookies = answer.headers.filter(([name]) => name.toLowerCase() === 'set-cookie')
  const notKept = `binary or not decoded, ${answer.receivedBytes} bytes, not kept`
  return {
    status: answer.status,
    statusText: answer.reason,
    httpVersion: answer.version === '' ? 'unknown' : answer.version,
    cookies: cookiesOf(cookies.map(([, value]) => value.split(';')[0] ?? '')),
    headers: pairsOf(answer.headers, mask),
    content: {
      size: body.isWhole && !body.isBinary ? Buffer.byteLength(body.text) : answer.receivedBytes,
      mimeType: fieldOf(answer.headers, 'content-type'),
      ...(body.isBinary ? { comment: notKept } : { text: mask.text(body.text) }),
    },
    redirectURL: mask.text(location),
    headersSize: -1,
    bodySize: answer.receivedBytes,
    ...(failure === undefined ? {} : { _error: chromiumError(failure) }),
  }
}

/** Status 0, as browsers write it, with the words of Chromium, which tools know. */
function noResponse(failure: ExchangeFailure | undefined): object {
  return {
    status: 0,
    statusText: '',
    httpVersion: 'unknown',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _error: failure === undefined ? '' : chromiumError(failure),
  }
}

function chromiumError({ key }: ExchangeFailure): string {
  return chromiumErrors[key] ?? 'net::ERR_FAILED'
}

const chromiumErrors: Partial<Record<ExchangeFailure['key'], string>> = {
  dns_not_found: 'net::ERR_NAME_NOT_RESOLVED',
  dns_no_address: 'net::ERR_NAME_NOT_RESOLVED',
  dns_failed: 'net::ERR_NAME_NOT_RESOLVED',
  dns_timeout: 'net::ERR_NAME_NOT_RESOLVED',
  backend_refused: 'net::ERR_CONNECTION_REFUSED',
  backend_unreachable: 'net::ERR_ADDRESS_UNREACHABLE',
  backend_connect_timeout: 'net::ERR_CONNECTION_TIMED_OUT',
  backend_connect_reset: 'net::ERR_CONNECTION_RESET',
  tls_certificate_expired: 'net::ERR_CERT_DATE_INVALID',
  tls_certificate_wrong_host: 'net::ERR_CERT_COMMON_NAME_INVALID',
  tls_certificate_untrusted: 'net::ERR_CERT_AUTHORITY_INVALID',
  tls_plain_http: 'net::ERR_SSL_PROTOCOL_ERROR',
  tls_alert: 'net::ERR_SSL_PROTOCOL_ERROR',
  tls_closed: 'net::ERR_SSL_PROTOCOL_ERROR',
  tls_timeout: 'net::ERR_TIMED_OUT',
  tls_failed: 'net::ERR_SSL_PROTOCOL_ERROR',
  backend_closed_early: 'net::ERR_EMPTY_RESPONSE',
  backend_reset: 'net::ERR_CONNECTION_RESET',
  backend_reset_sending: 'net::ERR_CONNECTION_RESET',
  backend_head_incomplete: 'net::ERR_CONNECTION_CLOSED',
  backend_body_incomplete: 'net::ERR_CONTENT_LENGTH_MISMATCH',
  backend_body_reset: 'net::ERR_CONNECTION_RESET',
  backend_body_invalid: 'net::ERR_INVALID_CHUNKED_ENCODING',
  time_over: 'net::ERR_TIMED_OUT',
  interrupted: 'net::ERR_ABORTED',
}

function pairsOf(fields: readonly Field[], mask: SecretMask): object[] {
  return fields.map(([name, value]) => ({ name, value: mask.fieldValue(name, value) }))
}

/** Names only: a cookie is a secret whatever it holds. */
function cookiesOf(pairs: readonly string[]): object[] {
  const names = pairs.map((pair) => pair.split('=')[0]?.trim() ?? '').filter((name) => name !== '')
  return names.map((name) => ({ name, value: '***' }))
}

function addressOf({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search}`
}

function portOf(address: string): string {
  return /:(\d+)$/.exec(address)?.[1] ?? ''
}
