import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import * as fc from 'fast-check'
import { countedField } from '../aggregate/counted-field.ts'
import type { AggregateQuestion } from '../aggregate/aggregate-question.ts'
import type { Row } from '../aggregate/counted-records.ts'
import { comparedFields } from '../aggregate/difference-fields.ts'
import { DifferenceCounter, differencesSql } from '../aggregate/differences.ts'
import { failuresOfRows, failuresSql } from '../aggregate/failures.ts'
import { type MatchCount, MatchCounter } from '../aggregate/match-counts.ts'
import { recordAggregate } from '../aggregate/record-aggregate.ts'
import { someQuery } from '../../../test/arbitrary-query.ts'
import { someRecord } from '../../../test/arbitrary-record.ts'
import { printQuery } from '../query/print-query.ts'
import { queryFields, type ConcludedRecord } from '../query/query-field.ts'
import { conditionOf } from '../query/query-sql.ts'
import { predicateOf } from '../query/query-predicate.ts'
import { recordSearch } from '../record-search.ts'
import { idOf, logFolders, openEngine, startMs, writeSegment } from './engine-under-test.ts'
import { rowsOf } from './duckdb.ts'
import type { LogEngine } from './engine.ts'

const runs = Number(process.env['FAULTLINE_TEST_RUNS'] ?? 50)
const recordCount = 600

test('DuckDB counts what JavaScript counts, for every kind of question', async (t) => {
  const { records, engine } = await recordsOfLog(t)
  const query = fc.oneof(
    fc.constantFrom('', '', 'status:>=500', '-fault:none', 'gateway:shop', 'complete:true'),
    someQuery.map(printQuery),
  )

  await fc.assert(
    fc.asyncProperty(someQuestion, query, someRange, async (question, text, [fromMs, toMs]) => {
      const filter = { query: text, fromMs, toMs }
      const search = recordSearch({ ...filter, limit: 1 })
      const expected = recordAggregate(question, filter, search)
      const holds = predicateOf(search.node)
      for (const record of records) {
        if (record.timestamp < fromMs || record.timestamp >= toMs) continue
        const isSelected = holds(record)
        if (isSelected || expected.wantsRest) expected.add(record, isSelected)
      }

      const actual = await engine.aggregate(filter, question)

      const wanted = { ...expected.answer(), complete: true }
      assert.deepEqual(actual, wanted, `${JSON.stringify(question)} of [${text}]`)
    }),
    { numRuns: runs },
  )
  const groups = await rowsOfFailures(engine, 3)
  assert.equal(groups.length, 3, 'of what fails only the groups that were asked for leave DuckDB')
  assert.ok(failuresOfRows(groups).others.groups > 3)
})

test('of large groups a regular part is looked at, the same that JavaScript takes', async (t) => {
  const { records, engine } = await recordsOfLog(t)
  const filter = { query: 'status:>=500', fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }
  const search = recordSearch({ ...filter, limit: 1 })
  const holds = predicateOf(search.node)
  const fields = comparedFields(search.node, undefined)
  const expected = new DifferenceCounter(fields, 50)
  for (const record of records) {
    const every = holds(record) ? 2 : 3
    if (record.timestamp % every === 0) expected.addRecord(record, holds(record))
  }
  const groups = { selected: 100_000, rest: 300_000 }

  const actual = new DifferenceCounter(fields, 50)
  await engine.ask(0, Number.MAX_SAFE_INTEGER, async ({ reader, relation }) => {
    const where = { sql: 'true', values: [] }
    const counting = { relation, where }
    const { sql, values } = differencesSql(counting, conditionOf(search.node), fields, groups)
    for (const row of await rowsOf(reader, sql, values)) actual.addRow(row)
  })

  assert.deepEqual(actual.answer(groups), { ...expected.answer(), ...groups })
})

