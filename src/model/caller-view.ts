import type { Attempt, FlowRecord } from './flow-record.ts'
import { attemptDefaults, recordDefaults } from './record-defaults.ts'

/** What the owner of a calling application sees of its calls: what passed between caller and gateway, how
 *  it ended and how long each part took. What is behind the gateway is the publisher's: where it is,
 *  what it is called, what it sent beyond the answer. One list, of what is shown: a member that a later
 *  version adds is hidden until somebody writes it down here. */
export const callerMembers = [
  'request_id',
  'x_request_id',
  'traceparent',
  'timestamp',
  'gateway',
  'stage',
  'resource',
  'resource_path',
  'app_code',
  'app_verified',
  'bk_username',
  'client_ip',
  'method',
  'http_host',
  'http_path',
  'params',
  'body',
  'status',
  'backend_status',
  'response_body',
  'response_size',
  'request_duration',
  'backend_duration',
  'code',
  'code_name',
  'error',
  'error_key',
  'release',
  'phase_ms',
  'client',
  'answered_by',
  'complete',
] as const satisfies readonly (keyof FlowRecord)[]

/** Of each attempt: which step took how long and how it failed, not where. */
const attemptMembers = [
  'reused',
  'idle_ms',
  'dns_ms',
  'connect_ms',
  'tls_ms',
  'sent_ms',
  'first_byte_ms',
  'head_ms',
  'end_ms',
  'bytes_sent',
  'bytes_received',
  'status',
  'failure',
  'ended_by',
] as const satisfies readonly (keyof Attempt)[]

/** Everything else as if it had never been known. What is concluded of a record stays beside it. */
export function callerView<Whole extends FlowRecord>(record: Whole): FlowRecord & Concluded<Whole> {
  const members = [...callerMembers, ...conclusions].filter((name) => name in record)
  const kept = members.map((name) => [name, record[name as keyof Whole]])
  return {
    ...recordDefaults,
    ...(Object.fromEntries(kept) as FlowRecord & Concluded<Whole>), // of the members of `record`
    plugins: record.plugins.map(({ plugin, outcome, ms }) => ({ plugin, outcome, ms })),
    attempts: record.attempts.map(callerAttempt),
  }
}

const conclusions = ['responder', 'fault', 'owner', 'key'] as const
type Concluded<Whole> = Pick<Whole, Extract<keyof Whole, (typeof conclusions)[number]>>

function callerAttempt(attempt: Attempt): Attempt {
  const members = attemptMembers.map((name) => [name, attempt[name]])
  return { ...attemptDefaults, ...Object.fromEntries(members) }
}
