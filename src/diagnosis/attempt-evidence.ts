import type { Attempt, FlowRecord } from '../model/flow-record.ts'
import type { Evidence } from '../model/verdict.ts'
import { fact } from './finding.ts'

/** One sentence for each try at the backend: address, how far it got, bytes, times, errno. */
export function attemptEvidence(record: FlowRecord): Evidence[] {
  const total = record.attempts.length
  return record.attempts.map((attempt, index) =>
    fact('socket', attemptSentence(attempt, index + 1, total)),
  )
}

function attemptSentence(attempt: Attempt, number: number, total: number): string {
  const which = total > 1 ? `attempt ${number} of ${total}: ` : ''
  const parts = [
    `${which}${placeOf(attempt)}`,
    ...connectionParts(attempt),
    ...exchangeParts(attempt),
    ...failureParts(attempt),
  ]
  return parts.join('; ')
}

/** `orders.internal:80 (10.0.0.5:80)`. */
export function placeOf(attempt: Attempt): string {
  if (attempt.address === '' || attempt.address === attempt.endpoint)
    return attempt.endpoint || 'the backend'
  return `${attempt.endpoint} (${attempt.address})`
}

function connectionParts(attempt: Attempt): string[] {
  const parts: string[] = []
  if (attempt.local_address !== '') parts.push(`from ${attempt.local_address}`)
  if (attempt.reused) {
    parts.push(
      attempt.idle_ms >= 0 ? `kept connection, idle for ${ms(attempt.idle_ms)}` : 'kept connection',
    )
    return parts
  }
  if (attempt.dns_ms >= 0) parts.push(`name resolved after ${ms(attempt.dns_ms)}`)
  if (attempt.connect_ms >= 0) parts.push(`connected after ${ms(attempt.connect_ms)}`)
  if (attempt.tls_ms >= 0) parts.push(`TLS ready after ${ms(attempt.tls_ms)}`)
  return parts
}

function exchangeParts(attempt: Attempt): string[] {
  const parts: string[] = []
  if (attempt.sent_ms >= 0) parts.push(`request sent after ${ms(attempt.sent_ms)}`)
  if (attempt.bytes_sent > 0 || attempt.bytes_received > 0 || attempt.sent_ms >= 0)
    parts.push(`${attempt.bytes_sent} bytes out, ${attempt.bytes_received} bytes in`)
  if (attempt.first_byte_ms >= 0) parts.push(`first byte after ${ms(attempt.first_byte_ms)}`)
  if (attempt.status > 0) parts.push(`status ${attempt.status}`)
  if (attempt.failure !== '' && attempt.body_expected >= 0 && attempt.head_ms >= 0)
    parts.push(`body ${attempt.body_received} of ${attempt.body_expected} bytes`)
  return parts
}

function failureParts(attempt: Attempt): string[] {
  if (attempt.failure === '') return []
  const parts = [
    `failed as ${attempt.failure}${attempt.end_ms >= 0 ? ` after ${ms(attempt.end_ms)}` : ''}`,
  ]
  if (attempt.errno !== '') parts.push(attempt.errno)
  if (attempt.tls_alert !== '') parts.push(`TLS alert ${attempt.tls_alert}`)
  if (attempt.certificate !== '') parts.push(`certificate: ${attempt.certificate}`)
  if (attempt.first_bytes !== '') parts.push(`first bytes: ${attempt.first_bytes}`)
  if (attempt.ended_by !== '') parts.push(`ended by the ${attempt.ended_by}`)
  if (attempt.detail !== '' && attempt.detail !== attempt.errno) parts.push(attempt.detail)
  return parts
}

/** Milliseconds for people: `0.42 ms`, `38 ms`, `1.5 s`. */
export function ms(duration: number): string {
  if (duration >= 1000) return `${trimmed(duration / 1000, 2)} s`
  return `${trimmed(duration, duration < 10 ? 2 : 0)} ms`
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}
