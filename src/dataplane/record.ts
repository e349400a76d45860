/** The flow record of one exchange as one line of JSON (model FlowRecord), put together as text: on
 *  the success path no object is built, and members at their default are left out. What may hold a secret passes the redaction first. */
import { errorEntry } from '../model/error-table.ts'
import { MemoKey } from '../model/caller-memo.ts'
import type { AnsweredBy } from '../model/flow-record.ts'
import { unusualMark } from '../model/record-mark.ts'
import type { Redaction } from './data-plane-settings.ts'
import type { LiveAttempt } from './attempt.ts'
import type { Endpoint } from './balancer.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { millisecondsText as ms, spacedMilliseconds as spaced } from './milliseconds-text.ts'
import { factsText, jsonPath, jsonText } from './json-text.ts'
import { attemptsText } from './record-attempts.ts'
import { contentText } from './record-content.ts'
import type { Route } from './route.ts'

export function recordLine(exchange: LiveExchange): string {
  const { connection, route, identity } = exchange
  const { head } = connection
  const { redact } = exchange.worker.options
  const { query } = head
  const attempt = exchange.lastAttempt
  const { status } = exchange
  const error = exchange.error === undefined ? '' : redact.text(exchange.errorMessage)
  return (
    '{"request_id":"' +
    exchange.requestId +
    '","timestamp":' +
    timestampText(exchange.timestamp) +
    idsText(exchange) +
    (route?.recordText ?? unmatchedText(exchange)) +
    (identity.appCode === '' ? '' : identityText(exchange)) +
    (identity.username === '' ? '' : `,"bk_username":${jsonText(identity.username)}`) +
    callerText(exchange) +
    (exchange.known?.recordMembers ??
      requestMembers(redact, head.method, exchange.path === '' ? head.path : exchange.path)) +
    (query === '' ? '' : `"params":${jsonText(redact.query(query))},`) +
    (status >= 200 && status < 300 ? '' : contentText(exchange, error)) +
    (attempt === undefined ? '' : backendText(exchange, attempt)) +
    statusText(status) +
    exchange.responseSize +
    ',"request_duration":' +
    ms(exchange.endMs - exchange.startMs) +
    ',' +
    (exchange.error === undefined ? '' : errorText(exchange.error, error, redact)) +
    exchange.worker.nodeMember +
    phasesText(exchange) +
    (route === undefined ? '' : pluginsText(exchange, route)) +
    (attempt === undefined ? '' : attemptsText(exchange, attempt)) +
    clientText(exchange) +
    endText(exchange)
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

function endText({ answeredBy, complete, status, error }: LiveExchange): string {
  if (!complete) return incompleteEnds[answeredBy]
  const isPlain = answeredBy === 'backend' && status >= 200 && status < 300 && error === undefined
  return isPlain ? plainEnd : completeEnds[answeredBy]
}

const plainEnd = ',"answered_by":"backend","complete":true}'
const completeEnds = endsWith(`","complete":true}${unusualMark}`)
const incompleteEnds = endsWith(`"}${unusualMark}`)

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

/** A method is a token, which has nothing to escape. */
export function requestMembers(redact: Redaction, method: string, path: string): string {
  return ',"method":"' + method + '","http_path":' + jsonPath(redact.path(path)) + ','
}

const statusTexts: string[] = []

/** Up to the number of bytes. */
function statusText(status: number): string {
  return (statusTexts[status] ??= `"status":${status},"response_size":`)
}

function callerText(exchange: LiveExchange): string {
  const { connection, client } = exchange
  if (!connection.peerTrusted && connection.head.method !== '') return connection.text.recordMembers
  return `,"client_ip":"${client.address}","http_host":${jsonText(connection.head.host)}`
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
  const text = `,"app_code":${jsonText(appCode)}${appVerified ? ',"app_verified":true' : ''}`
  appMembers.keep(memo, text)
  return text
}

function unmatchedText(exchange: LiveExchange): string {
  const { redact } = exchange.worker.options
  const gateway = jsonText(redact.path(exchange.gatewayName).slice(0, 64))
  const stage = jsonText(redact.path(exchange.stageName).slice(0, 64))
  return `"gateway":${gateway},"stage":${stage},"resource":"","release":"","backend":""`
}

function backendText(exchange: LiveExchange, attempt: LiveAttempt): string {
  const { endpoint } = attempt
  return (
    targetText(
      exchange.worker.options.redact,
      endpoint,
      endpoint.host.pathPrefix + exchange.backendPath,
    ) +
    (exchange.backendMethod === exchange.method
      ? ''
      : `"backend_method":"${exchange.backendMethod}",`) +
    (attempt.address === endpoint.host.hostHeader ? '' : `"backend_addr":"${attempt.address}",`) +
    (attempt.status === 0 ? '"backend_duration":' : backendStatusText(attempt.status)) +
    ms(backendMs(exchange)) +
    ','
  )
}

/** Scheme, host and path; most requests of an endpoint in a row ask for the same few paths. */
function targetText(redact: Redaction, endpoint: Endpoint, path: string): string {
  if (endpoint.recordedPath === path) return endpoint.recordedTarget
  const query = path.indexOf('?')
  const text =
    endpoint.recordMembers +
    '"backend_path":' +
    jsonPath(redact.path(query < 0 ? path : path.slice(0, query))) +
    ','
  endpoint.recordedPath = path
  endpoint.recordedTarget = text
  return text
}

const backendStatusTexts: string[] = []

function backendStatusText(status: number): string {
  return (backendStatusTexts[status] ??= `"backend_status":${status},"backend_duration":`)
}

/** From the first attempt to the end of the last one. */
export function backendMs({ attempts, endMs }: LiveExchange): number {
  const first = attempts[0]
  const last = attempts.at(-1)
  if (first === undefined || last === undefined) return 0
  return (last.endMs < 0 ? endMs : last.endMs) - first.startMs
}

function errorText({ key, facts }: Refusal, message: string, redact: Redaction): string {
  const { code, codeName } = errorEntry(key)
  return (
    `"code":${code},"code_name":"${codeName}","error":${JSON.stringify(message)},` +
    `"error_key":"${key}","error_facts":${factsText(facts, redact)},`
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
