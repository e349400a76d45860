import type { Attempt, FlowRecord } from './flow-record.ts'

/** What a member of a flow record is when its line leaves it out. A line may leave out every member
 *  that holds its default: a successful exchange is then 950 bytes instead of 1400, which halves
 *  what the log engine spends on it (measured: 4.2 instead of 7.0 us). */
export const recordDefaults: FlowRecord = {
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
  complete: false,
}

export const attemptDefaults: Attempt = {
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

/** Most plugins let a request go on, so most notes need not say so. */
const pluginNoteDefaults = { outcome: 'continue', ms: 0 } as const

/** A record with every member, from one that may lack those at their default. */
export function wholeRecord(partial: Partial<FlowRecord>): FlowRecord {
  return {
    ...recordDefaults,
    ...partial,
    phase_ms: { ...recordDefaults.phase_ms, ...partial.phase_ms },
    client: { ...recordDefaults.client, ...partial.client },
    plugins: (partial.plugins ?? []).map((note) => ({ ...pluginNoteDefaults, ...note })),
    attempts: (partial.attempts ?? []).map((attempt) => ({ ...attemptDefaults, ...attempt })),
  }
}
