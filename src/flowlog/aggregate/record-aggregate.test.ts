import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FlowRecord } from '../../model/flow-record.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import type { Conclusion, ConcludedRecord } from '../query/query-field.ts'
import { predicateOf } from '../query/query-predicate.ts'
import { recordSearch } from '../record-search.ts'
import {
  AggregateError,
  type AggregateAnswer,
  type AggregateQuestion,
} from './aggregate-question.ts'
import { differenceScore } from './difference-score.ts'
import { checkAggregate, recordAggregate } from './record-aggregate.ts'
import { autoStepMs } from './time-step.ts'

test('a histogram counts each record in the bar of its time; empty bars are there', () => {
  const records = [0, 1, 999, 1_000, 3_500].map((timestamp) => record({ timestamp }))

  const answer = counted({ kind: 'histogram', stepMs: 1_000, by: 'fault', top: 5 }, records)

  assert.deepEqual(answer.times, [0, 1_000, 2_000, 3_000])
  assert.deepEqual(answer.series, [{ value: 'none', total: 5, counts: [3, 1, 0, 1] }])
  assert.equal(answer.total, 5)
})

test('values beyond the most frequent ones are counted together', () => {
  const apps = ['a', 'a', 'a', 'b', 'b', 'c', 'd']
  const records = apps.map((app, place) => record({ timestamp: place, app_code: app }))

  const answer = counted({ kind: 'histogram', stepMs: 5_000, by: 'app_code', top: 2 }, records)

  assert.deepEqual(
    answer.series.map(({ value, total }) => [value, total]),
    [
      ['a', 3],
      ['b', 2],
    ],
  )
  assert.deepEqual(answer.others, { total: 2, counts: [2] })
})

test('values of the same count are in the order in which DuckDB sorts them', () => {
  const records = ['\u{1f600}', '\uff5e', 'b', 'a'].map((app) => record({ app_code: app }))

  const answer = counted({ kind: 'top-values', fields: ['app_code'], top: 4 }, records)

  assert.deepEqual(
    answer.fields[0]?.values.map(({ value }) => value),
    ['a', 'b', '\uff5e', '\u{1f600}'],
  )
})

test('of values of the same count, a histogram too takes the first in the order of DuckDB', () => {
  const records = ['\u{1f600}', '\uff5e', 'b', 'a'].map((app) => record({ app_code: app }))

  const answer = counted({ kind: 'histogram', stepMs: 5_000, by: 'app_code', top: 3 }, records)

  assert.deepEqual(
    answer.series.map(({ value }) => value),
    ['a', 'b', '\uff5e'],
  )
  assert.deepEqual(answer.others, { total: 1, counts: [1] })
})

test('the step of a histogram fits its time, and too many bars are refused', () => {
  assert.deepEqual(
    [60_000, 3_600_000, 86_400_000, 30 * 86_400_000].map(autoStepMs),
    [1_000, 60_000, 1_800_000, 86_400_000],
  )
  const question = { kind: 'histogram', stepMs: 1_000, by: 'fault', top: 5 } as const
  assert.throws(
    () => checkAggregate(question, { fromMs: 0, toMs: 2_001_000 }),
    (error) => error instanceof AggregateError && /step: 2001 bars are more/.test(error.message),
  )
})

test('a percentile is the duration of a record; what was not measured does not count', () => {
  const records = Array.from({ length: 100 }, (_, place) =>
    record({ backend_duration: place + 1, gateway: place < 40 ? 'shop' : 'bank' }),
  )
  const unmeasured = Array.from({ length: 50 }, () => record({ gateway: 'shop' }))

  const question = { kind: 'percentiles', of: 'backend_duration', by: 'gateway', top: 5 } as const
  const answer = counted(question, [...records, ...unmeasured])

  assert.deepEqual(answer.all, { count: 100, p50: 50, p90: 90, p95: 95, p99: 99, max: 100 })
  assert.deepEqual(
    answer.groups.map(({ value, count, p50, max }) => [value, count, p50, max]),
    [
      ['bank', 60, 70, 100],
      ['shop', 40, 20, 40],
    ],
  )
})

test('a percentile of any number of durations is at most one percent too long, the longest is exact', () => {
  const durations = Array.from({ length: 5_000 }, (_, place) => 0.001 * 1.004 ** place)
  const records = durations.map((request_duration) => record({ request_duration }))

  const question = { kind: 'percentiles', of: 'request_duration', by: undefined, top: 1 } as const
  const { all } = counted(question, records)

  for (const [found, rank] of [
    [all.p50, 2_500],
    [all.p90, 4_500],
    [all.p99, 4_950],
  ] as const) {
    const exact = durations[rank - 1] ?? 0
    assert.ok(found >= exact && found <= exact * 1.01, `${found} for ${exact}`)
  }
  assert.equal(all.max, durations.at(-1))
})

test('what cannot be counted by is refused with the reason', () => {
  for (const [by, reason] of [
    ['request_id', /differs in nearly every record/],
    ['nonsense', /no such field/],
  ] as const) {
    assert.throws(
      () => checkAggregate({ kind: 'histogram', stepMs: 0, by, top: 1 }, { fromMs: 0, toMs: 1 }),
      reason,
    )
  }
  const question = { kind: 'percentiles', of: 'status', by: undefined, top: 1 } as const
  assert.throws(() => checkAggregate(question, { fromMs: 0, toMs: 1 }), /"status" is no duration/)
})

