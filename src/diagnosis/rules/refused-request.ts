import type { Facts, Owner } from '../../model/attribution.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Evidence } from '../../model/verdict.ts'
import { attemptEvidence } from '../attempt-evidence.ts'
import { fact, type RecordRule } from '../finding.ts'
import { maskSecrets } from '../mask-secrets.ts'

/** The gateway refused, mostly before it asked any backend: the request, the route, the caller's
 *  identity, a plugin, or a failure of ours. Our own decision, so it is certain. */
export const refusedRequest: RecordRule = (record) => {
  const key = record.error_key
  if (!isErrorKey(key) || record.answered_by === 'backend') return undefined
  const entry = errorEntry(key)
  return {
    key,
    certainty: 'certain',
    owner: ownerOf(key, record),
    summary: `${withDetail(key, record.error_facts)}${record.attempts.length === 0 ? ' The backend was not asked.' : ''}`,
    evidence: [decision(key, record), ...pluginEvidence(record), ...attemptEvidence(record)],
    nextSteps: [entry.remedy, ...(furtherSteps[key]?.(record) ?? [])],
  }
}

function ownerOf(key: ErrorKey, record: FlowRecord): Owner {
  if (key === 'plugin_failed' && record.error_facts['cause'] === 'options') return 'publisher'
  return errorEntry(key).owner
}

/** The table's sentence with the reason of this request before its full stop. */
function withDetail(key: ErrorKey, facts: Facts): string {
  const { summary } = errorEntry(key)
  const reason = facts['reason']
  if (key === 'app_no_permission' || reason === undefined || reason === '') return summary
  return `${summary.replace(/\.$/, '')} (${maskSecrets(String(reason))}).`
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

function pluginEvidence(record: FlowRecord): Evidence[] {
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

type Steps = (record: FlowRecord) => readonly string[]

const applyForPermission: Steps = ({ app_code: app, resource, gateway }) => [
  `Apply for the application ${app || '(none)'} on the resource ${resource || '(none)'} of the gateway ${gateway}.`,
]

const waitForReset: Steps = ({ error_facts: facts }) =>
  facts['reset_seconds'] === undefined
    ? []
    : [`The limit is free again in ${String(facts['reset_seconds'])} s.`]

const showPath: Steps = ({ http_path: path }) => [`The path received was ${path}.`]

const furtherSteps: Partial<Record<ErrorKey, Steps>> = {
  app_no_permission: applyForPermission,
  permission_expired: applyForPermission,
  ip_not_allowed: (record) => [
    `The address judged was ${String(record.error_facts['ip'] ?? record.client_ip)}.`,
  ],
  stage_global_rate_limited: waitForReset,
  stage_rate_limited: waitForReset,
  resource_rate_limited: waitForReset,
  resource_not_found: showPath,
  gateway_not_found: showPath,
  stage_not_released: showPath,
}
