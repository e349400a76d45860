/** The flow record of one exchange as one line of JSON (model FlowRecord), put together as text: on
 *  the success path no object is built. What may hold a secret passes the redaction first. */
import { inflateSync, gunzipSync, constants } from 'node:zlib'
import { errorEntry } from '../model/error-table.ts'
import type { LiveAttempt } from './attempt.ts'
import type { LiveExchange } from './exchange.ts'
import { millisecondsText as ms } from './milliseconds-text.ts'
import { traceparentOf } from './trace-context.ts'

const recordedBodyBytes = 4_096

export function recordLine(exchange: LiveExchange): string {
  const { connection, route, worker, identity } = exchange
  const { head } = connection
  const { settings, redact } = worker.options
  const query = head.query
  const attempt = exchange.attempts.at(-1)
  return (
    `{"request_id":"${exchange.requestId}","x_request_id":"${exchange.callerRequestId}",` +
    `"traceparent":"${traceparentOf(exchange)}","timestamp":${exchange.timestamp},` +
    (route?.recordText ?? unmatchedText(exchange)) +
    `,"app_code":${json(identity.appCode)},"app_verified":${identity.appVerified},` +
    `"bk_username":${json(identity.username)},"client_ip":"${exchange.client.address}",` +
    `"method":${json(head.method)},"http_host":${json(head.host)},"http_path":${json(head.path)},` +
    `"params":${query === '' ? '""' : json(redact.query(query))},` +
    contentText(exchange) +
    backendText(exchange, attempt) +
    `"status":${exchange.status},"backend_status":${attempt?.status ?? 0},` +
    `"response_size":${exchange.responseSize},` +
    `"request_duration":${ms(exchange.endMs - exchange.startMs)},` +
    `"backend_duration":${ms(backendMs(exchange))},` +
    errorText(exchange) +
    `"node":${json(settings.node)},` +
    phasesText(exchange) +
    `"plugins":[${exchange.pluginNotes}],"attempts":[${attemptsText(exchange)}],` +
    clientText(exchange) +
    `"answered_by":"${exchange.answeredBy}","complete":${exchange.complete}}`
  )
}

const plain = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/

/** A JSON string; the usual text needs no escaping. Latin1 bytes above ASCII become UTF-8. */
function json(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text.toWellFormed())
}

function unmatchedText(exchange: LiveExchange): string {
  const gateway = json(exchange.gatewayName.slice(0, 64))
  return `"gateway":${gateway},"stage":${json(exchange.stageName.slice(0, 64))},"resource":"","release":"","backend":""`
}

/** Bodies and received header: only where the status is not 2xx. */
function contentText(exchange: LiveExchange): string {
  const { status } = exchange
  if (status >= 200 && status < 300) return '"body":"","response_body":"","backend_headers":[],'
  const { redact } = exchange.worker.options
  const requestBody = bodyStart(exchange.body.kept)
  const body =
    requestBody.length === 0
      ? ''
      : redact.body(readable(requestBody, ''), exchange.request.header('content-type') ?? '')
  let responseBody = exchange.refusalBody
  if (responseBody === '' && exchange.responseStart !== undefined) {
    const coding = headerOf(exchange, 'content-encoding')
    responseBody = redact.body(
      readable(exchange.responseStart, coding),
      headerOf(exchange, 'content-type'),
    )
  }
  const headers = bounded(redact.headers(exchange.backendHeaders))
  return (
    `"body":${JSON.stringify(body)},"response_body":${JSON.stringify(responseBody)},` +
    `"backend_headers":${JSON.stringify(headers)},`
  )
}

function headerOf(exchange: LiveExchange, name: string): string {
  return exchange.backendHeaders.find(([key]) => key.toLowerCase() === name)?.[1] ?? ''
}

function bodyStart(chunks: readonly Uint8Array[]): Buffer {
  const whole = chunks.length === 1 ? Buffer.from(chunks[0] ?? []) : Buffer.concat(chunks)
  return whole.subarray(0, recordedBodyBytes)
}

/** Decoded for reading: a cut gzip or deflate stream gives what it holds, bounded. */
function readable(bytes: Buffer, coding: string): string {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * recordedBodyBytes }
  try {
    if (coding === 'gzip') return gunzipSync(bytes, options).toString('utf8', 0, recordedBodyBytes)
    if (coding === 'deflate')
      return inflateSync(bytes, options).toString('utf8', 0, recordedBodyBytes)
  } catch {
    return `[${bytes.length} bytes of ${coding} that cannot be decoded]`
  }
  return bytes.toString('utf8')
}

