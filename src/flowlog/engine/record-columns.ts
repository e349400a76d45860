import type { DuckDBValue } from '@duckdb/node-api'
import type { FlowRecord } from '../../model/flow-record.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import type { ShortMembers } from '../../model/short-members.ts'
import type { ConcludedRecord } from '../query/query-field.ts'

/** The columns of the log: one for each member of a line of the spool, lists and objects as JSON text,
 *  then what the rules conclude. In files and in memory a member at its default is NULL. */
export const recordColumns = {
  request_id: 'VARCHAR',
  x_request_id: 'VARCHAR',
  traceparent: 'VARCHAR',
  timestamp: 'BIGINT',
  gateway: 'VARCHAR',
  stage: 'VARCHAR',
  resource: 'VARCHAR',
  resource_path: 'VARCHAR',
  app_code: 'VARCHAR',
  app_verified: 'BOOLEAN',
  bk_username: 'VARCHAR',
  client_ip: 'VARCHAR',
  method: 'VARCHAR',
  http_host: 'VARCHAR',
  http_path: 'VARCHAR',
  params: 'VARCHAR',
  body: 'VARCHAR',
  backend: 'VARCHAR',
  backend_scheme: 'VARCHAR',
  backend_method: 'VARCHAR',
  backend_host: 'VARCHAR',
  backend_path: 'VARCHAR',
  backend_addr: 'VARCHAR',
  status: 'INTEGER',
  backend_status: 'INTEGER',
  response_body: 'VARCHAR',
  response_size: 'BIGINT',
  request_duration: 'DOUBLE',
  backend_duration: 'DOUBLE',
  code: 'INTEGER',
  code_name: 'VARCHAR',
  error: 'VARCHAR',
  error_key: 'VARCHAR',
  error_facts: 'JSON',
  release: 'VARCHAR',
  node: 'VARCHAR',
  phase_ms: 'JSON',
  plugins: 'JSON',
  attempts: 'JSON',
  backend_headers: 'JSON',
  client: 'JSON',
  answered_by: 'VARCHAR',
  complete: 'BOOLEAN',
  phases: 'VARCHAR',
  passed: 'VARCHAR',
  attempt: 'VARCHAR',
  client_bytes: 'BIGINT',
} as const satisfies Record<keyof FlowRecord | keyof ShortMembers, string>

type Column = keyof typeof recordColumns
export const columnNames = Object.keys(recordColumns) as Column[] // keys of a const object
export const conclusionColumns = ['responder', 'fault', 'owner', 'key'] as const

/** A row of the record relation. */
export function recordOfRow(row: Readonly<Record<string, DuckDBValue>>): ConcludedRecord {
  const record: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === undefined || (name === 'resource_path' && value === ''))
      continue
    const isNested = name in recordColumns && recordColumns[name as Column] === 'JSON' // just checked
    record[name] =
      isNested && typeof value === 'string'
        ? JSON.parse(value)
        : typeof value === 'bigint'
          ? Number(value)
          : value
  }
  const { responder, fault, owner, key, ...facts } = record
  // the columns of our own files: see recordColumns and conclusionColumns
  return { ...wholeRecord(facts), responder, fault, owner, key } as ConcludedRecord
}
