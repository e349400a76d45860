import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import { connectErrors } from '../../model/errors/connect-errors.ts'
import { responseErrors } from '../../model/errors/response-errors.ts'
import { tlsErrors } from '../../model/errors/tls-errors.ts'
import type { Attempt, FlowRecord } from '../../model/flow-record.ts'
import { attemptEvidence, ms, placeOf } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'
import { withoutPort } from '../received-response.ts'
import { factsText } from './refused-request.ts'

/** The backend was tried and gave no complete answer: our own sockets saw where it stopped, so it is
 *  certain. The gateway wrote what the caller got. */
export const failedAttempt: RecordRule = (record) => {
  const key = record.error_key
  const attempt = record.attempts.at(-1)
  if (!isErrorKey(key) || !isOfAttempt(key) || attempt === undefined) return undefined
  if (record.answered_by === 'backend') return undefined
  const entry = errorEntry(key)
  return {
    key,
    certainty: 'certain',
    summary: `${summaryOf(key, record, attempt)}${triedText(record)}`,
    evidence: [refusal(record), ...attemptEvidence(record)],
    nextSteps: [entry.remedy, ...(furtherSteps[key]?.(attempt) ?? [])],
    wouldConfirm:
      entry.fault === 'service' ? [`a request record of the service for ${record.request_id}`] : [],
  }
}

/** Errors of the way to the backend and of its answer; all others are decisions of ours, even where an
 *  attempt was under way. */
function isOfAttempt(key: string): boolean {
  return [connectErrors, tlsErrors, responseErrors].some((group) => Object.hasOwn(group, key))
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
  const waited = attempt.end_ms >= 0 ? ms(attempt.end_ms) : ms(record.backend_duration)
  const specific = summaries[key]
  if (specific !== undefined) return specific(placeOf(attempt), waited, attempt)
  return `${errorEntry(key).summary} ${placeOf(attempt)}, after ${waited}.`
}

type Summary = (place: string, waited: string, attempt: Attempt) => string

const noName =
  (key: ErrorKey): Summary =>
  (_place, _waited, attempt) =>
    `${errorEntry(key).summary} Asked for: ${hostOf(attempt.endpoint)}. The request was not sent.`

const noConnection =
  (key: ErrorKey): Summary =>
  (place, waited) =>
    `${errorEntry(key).summary} ${place}, after ${waited}. The request was not sent.`

const noByte: Summary = (place, waited, attempt) =>
  `${place} took the request (${attempt.bytes_sent} bytes) and ended the connection after ${waited} without a byte of answer.`

const partOfHead =
  (key: ErrorKey): Summary =>
  (place, _waited, attempt) =>
    `${errorEntry(key).summary} ${place}, ${attempt.bytes_received} bytes received.`

const summaries: Partial<Record<ErrorKey, Summary>> = {
  dns_not_found: noName('dns_not_found'),
  dns_no_address: noName('dns_no_address'),
  dns_failed: noName('dns_failed'),
  dns_timeout: noName('dns_timeout'),
  backend_refused: (place) => `${place} refused the connection; the request was not sent.`,
  backend_unreachable: noConnection('backend_unreachable'),
  backend_connect_timeout: noConnection('backend_connect_timeout'),
  backend_connect_reset: noConnection('backend_connect_reset'),
  backend_closed_early: noByte,
  backend_reset: noByte,
  keepalive_race: (place, _waited, attempt) =>
    `${errorEntry('keepalive_race').summary} ${place}, idle for ${ms(Math.max(attempt.idle_ms, 0))}.`,
  backend_first_byte_timeout: (place, waited, attempt) =>
    `${place} took the request (${attempt.bytes_sent} bytes) and stayed silent; the gateway stopped waiting after ${waited}.`,
  backend_head_incomplete: partOfHead('backend_head_incomplete'),
  backend_head_timeout: partOfHead('backend_head_timeout'),
}

type Steps = (attempt: Attempt) => readonly string[]

const checkName: Steps = ({ endpoint }) => [
  `Name asked for: ${hostOf(endpoint)}. Check it for a typing mistake first.`,
]

const allowUs: Steps = ({ local_address: from, address }) =>
  from === '' ? [] : [`Allow connections from ${withoutPort(from)} to ${address}.`]

const showCertificate: Steps = ({ certificate }) =>
  certificate === '' ? [] : [`Certificate shown: ${certificate}.`]

const furtherSteps: Partial<Record<ErrorKey, Steps>> = {
  dns_not_found: checkName,
  dns_no_address: checkName,
  backend_refused: ({ address, endpoint }) => [
    `On the backend's machine, see what listens on port ${portOf(address || endpoint)}.`,
  ],
  backend_connect_timeout: allowUs,
  backend_unreachable: allowUs,
  tls_certificate_expired: showCertificate,
  tls_certificate_wrong_host: showCertificate,
  tls_certificate_untrusted: showCertificate,
  tls_plain_http: ({ endpoint }) => [`In the stage, write http://${endpoint} instead of https://.`],
  backend_speaks_tls: ({ endpoint }) => [
    `In the stage, write https://${endpoint} instead of http://.`,
  ],
  backend_not_http: ({ first_bytes: bytes }) =>
    bytes === '' ? [] : [`What came instead: ${bytes}`],
}

function hostOf(endpoint: string): string {
  return endpoint.replace(/:\d+$/, '')
}

function portOf(address: string): string {
  return /:(\d+)$/.exec(address)?.[1] ?? '?'
}
