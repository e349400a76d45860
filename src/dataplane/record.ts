/** The flow record of one exchange as one line of JSON (model FlowRecord), put together as text: on
 *  the success path no object is built, and members at their default are left out. What may hold a secret passes the redaction first. */
import { inflateSync, gunzipSync, constants } from 'node:zlib'
import { errorEntry } from '../model/error-table.ts'
import { MemoKey } from '../model/caller-memo.ts'
import type { AnsweredBy } from '../model/flow-record.ts'
import type { LiveAttempt } from './attempt.ts'
import type { Endpoint } from './balancer.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { millisecondsText as ms, spacedMilliseconds as spaced } from './milliseconds-text.ts'
import type { Route } from './route.ts'

const recordedBodyBytes = 4_096

export function recordLine(exchange: LiveExchange): string {
  const { connection, route, identity } = exchange
  const { head } = connection
  const { redact } = exchange.worker.options
  const { query } = head
  const attempt = exchange.lastAttempt
  const { status } = exchange
  return (
    '{"request_id":"' +
    exchange.requestId +
    '","timestamp":' +
    timestampText(exchange.timestamp) +
    idsText(exchange) +
    (route?.recordText ?? unmatchedText(exchange)) +
    (identity.appCode === '' ? '' : identityText(exchange)) +
    (identity.username === '' ? '' : `,"bk_username":${json(identity.username)}`) +
    callerText(exchange) +
    (exchange.known?.recordMembers ??
      requestMembers(head.method, exchange.path === '' ? head.path : exchange.path)) +
    (query === '' ? '' : `"params":${json(redact.query(query))},`) +
    (status >= 200 && status < 300 ? '' : contentText(exchange)) +
    (attempt === undefined ? '' : backendText(exchange, attempt)) +
    statusText(status) +
    exchange.responseSize +
    ',"request_duration":' +
    ms(exchange.endMs - exchange.startMs) +
    ',' +
    (exchange.error === undefined ? '' : errorText(exchange, exchange.error)) +
    exchange.worker.nodeMember +
    phasesText(exchange) +
    (route === undefined ? '' : pluginsText(exchange, route)) +
    (attempt === undefined ? '' : attemptsText(exchange, attempt)) +
    clientText(exchange) +
    (exchange.complete ? completeEnds : incompleteEnds)[exchange.answeredBy]
  )
}

/** Most callers send no ids of their own; then both follow from ours (model/record-defaults.ts). */
function idsText(exchange: LiveExchange): string {
  const { requestId, callerRequestId, traceparent, sentTraceparent } = exchange
  return (
    (callerRequestId === requestId ? ',' : `,"x_request_id":"${callerRequestId}",`) +
    (sentTraceparent ? `"traceparent":"${traceparent}",` : '')
  )
}

const completeEnds = endsWith('","complete":true}')
const incompleteEnds = endsWith('"}')

function endsWith(end: string): Readonly<Record<AnsweredBy, string>> {
  const by = (who: AnsweredBy): string => `,"answered_by":"${who}${end}`
  return {
    gateway: by('gateway'),
    mock: by('mock'),
    preflight: by('preflight'),
    backend: by('backend'),
    none: by('none'),
  }
}

function pluginsText(exchange: LiveExchange, { plugins, passedText }: Route): string {
  const { pluginNotes: notes, pluginsRun } = exchange
  if (notes === undefined && pluginsRun === plugins.length) return passedText
  const ran = plugins.flatMap(({ plugin, passedNote }, place) =>
    place < pluginsRun && plugin.onRequest !== undefined ? [notes?.[place] ?? passedNote] : [],
  )
  return `,"plugins":[${ran.join(',')}]`
}

export function requestMembers(method: string, path: string): string {
  return ',"method":"' + method + '","http_path":' + pathJson(path) + ','
}

/** A token has nothing to escape, a request path only the double quote (wire/target-path.ts). */
function pathJson(path: string): string {
  return path.includes('"') ? JSON.stringify(path) : '"' + path + '"'
}

const statusTexts: string[] = []

/** Up to the number of bytes. */
function statusText(status: number): string {
  return (statusTexts[status] ??= `"status":${status},"response_size":`)
}

function callerText(exchange: LiveExchange): string {
  const { connection, client } = exchange
  if (!connection.peerTrusted && connection.head.method !== '') return connection.text.recordMembers
  return `,"client_ip":"${client.address}","http_host":${json(connection.head.host)}`
}

let lastTimestamp = 0
let lastTimestampText = '0'

