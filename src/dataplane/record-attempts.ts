/** What a flow record says of the attempts: one line of numbers for the usual one, else a member each. */
import type { Redaction } from './data-plane-settings.ts'
import type { LiveAttempt } from './attempt.ts'
import type { LiveExchange } from './exchange.ts'
import { jsonText } from './json-text.ts'
import { millisecondsText as ms, spacedMilliseconds as spaced } from './milliseconds-text.ts'

export function attemptsText(exchange: LiveExchange, last: LiveAttempt): string {
  const { attempts, worker } = exchange
  if (attempts.length === 1 && isUsual(last)) return shortAttemptText(last)
  const { redact } = worker.options
  return `,"attempts":[${attempts.map((attempt) => attemptText(attempt, last, redact)).join(',')}]`
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
function attemptText(attempt: LiveAttempt, last: LiveAttempt, redact: Redaction): string {
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
      : troubleText(attempt, redact)) +
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

function troubleText(attempt: LiveAttempt, redact: Redaction): string {
  return (
    `"failure":"${attempt.failure}","errno":"${attempt.errno}","tls_alert":"${attempt.tlsAlert}",` +
    `"certificate":${jsonText(attempt.certificate)},"ended_by":"${attempt.endedBy}",` +
    `"first_bytes":${jsonText(redact.firstBytes(attempt.firstBytes))},` +
    `"detail":${jsonText(redact.text(attempt.detail))},`
  )
}