test('the planted difference comes first; what follows from the query does not come at all', () => {
  const records = Array.from({ length: 2_000 }, (_, place) => {
    const isSlow = place % 20 === 0
    return record({
      app_code: `app${place % 7}`,
      release: isSlow && place % 200 !== 0 ? 'r13' : 'r12',
      request_duration: isSlow ? 5_000 : 20,
      node: isSlow && place < 80 ? 'rare' : 'n1', // in the selection only, but four times
      stage: isSlow ? 'prod' : place % 2 === 0 ? 'prod' : 'test',
    })
  })

  const answer = counted({ kind: 'differences', top: 5 }, records, 'request_duration:>1s')

  assert.equal(answer.selected, 100)
  assert.equal(answer.rest, 1_900)
  const [first, second, ...more] = answer.items
  assert.partialDeepStrictEqual(first, {
    field: 'release',
    value: 'r13',
    selected: { count: 90, share: 0.9 },
    rest: { count: 0 },
  })
  assert.partialDeepStrictEqual(second, { field: 'stage', value: 'prod' })
  assert.deepEqual(more, [])
})

test('fields that say the same are told once', () => {
  const records = Array.from({ length: 300 }, (_, place) => {
    const isOther = place % 3 === 0
    return record({
      app_code: isOther ? 'batch' : 'web',
      client_ip: isOther ? '10.0.0.9' : '10.0.0.1',
      request_duration: isOther ? 5_000 : 20,
    })
  })

  const answer = counted({ kind: 'differences', top: 5 }, records, 'request_duration:>1s')

  assert.equal(answer.items.length, 1)
  assert.partialDeepStrictEqual(answer.items[0], {
    field: 'app_code',
    value: 'batch',
    also: [{ field: 'client_ip', value: '10.0.0.9' }],
  })
})

test('fields with the same counts are not taken for the same where several values have them', () => {
  const records = Array.from({ length: 600 }, (_, place) => {
    const kind = place % 6
    const isSlow = kind < 2
    return record({
      resource: isSlow ? `slow${kind}` : 'quick',
      app_code: isSlow ? `batch${kind}` : 'web',
      request_duration: isSlow ? 5_000 : 20,
    })
  })

  const answer = counted({ kind: 'differences', top: 9 }, records, 'request_duration:>1s')

  assert.deepEqual(
    answer.items.map(({ value, also }) => [value, also]),
    [
      ['slow0', []],
      ['slow1', []],
      ['batch0', []],
      ['batch1', []],
    ],
  )
})

test('a difference that may be chance scores nothing, one that is sure more the larger it is', () => {
  assert.equal(differenceScore(3, 10, 200, 1_000), 0)
  assert.equal(differenceScore(50, 100, 500, 1_000), 0)
  assert.equal(differenceScore(0, 100, 500, 1_000), 0)
  const small = differenceScore(60, 100, 300, 1_000)
  const large = differenceScore(90, 100, 100, 1_000)
  assert.ok(small > 0 && large > small)
})

test('failures are grouped by where and what, with the time of the first, and the last one named', () => {
  const away = { fault: 'network', key: 'backend_refused', gateway: 'shop' } as const
  const records = [
    record({ timestamp: 3, ...away, request_id: 'c' }),
    record({ timestamp: 1, ...away, request_id: 'a' }),
    record({ timestamp: 2, fault: 'client', key: 'app_missing', gateway: 'bank' }),
    record({ timestamp: 9, fault: 'none', gateway: 'shop' }),
  ]

  const { groups, others } = counted({ kind: 'failures', top: 1 }, records)

  assert.deepEqual(
    groups.map(({ gateway, key, count, firstAt, lastAt, requestId }) => [
      gateway,
      key,
      count,
      [firstAt, lastAt],
      requestId,
    ]),
    [['shop', 'backend_refused', 2, [1, 3], 'c']],
  )
  assert.deepEqual(others, { groups: 1, count: 1 })
})

type AnswerTo<Question extends AggregateQuestion> = Extract<
  AggregateAnswer,
  { readonly kind: Question['kind'] }
>

function counted<Question extends AggregateQuestion>(
  question: Question,
  records: readonly ConcludedRecord[],
  query = '',
): AnswerTo<Question> {
  const filter = { query, fromMs: 0, toMs: 4_000 }
  const search = recordSearch({ ...filter, limit: 1 })
  const aggregate = recordAggregate(question, filter, search)
  const holds = predicateOf(search.node)
  for (const one of records) {
    if (holds(one) || aggregate.wantsRest) aggregate.add(one, holds(one))
  }
  return aggregate.answer() as AnswerTo<Question> // of the same kind as the question
}

function record(members: Partial<FlowRecord & Conclusion>): ConcludedRecord {
  const conclusion = {
    responder: 'backend',
    fault: 'none',
    owner: 'nobody',
    key: 'answered',
  } as const
  return { ...wholeRecord({ status: 200, ...members }), ...conclusion, ...members }
}
