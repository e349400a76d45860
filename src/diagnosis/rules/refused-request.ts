import { en, nothingSaid, zh, type Bilingual } from '../../model/bilingual.ts'
import type { Facts, Owner } from '../../model/attribution.ts'
import { errorEntry, isErrorKey, type ErrorKey } from '../../model/error-table.ts'
import type { FlowRecord, PluginNote } from '../../model/flow-record.ts'
import { attemptEvidence } from '../attempt-evidence.ts'
import { remedyOf, titleOf } from '../catalogue/key-texts.ts'
import { fact, type FoundEvidence, type RecordRule } from '../finding.ts'
import { maskSecrets } from '../mask-secrets.ts'

/** The gateway refused, mostly before it asked any backend: the request, the route, the caller's
 *  identity, a plugin, or a failure of ours. Our own decision, so it is certain. */
export const refusedRequest: RecordRule = (record) => {
  const key = record.error_key
  if (!isErrorKey(key) || record.answered_by === 'backend') return undefined
  const title = withDetail(key, record.error_facts)
  const unasked: Bilingual =
    record.attempts.length === 0 ? [' The backend was not asked.', '未请求后端。'] : nothingSaid
  return {
    key,
    certainty: 'certain',
    owner: ownerOf(key, record),
    summary: [en`${title}${unasked}`, zh`${title}${unasked}`],
    evidence: [decision(key, record), ...pluginEvidence(record), ...attemptEvidence(record)],
    nextSteps: [remedyOf(key), ...(furtherSteps[key]?.(record) ?? [])],
  }
}

function ownerOf(key: ErrorKey, record: FlowRecord): Owner {
  if (key === 'plugin_failed' && record.error_facts['cause'] === 'options') return 'publisher'
  return errorEntry(key).owner
}

/** The sentence of the key with the reason of this request before its full stop. */
function withDetail(key: ErrorKey, facts: Facts): Bilingual {
  const title = titleOf(key)
  const { reason } = facts
  if (key === 'app_no_permission' || reason === undefined || reason === '') return title
  const [english, chinese] = title
  const said = maskSecrets(String(reason))
  return [`${english.replace(/\.$/, '')} (${said}).`, `${chinese.replace(/。$/, '')}（${said}）。`]
}

function decision(
  key: ErrorKey,
  { code, code_name: name, error_facts: facts }: FlowRecord,
): FoundEvidence {
  return fact(
    'gateway',
    withFacts(
      [
        `the gateway refused with ${code} ${name} (${key})`,
        `网关以 ${code} ${name} 拒绝（${key}）`,
      ],
      facts,
    ),
  )
}

/** `…: limit=10, period=60`; secrets never reach facts, and are masked all the same. */
export function withFacts(sentence: Bilingual, facts: Facts = {}): Bilingual {
  const parts = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)
  if (parts.length === 0) return sentence
  const shown = maskSecrets(parts.join(', '))
  return [en`${sentence}: ${shown}`, zh`${sentence}：${shown}`]
}

function pluginEvidence({ plugins }: FlowRecord): FoundEvidence[] {
  return plugins
    .filter(({ outcome }) => outcome !== 'continue')
    .map(({ plugin, outcome, evidence }) =>
      fact(
        'gateway',
        withFacts(
          [`plugin ${plugin} decided to ${outcome}`, `插件 ${plugin} 决定${outcomes[outcome]}`],
          evidence,
        ),
      ),
    )
}

const outcomes: Readonly<Record<PluginNote['outcome'], string>> = {
  continue: '放行',
  reject: '拒绝',
  answer: '自行应答',
}

type Steps = (record: FlowRecord) => readonly Bilingual[]

const applyForPermission: Steps = ({ app_code: app, resource, gateway }) => [
  [
    `Apply for the application ${app || '(none)'} on the resource ${resource || '(none)'} of the gateway ${gateway}.`,
    `为应用 ${app || '（无）'} 申请网关 ${gateway} 的资源 ${resource || '（无）'} 的权限。`,
  ],
]

const waitForReset: Steps = ({ error_facts: { reset_seconds: seconds } }) =>
  seconds === undefined
    ? []
    : [
        [
          `The limit is free again in ${String(seconds)} s.`,
          `${String(seconds)} 秒后限制重新计数。`,
        ],
      ]

const showPath: Steps = ({ http_path: path }) => [
  [`The path received was ${path}.`, `收到的路径是 ${path}。`],
]

const furtherSteps: Partial<Record<ErrorKey, Steps>> = {
  app_no_permission: applyForPermission,
  permission_expired: applyForPermission,
  ip_not_allowed: ({ error_facts: { ip }, client_ip: address }) => {
    const judged = String(ip ?? address)
    return [[`The address judged was ${judged}.`, `判定所用的地址是 ${judged}。`]]
  },
  stage_global_rate_limited: waitForReset,
  stage_rate_limited: waitForReset,
  resource_rate_limited: waitForReset,
  resource_not_found: showPath,
  gateway_not_found: showPath,
  stage_not_released: showPath,
}
