import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { fieldNamed } from '../query/query-field.ts'
import { valueOf } from '../query/query-predicate.ts'

/** A value of a field. */
export type Value = string | number | boolean

/** Records can be counted by it; undefined where there is no such field or its values are as good as
 *  different in every record. */
export function countedField(name: string): QueryField | undefined {
  const field = fieldNamed(name)
  return field === undefined || uncounted.has(field.name) ? undefined : field
}

const uncounted: ReadonlySet<string> = new Set([
  ...'request_id x_request_id traceparent timestamp body response_body'.split(' '),
  ...'attempt_failure attempt_endpoint attempt_address'.split(' '), // a record has several
])

/** So many values that counting them all, for each bar of a histogram, might not fit into memory. */
export function hasManyValues({ name, kind }: QueryField): boolean {
  return kind === 'milliseconds' || many.has(name)
}

const many: ReadonlySet<string> = new Set(
  'http_path params backend_path client_ip bk_username error response_size'.split(' '),
)

export function countedValue(record: ConcludedRecord, field: QueryField): Value {
  const value = valueOf(record, field.name)
  const isValue = typeof value === 'number' || typeof value === 'boolean'
  return isValue || typeof value === 'string' ? value : ''
}

/** In the order that DuckDB sorts them. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b))
  }
  return Number(a) - Number(b)
}

/** Most frequent first. */
export function byCount(a: readonly [Value, number], b: readonly [Value, number]): number {
  return b[1] - a[1] || compareValues(a[0], b[0])
}
