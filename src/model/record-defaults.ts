import type { Attempt, FlowRecord } from './flow-record.ts'
import { longMembers, type RecordLine } from './short-members.ts'

/** What a member of a flow record is when its line leaves it out, unless it then follows from another
 *  one (`wholeRecord`). What a line does not say costs nothing to write, keep and read: a successful
 *  exchange is 700 bytes instead of 1,600, which halves what the log engine spends on it. */
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

/** A record with every member, from one that may lack those at their default, or those that follow:
 *  `x_request_id` from `request_id`, a begun `traceparent` from it as well, `backend_method` from
 *  `method`, `backend_addr` from `backend_host`, an attempt's endpoint and address from these two, and
 *  its `head_ms` from `first_byte_ms`. */
export function wholeRecord(line: RecordLine): FlowRecord {
  const partial = longMembers(line)
  const { request_id: id = '', backend_host: host = '', backend_addr: address = host } = partial
  return {
    ...recordDefaults,
    x_request_id: id,
    traceparent: begunTraceparent(id),
    backend_method: host === '' ? '' : (partial.method ?? ''),
    backend_addr: address,
    ...partial,
    phase_ms: { ...recordDefaults.phase_ms, ...partial.phase_ms },
    client: { ...recordDefaults.client, ...partial.client },
    plugins: (partial.plugins ?? []).map((note) => ({ ...pluginNoteDefaults, ...note })),
    attempts: (partial.attempts ?? []).map((attempt) => {
      const headMs = attempt.first_byte_ms ?? attemptDefaults.head_ms
      return { ...attemptDefaults, endpoint: host, address, head_ms: headMs, ...attempt }
    }),
  }
}

/** `version-traceid-parentid-flags` of W3C Trace Context, begun with a request id of ours; not sampled,
 *  because nothing of ours records the span. '' for another id. */
export function begunTraceparent(requestId: string): string {
  if (requestId.length !== 36) return ''
  const low = requestId.slice(19, 23) + requestId.slice(24)
  return `00-${requestId.slice(0, 8)}${requestId.slice(9, 13)}${requestId.slice(14, 18)}${low}-${low}-00`
}
