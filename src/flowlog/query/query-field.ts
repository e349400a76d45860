import type { Fault, Owner, Responder } from '../../model/attribution.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import { nearest } from './nearest.ts'
import { conclusionFields, factFields, type RecordField } from './record-fields.ts'

/** What the rules conclude from a record. */
export interface Conclusion {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly key: string
}
export type ConcludedRecord = FlowRecord & Conclusion

/** `name` is a member of the record and a column of the log; those of attempts are in its list of them. */
export interface QueryField extends RecordField {
  /** A conclusion, which costs the rules' work on records that are not in a file yet. */
  readonly isDerived: boolean
  /** Of any attempt: holds where it holds for one of them. */
  readonly attemptMember: AttemptMember | undefined
}

export type AttemptMember = 'failure' | 'endpoint' | 'address'

export const queryFields: readonly QueryField[] = [
  ...conclusionFields.map((field) => queryField(field, true)),
  ...factFields.map((field) => queryField(field, false)),
]

function queryField(field: RecordField, isDerived: boolean): QueryField {
  return { ...field, isDerived, attemptMember: attemptMemberOf(field.name) }
}

export function fieldNamed(name: string): QueryField | undefined {
  return fields.get(fieldAliases.get(name) ?? name)
}

export function nearestFieldName(name: string): string {
  return nearest(name, [...fields.keys(), ...fieldAliases.keys()])
}

const fields: ReadonlyMap<string, QueryField> = new Map(
  queryFields.map((field) => [field.name, field]),
)

/** The old system's names, and those of verdicts. */
export const fieldAliases: ReadonlyMap<string, string> = new Map([
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

function attemptMemberOf(name: string): AttemptMember | undefined {
  switch (name) {
    case 'attempt_failure':
      return 'failure'
    case 'attempt_endpoint':
      return 'endpoint'
    case 'attempt_address':
      return 'address'
    default:
      return undefined
  }
}
