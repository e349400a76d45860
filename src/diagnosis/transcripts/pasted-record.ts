import type { FlowRecord } from '../../model/flow-record.ts'
import { attemptDefaults, recordDefaults } from '../../model/record-defaults.ts'
import { maskSecrets } from '../mask-secrets.ts'

/** The border of pasted records: secrets are masked, and whatever is missing or of another kind gets the
 *  value of "not known", so that the rules behind it can trust every field. */
export function completeRecord(given: Readonly<Record<string, unknown>>): FlowRecord {
  const record: FlowRecord = completed(notKnown, given)
  const { resource_path: path } = given
  return {
    ...record,
    ...(typeof path === 'string' ? { resource_path: path } : {}),
    attempts: record.attempts.map((attempt) => completed(attemptDefaults, { ...attempt })),
    plugins: record.plugins.map((note) =>
      completed({ plugin: '', outcome: 'continue', ms: 0, evidence: {} }, { ...note }),
    ),
    backend_headers: record.backend_headers.filter(isPair).map(maskedField),
    http_path: maskSecrets(record.http_path),
    params: maskSecrets(record.params),
    body: maskSecrets(record.body),
    response_body: maskSecrets(record.response_body),
    error: maskSecrets(record.error),
    phase_ms: completed(recordDefaults.phase_ms, { ...record.phase_ms }),
    client: completed(recordDefaults.client, { ...record.client }),
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

/** A record of the API says `complete`; one that lost this line is not accused of a broken answer. */
const notKnown: FlowRecord = { ...recordDefaults, complete: true }
