import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MatchCount } from '../../flowlog/aggregate/match-counts.ts'
import type { RuleInForce } from './alarm-rule.ts'
import { judge, questionOf, type AlarmSubject, type Judgement } from './decide-alarms.ts'

const nowMs = 1_795_334_400_000
const question = {
  query: '',
  by: undefined,
  gateways: undefined,
  fromMs: nowMs - 300_000,
  toMs: nowMs,
  wantsTotal: true,
}

const rule: RuleInForce = {
  id: 'r',
  gateway: 'shop',
  name: 'n',
  enabled: true,
  severity: 'warning',
  query: '',
  groupBy: 'backend',
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  minimum: 20,
  windowMinutes: 5,
  quietMinutes: 0,
  recoveryNotice: true,
  receivers: [],
  madeAtMs: 0,
  changedAtMs: 0,
  changedBy: '',
  signing: {},
}
const ofA: AlarmSubject = { gateway: 'shop', value: 'a' }

function count(value: string, matching: number, total = matching, gateway = 'shop'): MatchCount {
  return { gateway, value, matching, total }
}

function judged(
  counts: readonly MatchCount[],
  more: Partial<RuleInForce> = {},
  { open = [] as readonly AlarmSubject[], complete = true, hasGap = false } = {},
): Judgement {
  const gaps = hasGap ? [{ from: nowMs - 10, to: nowMs - 5, reason: 'killed' } as const] : []
  return judge({ ...rule, ...more }, question, { counts, complete }, gaps, open)
}

function firing({ fires }: Judgement): string[] {
  return fires.map(({ subject }) => subject.value)
}

test('each value that fits the condition fires, and one that fires already does not again', () => {
  const counts = [count('a', 5), count('b', 3), count('c', 2), count('a', 9, 9, 'bank')]

  assert.deepEqual(firing(judged(counts)), ['a', 'b'])
  assert.deepEqual(firing(judged(counts, {}, { open: [ofA] })), ['b'])
})

test('an alarm is over when its condition holds no more, also where nothing came at all', () => {
  assert.deepEqual(judged([count('a', 2)], {}, { open: [ofA] }).recovers, [ofA])
  assert.deepEqual(judged([], {}, { open: [ofA] }).recovers, [ofA])
  assert.deepEqual(judged([count('a', 3)], {}, { open: [ofA] }).recovers, [])
})

test('while records are missing nothing is over, too much fires and too little does not', () => {
  const tooFew = {
    groupBy: null,
    condition: { measure: 'count', comparison: '<', threshold: 1 },
  } as const
  for (const missing of [{ complete: false }, { hasGap: true }]) {
    assert.deepEqual(judged([], {}, { open: [ofA], ...missing }).recovers, [])
    assert.deepEqual(firing(judged([count('a', 3)], {}, missing)), ['a'])
    assert.deepEqual(firing(judged([], tooFew, missing)), [])
    assert.ok(judged([], {}, missing).isIncomplete)
  }
  assert.deepEqual(firing(judged([], tooFew)), [''])
})

test('a rate is the share of all requests, of at least so many', () => {
  const condition = { measure: 'rate', comparison: '>', threshold: 10 } as const
  const counts = [count('a', 10, 100), count('b', 11, 100), count('c', 19, 19)]

  assert.deepEqual(firing(judged(counts, { condition })), ['b'])
  assert.equal(questionOf({ ...rule, condition }, nowMs).wantsTotal, true)
})

test('a rule of the whole deployment counts all gateways as one, unless it groups', () => {
  const counts = [count('', 2), count('', 1, 1, 'bank')]
  const byBackend = [count('x', 3), count('x', 3, 3, 'bank')]

  assert.deepEqual(
    judged(counts, { gateway: '', groupBy: null }).fires.map(({ subject, matching }) => [
      subject,
      matching,
    ]),
    [[{ gateway: '', value: '' }, 3]],
  )
  assert.deepEqual(
    judged(byBackend, { gateway: '' }).fires.map(({ subject }) => subject.gateway),
    ['shop', 'bank'],
  )
})

test('one rule has fifty alarms at most', () => {
  const counts = Array.from({ length: 80 }, (_, number) => count(`b${number}`, 5))

  assert.equal(judged(counts).fires.length, 50)
  assert.equal(judged(counts, {}, { open: [ofA] }).fires.length, 49)
})
