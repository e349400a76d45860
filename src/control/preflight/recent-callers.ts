import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from '../../flowlog/aggregate/aggregate-question.ts'
import { en, zh } from '../../model/bilingual.ts'
import type { Resource } from '../../model/release.ts'
import type { StageDifference } from '../../definition/stage-difference.ts'
import { listOf } from './draft-findings.ts'
import type { PreflightFinding } from './preflight-finding.ts'

/** Who called lately what a release would take away or change for callers, as far as the flow log can tell
 *  quickly. */
export interface RecentCalls {
  aggregate(filter: AggregateFilter, question: AggregateQuestion): Promise<AggregateAnswer>
}

interface AskedStage {
  readonly gateway: string
  readonly stage: string
  readonly difference: StageDifference | undefined
}

/** A week, in milliseconds. */
const rangeMs = 7 * 86_400_000
/** Of all questions together, in milliseconds: a person waits. */
const limitMs = 3_000
/** Resources that are asked about one by one. */
const mostAsked = 10

export async function recentCallers(
  calls: RecentCalls,
  { gateway, stage, difference }: AskedStage,
): Promise<PreflightFinding[]> {
  const changes = changedForCallers(difference)
  if (changes.size === 0) return []
  const toMs = Date.now()
  const filter = { gateway, stage, fromMs: toMs - rangeMs, toMs }
  const endMs = performance.now() + limitMs
  try {
    const called = await inTime(endMs, valuesOf(calls, filter, 'resource', 100))
    const asked = called.filter(({ value }) => changes.has(value)).slice(0, mostAsked)
    const findings: PreflightFinding[] = []
    for (const { value, count } of asked) {
      const ofResource = { ...filter, include: [`resource:${value}`] }
      const apps = await inTime(endMs, valuesOf(calls, ofResource, 'app_code', 100))
      const names = apps.map((app) => app.value).filter((name) => name !== '')
      findings.push(calledRecently(value, changes.get(value) ?? 'changed', count, names))
    }
    return findings
  } catch {
    return [notKnown] // the flow log is being started, or has too much to look through
  }
}

type CallerChange = 'removed' | 'changed'

/** Where the same request would be answered otherwise by the gateway itself. */
function changedForCallers(difference: StageDifference | undefined): Map<string, CallerChange> {
  const before = difference?.before.resources ?? []
  const after = new Map((difference?.after.resources ?? []).map((one) => [one.name, one]))
  const changes = new Map<string, CallerChange>()
  for (const old of before) {
    const now = after.get(old.name)
    if (now === undefined) changes.set(old.name, 'removed')
    else if (isOtherForCallers(old, now)) changes.set(old.name, 'changed')
  }
  return changes
}

function isOtherForCallers(old: Resource, now: Resource): boolean {
  const isStricter = (['app', 'user', 'permission'] as const).some(
    (key) => now.auth[key] && !old.auth[key],
  )
  const isElsewhere = old.path !== now.path || (old.method !== now.method && now.method !== 'ANY')
  return isStricter || isElsewhere || (old.matchSubpath && !now.matchSubpath)
}

async function valuesOf(
  calls: RecentCalls,
  filter: AggregateFilter,
  field: string,
  top: number,
): Promise<{ value: string; count: number }[]> {
  const answer = await calls.aggregate(filter, { kind: 'top-values', fields: [field], top })
  if (answer.kind !== 'top-values') return []
  const values = answer.fields[0]?.values ?? []
  return values.map(({ value, count }) => ({ value: String(value), count }))
}

async function inTime<Answer>(endMs: number, asked: Promise<Answer>): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const leftMs = Math.max(1, endMs - performance.now())
    timer = setTimeout(() => reject(new Error('the flow log took too long')), leftMs)
  })
  asked.catch(() => undefined) // it may fail later, when nobody waits any more
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}

function calledRecently(
  resource: string,
  change: CallerChange,
  count: number,
  apps: readonly string[],
): PreflightFinding {
  const by = apps.length === 0 ? '-' : listOf(apps)
  const removed = change === 'removed'
  return {
    level: 'warning',
    key: 'called_recently',
    path: `resources/${resource}`,
    sentence: [
      en`${resource} was called ${count} times within the last 7 days (applications: ${by}), and ${removed ? 'would be gone' : 'would take other requests'}.`,
      zh`${resource} 最近 7 天被调用 ${count} 次（应用：${by}），发布后${removed ? '将不复存在' : '可接受的请求会改变'}。`,
    ],
    advice: ['Tell the owners of these applications first.', '请先告知这些应用的负责人。'],
  }
}

const notKnown: PreflightFinding = {
  level: 'info',
  key: 'callers_unknown',
  path: '',
  sentence: [
    'The flow log could not tell in time who calls what would be changed.',
    '流水日志未能及时给出受影响资源的调用方。',
  ],
  advice: ['Look for the resources in the flow log.', '请在流水日志中查询这些资源。'],
}
