import type { Fault, Owner, Responder } from '../../model/attribution.ts'
import { nearest } from './nearest.ts'
import type { FlowRecord } from '../../model/flow-record.ts'

/** What a query can ask about: every single value of a record, and what the rules conclude from it. */
export interface Conclusion {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly key: string
}
export type ConcludedRecord = FlowRecord & Conclusion

export interface QueryField {
  /** Member of the record, and column of the log. */
  readonly name: string
  readonly kind: 'text' | 'number' | 'milliseconds' | 'boolean'
  /** A conclusion, which costs the rules' work on records that are not in a file yet. */
  readonly isDerived: boolean
}

export function fieldNamed(name: string): QueryField | undefined {
  return fields.get(aliases.get(name) ?? name)
}

export function nearestFieldName(name: string): string {
  return nearest(name, [...fields.keys(), ...aliases.keys()])
}

const text = [
  'request_id x_request_id traceparent gateway stage resource resource_path app_code bk_username',
  'client_ip method http_host http_path params body backend backend_scheme backend_method',
  'backend_host backend_path backend_addr response_body code_name error error_key release node',
  'answered_by',
].flatMap((line) => line.split(' '))
const numbers = ['timestamp', 'status', 'backend_status', 'response_size', 'code']
const durations = ['request_duration', 'backend_duration']
const booleans = ['app_verified', 'complete']
const derived = ['responder', 'fault', 'owner', 'key']

const queryFields: readonly QueryField[] = [
  ...text.map((name) => ({ name, kind: 'text', isDerived: false }) as const),
  ...numbers.map((name) => ({ name, kind: 'number', isDerived: false }) as const),
  ...durations.map((name) => ({ name, kind: 'milliseconds', isDerived: false }) as const),
  ...booleans.map((name) => ({ name, kind: 'boolean', isDerived: false }) as const),
  ...derived.map((name) => ({ name, kind: 'text', isDerived: true }) as const),
]
const fields: ReadonlyMap<string, QueryField> = new Map(
  queryFields.map((field) => [field.name, field]),
)

/** The old system's names (decisions.md 31). */
const aliases: ReadonlyMap<string, string> = new Map([
  ['path', 'http_path'],
  ['resource_name', 'resource'],
  ['backend_name', 'backend'],
  ['gateway_name', 'gateway'],
  ['verdict', 'key'],
])

/** Where words without a field are looked for. */
export const searchedFields: readonly string[] = [
  'request_id',
  'http_path',
  'params',
  'body',
  'response_body',
  'error',
  'app_code',
  'resource',
]
