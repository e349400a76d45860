/** Flow records as a table that a spreadsheet opens: one line a record, lists as JSON text. */
import type { ConcludedRecord } from '../query/query-field.ts'

type Cell = string | number | boolean

/** In this order; `time` is what people read, `timestamp` what programs do. */
const columns: readonly (readonly [string, (record: ConcludedRecord) => Cell])[] = [
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
  return `${columns.map(([, of]) => cellText(of(record))).join(',')}\r\n`
}

function named(names: string): [string, (record: ConcludedRecord) => Cell][] {
  return names.split(' ').map((name) => [name, (record) => cellOf(record, name)])
}

function cellOf(record: ConcludedRecord, name: string): Cell {
  const value = (record as unknown as Record<string, unknown>)[name] ?? '' // a member of every record
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell) // see FlowRecord
}

/** RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it: callers
 *  choose their paths and bodies, and must not run anything on the machine of who reads the table. */
function cellText(value: Cell): string {
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
