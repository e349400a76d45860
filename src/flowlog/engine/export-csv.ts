/** Flow records as a table that a spreadsheet opens: one line a record, lists as JSON text. */
import { type CsvCell, csvLineOf } from '../../model/csv-line.ts'
import type { ConcludedRecord } from '../query/query-field.ts'

/** In this order; `time` is what people read, `timestamp` what programs do. */
const columns: readonly (readonly [string, (record: ConcludedRecord) => CsvCell])[] = [
  ['time', (record) => new Date(record.timestamp).toISOString()],
  ...named(
    'request_id gateway stage resource method http_path params status responder fault owner key',
  ),
  ...named('app_code app_verified bk_username client_ip request_duration backend_duration'),
  ...named('backend backend_status backend_scheme backend_method backend_host backend_path'),
  ...named('backend_addr response_size code code_name error error_key answered_by complete'),
  ...named('http_host resource_path body response_body x_request_id traceparent release node'),
  ['match_ms', (record) => record.phase_ms.match],
  ['admit_ms', (record) => record.phase_ms.admit],
  ['forward_ms', (record) => record.phase_ms.forward],
  ['relay_ms', (record) => record.phase_ms.relay],
  ...named('plugins attempts backend_headers error_facts client timestamp'),
]

export const csvHead = `${columns.map(([name]) => name).join(',')}\r\n`

export function csvLine(record: ConcludedRecord): string {
  return csvLineOf(columns.map(([, of]) => of(record)))
}

function named(names: string): [string, (record: ConcludedRecord) => CsvCell][] {
  return names.split(' ').map((name) => [name, (record) => cellOf(record, name)])
}

function cellOf(record: ConcludedRecord, name: string): CsvCell {
  const value = (record as unknown as Record<string, unknown>)[name] ?? '' // a member of every record
  return typeof value === 'object' ? JSON.stringify(value) : (value as CsvCell) // see FlowRecord
}