/** At most 4 KiB of header. */
function bounded(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  let size = 0
  return pairs.filter(([name, value]) => (size += name.length + value.length) <= recordedBodyBytes)
}

function backendText(exchange: LiveExchange, attempt: LiveAttempt | undefined): string {
  if (attempt === undefined) {
    return '"backend_scheme":"","backend_method":"","backend_host":"","backend_path":"","backend_addr":"",'
  }
  const { host } = attempt.endpoint
  const path = exchange.backendPath.split('?', 1)[0] ?? ''
  return (
    `"backend_scheme":"${host.scheme}","backend_method":${json(exchange.backendMethod)},` +
    `"backend_host":${json(host.hostHeader)},"backend_path":${json(host.pathPrefix + path)},` +
    `"backend_addr":"${attempt.address}",`
  )
}

function backendMs(exchange: LiveExchange): number {
  const first = exchange.attempts[0]
  if (first === undefined) return 0
  const end = exchange.attempts.at(-1)?.endMs ?? -1
  return (end < 0 ? exchange.endMs : end) - first.startMs
}

function errorText(exchange: LiveExchange): string {
  const { error } = exchange
  if (error === undefined)
    return '"code":0,"code_name":"","error":"","error_key":"","error_facts":{},'
  const { code, codeName } = errorEntry(error.key)
  return (
    `"code":${code},"code_name":"${codeName}","error":${JSON.stringify(exchange.errorMessage)},` +
    `"error_key":"${error.key}","error_facts":${JSON.stringify(error.facts)},`
  )
}

function phasesText(exchange: LiveExchange): string {
  const { startMs, matchedMs, admittedMs, answeredMs, endMs } = exchange
  const since = (from: number, to: number): string => (from < 0 || to < 0 ? '0' : ms(to - from))
  return (
    `"phase_ms":{"match":${since(startMs, matchedMs)},"admit":${since(matchedMs, admittedMs)},` +
    `"forward":${exchange.attempts.length === 0 ? '0' : since(admittedMs, answeredMs)},"relay":${since(answeredMs, endMs)}},`
  )
}

function attemptsText(exchange: LiveExchange): string {
  let text = ''
  for (const attempt of exchange.attempts) text += (text === '' ? '' : ',') + attemptText(attempt)
  return text
}

function attemptText(attempt: LiveAttempt): string {
  const { startMs } = attempt
  const since = (at: number): string => (at < 0 ? '-1' : ms(at - startMs))
  return (
    `{"endpoint":"${attempt.endpoint.label}","address":"${attempt.address}","local_address":"${attempt.localAddress}",` +
    `"reused":${attempt.reused},"idle_ms":${ms(attempt.idleMs)},"dns_ms":${ms(attempt.dnsMs)},` +
    `"connect_ms":${ms(attempt.connectMs)},"tls_ms":${ms(attempt.tlsMs)},"sent_ms":${since(attempt.sentMs)},` +
    `"first_byte_ms":${since(attempt.firstByteMs)},"head_ms":${since(attempt.headMs)},"end_ms":${since(attempt.endMs)},` +
    `"bytes_sent":${attempt.bytesSent},"bytes_received":${attempt.bytesReceived},"status":${attempt.status},` +
    `"failure":"${attempt.failure}","errno":"${attempt.errno}","tls_alert":"${attempt.tlsAlert}",` +
    `"certificate":${json(attempt.certificate)},"ended_by":"${attempt.endedBy}",` +
    `"body_expected":${attempt.bodyExpected},"body_received":${attempt.bodyReceived},` +
    `"first_bytes":${json(attempt.firstBytes)},"detail":${json(attempt.detail)}}`
  )
}

function clientText(exchange: LiveExchange): string {
  const { connection } = exchange
  const halfClosed =
    connection.answer.halfClosedMs < 0
      ? '-1'
      : ms(connection.answer.halfClosedMs - exchange.startMs)
  return (
    `"client":{"ended_by":"${exchange.endedBy}","half_closed_ms":${halfClosed},` +
    `"bytes_received":${connection.head.size + exchange.body.received}},`
  )
}