async function rowsOfFailures(engine: LogEngine, top: number): Promise<readonly Row[]> {
  let rows: readonly Row[] = []
  await engine.ask(0, Number.MAX_SAFE_INTEGER, async ({ reader, relation }) => {
    const { sql } = failuresSql({ relation, where: { sql: 'true', values: [] } }, top)
    rows = await rowsOf(reader, sql, [])
  })
  return rows
}

/** A log of which a part lies in a file and the rest in memory, and its records. */
async function recordsOfLog(
  t: TestContext,
): Promise<{ records: readonly ConcludedRecord[]; engine: LogEngine }> {
  const folders = await logFolders(t)
  const lines = fc.sample(someRecord, recordCount).map((record, number) => ({
    ...record,
    request_id: idOf(number),
    timestamp: startMs + number * 101,
  }))
  await writeSegment(folders, 1, lines.slice(0, 400))
  const engine = await openEngine(folders)
  await engine.round()
  await writeSegment(folders, 2, lines.slice(400), 'open')
  const { items } = await engine.list({ limit: recordCount })
  assert.equal(items.length, recordCount)
  assert.equal(engine.state.fileRecords, 400)
  return { records: items, engine }
}

const counted = queryFields
  .map(({ name }) => name)
  .filter((name) => countedField(name) !== undefined)
const someField = fc.constantFrom(...counted)
const someTop = fc.constantFrom(1, 3, 10)

const someQuestion: fc.Arbitrary<AggregateQuestion> = fc.oneof(
  fc.record({
    kind: fc.constant('histogram' as const),
    stepMs: fc.constantFrom(0, 700, 1_000, 60_000),
    by: someField,
    top: someTop,
  }),
  fc.record({
    kind: fc.constant('top-values' as const),
    fields: fc.uniqueArray(someField, { minLength: 1, maxLength: 3 }),
    top: someTop,
  }),
  fc.record({
    kind: fc.constant('summary' as const),
    stepMs: fc.constantFrom(0, 60_000),
    by: someField,
    fields: fc.uniqueArray(someField, { minLength: 1, maxLength: 4 }),
    top: someTop,
  }),
  fc.record({
    kind: fc.constant('percentiles' as const),
    of: fc.constantFrom('request_duration', 'backend_duration'),
    by: fc.option(someField, { nil: undefined }),
    top: someTop,
  }),
  fc.record({ kind: fc.constant('differences' as const), top: fc.constantFrom(3, 10) }),
  fc.record({ kind: fc.constant('failures' as const), top: fc.constantFrom(1, 3, 100) }),
)

const someRange = fc.constantFrom(
  [startMs, startMs + recordCount * 101] as const,
  [startMs - 5_000, startMs + 100_000] as const,
  [startMs + 12_345, startMs + 34_567] as const,
)

test('DuckDB counts the matches of a query as JavaScript does, by when requests ended', async (t) => {
  const { records, engine } = await recordsOfLog(t)
  const questions = fc.sample(
    fc.record({
      query: fc.constantFrom('', 'status:>=500', '-fault:none', 'gateway:shop'),
      by: fc.constantFrom(undefined, 'resource', 'key', 'status', 'app_code'),
      fromMs: fc.integer({ min: startMs - 500, max: startMs + 300 }),
      toMs: fc.integer({ min: startMs + 300, max: startMs + 1_500 }),
      wantsTotal: fc.boolean(),
      gateways: fc.constantFrom(undefined, ['shop'], ['bank', 'none']),
    }),
    runs,
  )

  const answers = await engine.matches(questions)

  for (const [place, question] of questions.entries()) {
    const counter = new MatchCounter(question)
    for (const record of records) counter.add(record)
    assert.deepEqual(
      sorted(answers[place]?.counts),
      sorted(counter.counts()),
      JSON.stringify(question),
    )
  }
})

function sorted(counts: readonly MatchCount[] = []): readonly MatchCount[] {
  const keyOf = ({ gateway, value }: MatchCount): string => JSON.stringify([gateway, value])
  return counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}