/** Several requests share a millisecond. */
function timestampText(timestamp: number): string {
  if (timestamp === lastTimestamp) return lastTimestampText
  lastTimestamp = timestamp
  return (lastTimestampText = String(timestamp))
}

const appMembers = new MemoKey<string>()

function identityText({ identity }: LiveExchange): string {
  const { appCode, appVerified, memo } = identity
  const known = appMembers.of(memo)
  if (known !== undefined) return known
  const text = `,"app_code":${json(appCode)}${appVerified ? ',"app_verified":true' : ''}`
  appMembers.keep(memo, text)
  return text
}

const plain = /^[\u0020\u0021\u0023-\u005b\u005d-\u007e]*$/

/** A JSON string; the usual text needs no escaping. Latin1 bytes above ASCII become UTF-8. */
function json(text: string): string {
  return plain.test(text) ? '"' + text + '"' : JSON.stringify(text.toWellFormed())
}

function unmatchedText(exchange: LiveExchange): string {
  const gateway = json(exchange.gatewayName.slice(0, 64))
  return `"gateway":${gateway},"stage":${json(exchange.stageName.slice(0, 64))},"resource":"","release":"","backend":""`
}

/** Bodies and received header: only where the status is not 2xx. */
function contentText(exchange: LiveExchange): string {
  const { redact } = exchange.worker.options
  const requestBody = bodyStart(exchange.body.kept)
  const requestType = exchange.request.header('content-type') ?? ''
  const body = requestBody.length === 0 ? '' : redact.body(readable(requestBody, ''), requestType)
  let responseBody = exchange.refusalBody
  if (responseBody === '' && exchange.responseStart !== undefined) {
    const coding = headerOf(exchange, 'content-encoding')
    const type = headerOf(exchange, 'content-type')
    responseBody = redact.body(readable(exchange.responseStart, coding), type)
  }
  const headers = bounded(redact.headers(exchange.backendHeaders))
  return (
    (body === '' ? '' : `"body":${JSON.stringify(body)},`) +
    (responseBody === '' ? '' : `"response_body":${JSON.stringify(responseBody)},`) +
    (headers.length === 0 ? '' : `"backend_headers":${JSON.stringify(headers)},`)
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

function backendText(exchange: LiveExchange, attempt: LiveAttempt): string {
  const { endpoint } = attempt
  return (
    targetText(endpoint, endpoint.host.pathPrefix + exchange.backendPath) +
    (exchange.backendMethod === exchange.method
      ? ''
      : `"backend_method":"${exchange.backendMethod}",`) +
    (attempt.address === endpoint.host.hostHeader ? '' : `"backend_addr":"${attempt.address}",`) +
    (attempt.status === 0 ? '"backend_duration":' : backendStatusText(attempt.status)) +
    ms(backendMs(exchange, attempt)) +
    ','
  )
}

/** Scheme, host and path; most requests of an endpoint in a row ask for the same few paths. */
function targetText(endpoint: Endpoint, path: string): string {
  if (endpoint.recordedPath === path) return endpoint.recordedTarget
  const query = path.indexOf('?')
  const text =
    endpoint.recordMembers +
    '"backend_path":' +
    pathJson(query < 0 ? path : path.slice(0, query)) +
    ','
  endpoint.recordedPath = path
  endpoint.recordedTarget = text
  return text
}

const backendStatusTexts: string[] = []

function backendStatusText(status: number): string {
  return (backendStatusTexts[status] ??= `"backend_status":${status},"backend_duration":`)
}

function backendMs(exchange: LiveExchange, last: LiveAttempt): number {
  const first = exchange.attempts[0] ?? last
  return (last.endMs < 0 ? exchange.endMs : last.endMs) - first.startMs
}

function errorText(exchange: LiveExchange, { key, facts }: Refusal): string {
  const { code, codeName } = errorEntry(key)
  return (
    `"code":${code},"code_name":"${codeName}","error":${JSON.stringify(exchange.errorMessage)},` +
    `"error_key":"${key}","error_facts":${JSON.stringify(facts)},`
  )
}

function phasesText(exchange: LiveExchange): string {
  const { startMs, matchedMs, admittedMs, answeredMs, endMs } = exchange
  const match = matchedMs < 0 ? '0 ' : spaced(matchedMs - startMs)
  const admit = admittedMs < 0 ? '0 ' : spaced(admittedMs - matchedMs)
  const forward =
    exchange.attempts.length === 0 || answeredMs < 0 ? '0 ' : spaced(answeredMs - admittedMs)
  const relay = answeredMs < 0 ? '0' : ms(endMs - answeredMs)
  return '"phases":"' + match + admit + forward + relay + '"'
}

function attemptsText({ attempts }: LiveExchange, last: LiveAttempt): string {
  if (attempts.length === 1 && isUsual(last)) return shortAttemptText(last)
  return `,"attempts":[${attempts.map((attempt) => attemptText(attempt, last)).join(',')}]`
}

function isUsual(attempt: LiveAttempt): boolean {
  return (
    attempt.reused &&
    attempt.failure === '' &&
    attempt.endedBy === '' &&
    attempt.detail === '' &&
    attempt.headMs === attempt.firstByteMs &&
    attempt.endMs >= 0 &&
    attempt.endpoint.label === attempt.endpoint.host.hostHeader
  )
}

/** In the order of `shortAttemptNumbers` (model/short-members.ts). */
function shortAttemptText(attempt: LiveAttempt): string {
  const { startMs } = attempt
  return (
    ',"attempt":"' +
    attempt.localAddress +
    ' ' +
    spaced(attempt.idleMs) +
    (attempt.sentMs < 0 ? '-1 ' : spaced(attempt.sentMs - startMs)) +
    (attempt.firstByteMs < 0 ? '-1 ' : spaced(attempt.firstByteMs - startMs)) +
    spaced(attempt.endMs - startMs) +
    attempt.bodyExpected +
    ' ' +
    attempt.bodyReceived +
    ' ' +
    attempt.bytesSent +
    ' ' +
    attempt.bytesReceived +
    '"'
  )
}

/** Members at their default, or that follow from others, are left out (model/record-defaults.ts). */
function attemptText(attempt: LiveAttempt, last: LiveAttempt): string {
  const { startMs } = attempt
  const { label } = attempt.endpoint
  return (
    `{"local_address":"${attempt.localAddress}",` +
    (label === last.endpoint.host.hostHeader ? '' : `"endpoint":"${label}",`) +
    (attempt.address === last.address ? '' : `"address":"${attempt.address}",`) +
    (attempt.reused ? `"reused":true,"idle_ms":${ms(attempt.idleMs)},` : connectText(attempt)) +
    since('sent_ms', startMs, attempt.sentMs) +
    since('first_byte_ms', startMs, attempt.firstByteMs) +
    (attempt.headMs === attempt.firstByteMs ? '' : sinceOrNot('head_ms', startMs, attempt.headMs)) +
    since('end_ms', startMs, attempt.endMs) +
    (attempt.status === 0 ? '' : `"status":${attempt.status},`) +
    (attempt.bodyExpected < 0 ? '' : `"body_expected":${attempt.bodyExpected},`) +
    (attempt.bodyReceived === 0 ? '' : `"body_received":${attempt.bodyReceived},`) +
    (attempt.endedBy === '' && attempt.detail === '' && attempt.failure === ''
      ? ''
      : troubleText(attempt)) +
    `"bytes_sent":${attempt.bytesSent},"bytes_received":${attempt.bytesReceived}}`
  )
}

function connectText(attempt: LiveAttempt): string {
  const { dnsMs, connectMs, tlsMs } = attempt
  return since('dns_ms', 0, dnsMs) + since('connect_ms', 0, connectMs) + since('tls_ms', 0, tlsMs)
}

function since(name: string, startMs: number, atMs: number): string {
  return atMs < 0 ? '' : `"${name}":${ms(atMs - startMs)},`
}

function sinceOrNot(name: string, startMs: number, atMs: number): string {
  return `"${name}":${sinceStart(atMs, startMs)},`
}

function sinceStart(atMs: number, startMs: number): string {
  return atMs < 0 ? '-1' : ms(atMs - startMs)
}

function troubleText(attempt: LiveAttempt): string {
  return (
    `"failure":"${attempt.failure}","errno":"${attempt.errno}","tls_alert":"${attempt.tlsAlert}",` +
    `"certificate":${json(attempt.certificate)},"ended_by":"${attempt.endedBy}",` +
    `"first_bytes":${json(attempt.firstBytes)},"detail":${json(attempt.detail)},`
  )
}

function clientText(exchange: LiveExchange): string {
  const { connection, endedBy } = exchange
  const { halfClosedMs } = connection.answer
  const bytes = connection.head.size + exchange.body.received
  if (endedBy === '' && halfClosedMs < 0) return `,"client_bytes":${bytes}`
  const halfClosed =
    halfClosedMs < 0 ? '' : `"half_closed_ms":${ms(Math.max(0, halfClosedMs - exchange.startMs))},`
  return (
    `,"client":{${endedBy === '' ? '' : `"ended_by":"${endedBy}",`}${halfClosed}` +
    `"bytes_received":${bytes}}`
  )
}
