import type { Fault, Owner } from '../../model/attribution.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import type { Attempt, FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, ms, placeOf } from '../attempt-evidence.ts'
import { fact, type Finding, type RecordRule } from '../finding.ts'
import { factsText } from './refused-request.ts'

/** The backend was tried and gave no complete answer: our own sockets saw where it stopped, so it is
 *  certain. The gateway wrote what the caller got. */
export const failedAttempt: RecordRule = (record) => {
  const key = record.error_key
  const attempt = record.attempts.at(-1)
  if (!isErrorKey(key) || attempt === undefined || record.answered_by === 'backend')
    return undefined
  const entry = errorEntry(key)
  return {
    key,
    certainty: 'certain',
    fault: faultOf(key),
    owner: ownerOf(key, record),
    summary: `${summaryOf(key, record, attempt)}${triedText(record)}`,
    evidence: [refusal(record), ...attemptEvidence(record)],
    nextSteps: [entry.remedy, ...stepsOf(key, attempt)],
    wouldConfirm:
      entry.fault === 'service' ? [`a request record of the service for ${record.request_id}`] : [],
  } satisfies Finding
}

function faultOf(key: ErrorKey): Fault {
  return errorEntry(key).fault
}

function ownerOf(key: ErrorKey, record: FlowRecord): Owner {
  if (key === 'plugin_failed' && record.error_facts['cause'] === 'options') return 'publisher'
  return errorEntry(key).owner
}

function refusal(record: FlowRecord): ReturnType<typeof fact> {
  const facts = factsText(record.error_facts)
  return fact(
    'gateway',
    `the gateway answered ${record.code} ${record.code_name} (${record.error_key})${facts === '' ? '' : `: ${facts}`}`,
  )
}

function triedText(record: FlowRecord): string {
  const failed = record.attempts.length
  return failed > 1 ? ` ${failed} attempts were made; all failed.` : ''
}

/** What happened, with the address, the time and the bytes. */
function summaryOf(key: ErrorKey, record: FlowRecord, attempt: Attempt): string {
  const place = placeOf(attempt)
  const base = errorEntry(key).summary
  const waited = attempt.end_ms >= 0 ? ms(attempt.end_ms) : ms(record.backend_duration)
  switch (key) {
    case 'dns_not_found':
    case 'dns_no_address':
    case 'dns_failed':
    case 'dns_timeout':
      return `${base} Asked for: ${hostOf(attempt.endpoint)}. The request was not sent.`
    case 'backend_refused':
      return `${place} refused the connection; the request was not sent.`
    case 'backend_unreachable':
    case 'backend_connect_timeout':
    case 'backend_connect_reset':
      return `${base} ${place}, after ${waited}. The request was not sent.`
    case 'backend_closed_early':
    case 'backend_reset':
      return `${place} took the request (${attempt.bytes_sent} bytes) and ended the connection after ${waited} without a byte of answer.`
    case 'keepalive_race':
      return `${base} ${place}, idle for ${ms(Math.max(attempt.idle_ms, 0))}.`
    case 'backend_first_byte_timeout':
      return `${place} took the request (${attempt.bytes_sent} bytes) and stayed silent; the gateway stopped waiting after ${waited}.`
    case 'backend_head_incomplete':
    case 'backend_head_timeout':
      return `${base} ${place}, ${attempt.bytes_received} bytes received.`
    default:
      return `${base} ${place}, after ${waited}.`
  }
}

function stepsOf(key: ErrorKey, attempt: Attempt): string[] {
  switch (key) {
    case 'dns_not_found':
    case 'dns_no_address':
      return [`Name asked for: ${hostOf(attempt.endpoint)}. Check it for a typing mistake first.`]
    case 'backend_refused':
      return [
        `On the backend's machine, see what listens on port ${portOf(attempt.address || attempt.endpoint)}.`,
      ]
    case 'backend_connect_timeout':
    case 'backend_unreachable':
      return attempt.local_address === ''
        ? []
        : [`Allow connections from ${attempt.local_address} to ${attempt.address}.`]
    case 'tls_certificate_expired':
    case 'tls_certificate_wrong_host':
    case 'tls_certificate_untrusted':
      return attempt.certificate === '' ? [] : [`Certificate shown: ${attempt.certificate}.`]
    case 'tls_plain_http':
      return [`In the stage, write http://${attempt.endpoint} instead of https://.`]
    case 'backend_speaks_tls':
      return [`In the stage, write https://${attempt.endpoint} instead of http://.`]
    case 'backend_not_http':
      return attempt.first_bytes === '' ? [] : [`What came instead: ${attempt.first_bytes}`]
    default:
      return []
  }
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '')
}

function portOf(address: string): string {
  return /:(\d+)$/.exec(address)?.[1] ?? '?'
}
