import type { Facts, Owner } from '../../model/attribution.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Evidence } from '../../model/verdict.ts'
import { fact, type RecordRule } from '../finding.ts'
import { maskSecrets } from '../mask-secrets.ts'

/** The gateway refused before it asked any backend: the request, the route, the caller's identity,
 *  a plugin, or a failure of ours. Our own decision, so it is certain. */
export const refusedRequest: RecordRule = (record) => {
  const key = record.error_key
  if (!isErrorKey(key) || record.attempts.length > 0 || record.answered_by === 'backend')
    return undefined
  const entry = errorEntry(key)
  return {
    key,
    certainty: 'certain',
    owner: ownerOf(key, record),
    summary: `${entry.summary}${detailOf(key, record.error_facts)} The backend was not asked.`,
    evidence: [decision(key, record), ...pluginEvidence(record)],
    nextSteps: [entry.remedy, ...furtherSteps(key, record)],
  }
}

function ownerOf(key: ErrorKey, record: FlowRecord): Owner {
  if (key === 'plugin_failed' && record.error_facts['cause'] === 'options') return 'publisher'
  return errorEntry(key).owner
}

function detailOf(key: ErrorKey, facts: Facts): string {
  const reason = facts['reason']
  if (key === 'app_no_permission' || reason === undefined || reason === '') return ''
  return ` (${maskSecrets(String(reason))})`
}

function decision(key: ErrorKey, record: FlowRecord): Evidence {
  const facts = factsText(record.error_facts)
  return fact(
    'gateway',
    `the gateway refused with ${record.code} ${record.code_name} (${key})${facts === '' ? '' : `: ${facts}`}`,
  )
}

/** `limit=10, period=60`; secrets never reach facts, and are masked all the same. */
export function factsText(facts: Facts): string {
  const parts = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  return maskSecrets(parts.join(', '))
}

export function pluginEvidence(record: FlowRecord): Evidence[] {
  return record.plugins
    .filter(({ outcome }) => outcome !== 'continue')
    .map(({ plugin, outcome, evidence }) => {
      const facts = evidence === undefined ? '' : factsText(evidence)
      return fact(
        'gateway',
        `plugin ${plugin} decided to ${outcome}${facts === '' ? '' : `: ${facts}`}`,
      )
    })
}

function furtherSteps(key: ErrorKey, record: FlowRecord): string[] {
  const facts = record.error_facts
  switch (key) {
    case 'app_no_permission':
    case 'permission_expired':
      return [
        `Apply for the application ${record.app_code || '(none)'} on the resource ${record.resource || '(none)'} of the gateway ${record.gateway}.`,
      ]
    case 'ip_not_allowed':
      return [`The address judged was ${String(facts['ip'] ?? record.client_ip)}.`]
    case 'stage_global_rate_limited':
    case 'stage_rate_limited':
    case 'resource_rate_limited':
      return facts['reset_seconds'] === undefined
        ? []
        : [`The limit is free again in ${String(facts['reset_seconds'])} s.`]
    case 'resource_not_found':
    case 'gateway_not_found':
    case 'stage_not_released':
      return [`The path received was ${record.http_path}.`]
    case 'method_not_allowed':
      return facts['allow'] === undefined
        ? []
        : [`Methods of this path: ${String(facts['allow'])}.`]
    default:
      return []
  }
}
