import type { MatchCounts, MatchQuestion } from '../../flowlog/aggregate/match-counts.ts'
import { gapsWithin, type RecordGap } from '../../flowlog/record-gap.ts'
import type { AlarmRule, RuleInForce } from './alarm-rule.ts'

/** What an alarm is about: which gateway, and which value of the field that the rule groups by. */
export interface AlarmSubject {
  readonly gateway: string
  readonly value: string
}

export interface Measured {
  readonly subject: AlarmSubject
  readonly total: number
  readonly matching: number
  readonly holds: boolean
}

/** What a rule finds now. */
export interface Judgement {
  /** Of every subject that there are requests of, and of those whose alarm is open. */
  readonly measured: readonly Measured[]
  readonly fires: readonly Measured[]
  /** Subjects whose alarm is over. */
  readonly recovers: readonly AlarmSubject[]
  /** Records are missing, so what is too little may not be, and nothing is over. */
  readonly isIncomplete: boolean
}

/** Between the end of a request and its line in the spool. */
const lagMs = 2_000

export function questionOf(
  { query, groupBy, condition, windowMinutes, gateway }: RuleInForce,
  nowMs: number,
): MatchQuestion {
  const toMs = nowMs - lagMs
  const fromMs = toMs - windowMinutes * 60_000
  const wantsTotal = condition.measure === 'rate'
  const gateways = gateway === '' ? undefined : [gateway]
  return { query, by: groupBy ?? undefined, gateways, fromMs, toMs, wantsTotal }
}

export function judge(
  rule: RuleInForce,
  question: MatchQuestion,
  { counts, complete }: MatchCounts,
  gaps: readonly RecordGap[],
  open: readonly AlarmSubject[],
): Judgement {
  const isIncomplete = !complete || gapsWithin(gaps, question.fromMs, question.toMs).length > 0
  const sums = sumsBySubject(rule, counts)
  const always = rule.groupBy === null ? [{ gateway: rule.gateway, value: '' }] : []
  for (const subject of [...open, ...always]) {
    if (!sums.has(keyOf(subject))) sums.set(keyOf(subject), { subject, total: 0, matching: 0 })
  }
  const measured = [...sums.values()].map((sum) => ({ ...sum, holds: holds(rule, sum) }))
  const isOpen = new Set(open.map(keyOf))
  const mayBeMore = isIncomplete && rule.condition.comparison.startsWith('<')
  const fires = measured.filter((one) => one.holds && !isOpen.has(keyOf(one.subject)))
  const over = measured.filter((one) => !one.holds && isOpen.has(keyOf(one.subject)))
  return {
    measured,
    fires: mayBeMore ? [] : fires.slice(0, Math.max(0, mostOpen - open.length)),
    recovers: isIncomplete ? [] : over.map(({ subject }) => subject),
    isIncomplete,
  }
}

/** Alarms of one rule at a time: more tell nobody anything. */
const mostOpen = 50

/** As it is kept, and compared. */
export function keyOf({ gateway, value }: AlarmSubject): string {
  return JSON.stringify([gateway, value])
}

export function subjectOf(key: string): AlarmSubject {
  const [gateway = '', value = ''] = JSON.parse(key) as string[] // keyOf wrote it
  return { gateway, value }
}

/** A rule of the whole deployment that groups by nothing counts all gateways as one. */
function sumsBySubject(
  rule: RuleInForce,
  counts: MatchCounts['counts'],
): Map<string, Omit<Measured, 'holds'>> {
  const sums = new Map<string, Omit<Measured, 'holds'>>()
  for (const { gateway, value, total, matching } of counts) {
    if (rule.gateway !== '' && gateway !== rule.gateway) continue
    const subject = { gateway: rule.groupBy === null ? rule.gateway : gateway, value }
    const known = sums.get(keyOf(subject))
    sums.set(keyOf(subject), {
      subject,
      total: (known?.total ?? 0) + total,
      matching: (known?.matching ?? 0) + matching,
    })
  }
  return sums
}

function holds({ condition, minimum }: AlarmRule, sum: Omit<Measured, 'holds'>): boolean {
  const { measure, comparison, threshold } = condition
  if (measure === 'rate' && sum.total < minimum) return false
  const value = measure === 'count' ? sum.matching : ratePercent(sum)
  switch (comparison) {
    case '>':
      return value > threshold
    case '>=':
      return value >= threshold
    case '<':
      return value < threshold
    default:
      return value <= threshold
  }
}

export function ratePercent({ total, matching }: Pick<Measured, 'total' | 'matching'>): number {
  return total === 0 ? 0 : (matching / total) * 100
}
