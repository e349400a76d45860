import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AggregateQuestion } from '../aggregate/aggregate-question.ts'
import type { CountedAnswer } from '../aggregate/record-aggregate.ts'
import { recordSearch } from '../record-search.ts'
import { aggregateRecords } from './aggregate-records.ts'
import { openDuckDb } from './duckdb.ts'

/** 600,000 records: every fifth of one path, every seventh of the rest of another, all others differ. */
const recordCount = 600_000
const relation = `(SELECT i AS timestamp, 1.0 + i % 3 AS request_duration, '192.0.2.' || (i % 250) AS client_ip,
  CASE WHEN i % 5 = 0 THEN '/hot' WHEN i % 7 = 0 THEN '/warm' ELSE '/orders/' || i END AS http_path
  FROM range(${recordCount}) numbers(i))`
const differing = recordCount - 120_000 - 68_572

async function asked(question: AggregateQuestion, query = ''): Promise<CountedAnswer> {
  const db = await openDuckDb({ memoryMiB: 128, threads: 1 })
  const reader = await db.connect()
  const filter = { query, fromMs: 0, toMs: recordCount }
  const part = `(SELECT * FROM ${relation} WHERE timestamp % 16 = 3)`
  const sample = () => ({ relation: part, records: recordCount / 16, total: recordCount })
  const source = { reader, relation, sample }
  const search = recordSearch({ ...filter, limit: 1 })
  const answer = await aggregateRecords(source, question, filter, search)
  reader.closeSync()
  return answer
}

async function topTwo(query = '') {
  const fields = ['client_ip', 'http_path']
  const answer = await asked({ kind: 'top-values', fields, top: 2 }, query)
  return answer.kind === 'top-values' ? answer.fields : []
}

test('frequent ones among values without number are counted exactly, and the answer says what it estimates', async () => {
  const [addresses, paths] = await topTwo()

  assert.ok(addresses)
  assert.equal(addresses.approximate, undefined, 'few values are simply counted')
  assert.equal(addresses.distinct, 250)
  assert.deepEqual(
    paths?.values.map(({ value, count }) => [value, count]),
    [
      ['/hot', 120_000],
      ['/warm', 68_572],
    ],
  )
  assert.equal(paths.approximate, true)
  assert.equal(paths.total, recordCount)
  assert.equal(paths.others, differing)
  const estimate = paths.distinct / (differing + 2)
  assert.ok(estimate > 0.95 && estimate < 1.05, `${paths.distinct} of ${differing + 2}`)
})

test('where a query leaves few records, all their values are counted', async () => {
  const [, paths] = await topTwo('http_path:/orders/1*')

  assert.ok(paths)
  assert.equal(paths.approximate, undefined)
  assert.equal(paths.total, paths.distinct)
})

test('a histogram and percentiles tell the frequent ones among values without number apart, the same way', async () => {
  const by = 'http_path'
  const histogram = await asked({ kind: 'histogram', stepMs: 300_000, by, top: 2 })
  const percentiles = await asked({ kind: 'percentiles', of: 'request_duration', by, top: 2 })

  assert.ok(histogram.kind === 'histogram' && percentiles.kind === 'percentiles')
  assert.deepEqual(
    histogram.series.map(({ value, counts }) => [value, counts]),
    [
      ['/hot', [60_000, 60_000]],
      ['/warm', [34_286, 34_286]],
    ],
  )
  assert.equal(histogram.others.total, differing)
  assert.equal(histogram.approximate, true)
  assert.deepEqual(
    percentiles.groups.map(({ value, count, p50 }) => [value, count, p50]),
    [
      ['/hot', 120_000, 2],
      ['/warm', 68_572, 2],
    ],
  )
  assert.equal(percentiles.all.count, recordCount)
  assert.equal(percentiles.approximate, true)
})
