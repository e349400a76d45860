import type { Attempt, FlowRecord } from '../../model/flow-record.ts'
import { maskSecrets } from '../mask-secrets.ts'

/** The border of pasted records: secrets are masked, and whatever is missing or of another kind gets the value of "not known",
 *  so that the rules behind it can trust every field. */
export function completeRecord(given: Readonly<Record<string, unknown>>): FlowRecord {
  const record: FlowRecord = completed(emptyRecord, given)
  const { resource_path: path } = given
  return {
    ...record,
    ...(typeof path === 'string' ? { resource_path: path } : {}),
    attempts: record.attempts.map((attempt) => completed(emptyAttempt, { ...attempt })),
    plugins: record.plugins.map((note) =>
      completed({ plugin: '', outcome: 'continue', ms: 0, evidence: {} }, { ...note }),
    ),
    backend_headers: record.backend_headers.filter(isPair).map(maskedField),
    http_path: maskSecrets(record.http_path),
    params: maskSecrets(record.params),
    body: maskSecrets(record.body),
    response_body: maskSecrets(record.response_body),
    error: maskSecrets(record.error),
    phase_ms: completed(emptyRecord.phase_ms, { ...record.phase_ms }),
    client: completed(emptyRecord.client, { ...record.client }),
  }
}

function maskedField([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, maskSecrets(`${name}: ${value}`).slice(name.length + 2)]
}

function completed<Whole extends object>(
  empty: Whole,
  given: Readonly<Record<string, unknown>>,
): Whole {
  const fitting = Object.entries(empty).filter(([name, value]) => isOfKind(given[name], value))
  return { ...empty, ...Object.fromEntries(fitting.map(([name]) => [name, given[name]])) }
}

function isPair(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
  )
}

function isOfKind(value: unknown, empty: unknown): boolean {
  if (Array.isArray(empty))
    return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null)
  return typeof value === typeof empty && value !== null && !Array.isArray(value)
}

const emptyRecord: FlowRecord = {
  request_id: '',
  x_request_id: '',
  traceparent: '',
  timestamp: 0,
  gateway: '',
  stage: '',
  resource: '',
  app_code: '',
  app_verified: false,
  bk_username: '',
  client_ip: '',
  method: '',
  http_host: '',
  http_path: '',
  params: '',
  body: '',
  backend: '',
  backend_scheme: '',
  backend_method: '',
  backend_host: '',
  backend_path: '',
  backend_addr: '',
  status: 0,
  backend_status: 0,
  response_body: '',
  response_size: 0,
  request_duration: 0,
  backend_duration: 0,
  code: 0,
  code_name: '',
  error: '',
  error_key: '',
  error_facts: {},
  release: '',
  node: '',
  phase_ms: { match: 0, admit: 0, forward: 0, relay: 0 },
  plugins: [],
  attempts: [],
  backend_headers: [],
  client: { ended_by: '', half_closed_ms: -1, bytes_received: 0 },
  answered_by: 'none',
  complete: true,
}

const emptyAttempt: Attempt = {
  endpoint: '',
  address: '',
  local_address: '',
  reused: false,
  idle_ms: -1,
  dns_ms: -1,
  connect_ms: -1,
  tls_ms: -1,
  sent_ms: -1,
  first_byte_ms: -1,
  head_ms: -1,
  end_ms: -1,
  bytes_sent: 0,
  bytes_received: 0,
  status: 0,
  failure: '',
  errno: '',
  tls_alert: '',
  certificate: '',
  ended_by: '',
  body_expected: -1,
  body_received: 0,
  first_bytes: '',
  detail: '',
}
