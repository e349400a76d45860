import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { FlowRecord } from '../../model/flow-record.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import { StatisticsCounter } from '../statistics/statistics-counter.ts'
import { dimensions, type StatisticsQuestion } from '../statistics/statistics-question.ts'
import { classify, logFolders, openEngine, writeSegment } from './engine-under-test.ts'
import {
  countAll,
  everything,
  hourMs,
  line,
  nowMs,
  someLines,
  takeIn,
} from './statistics-under-test.ts'

const runs = Number(process.env['FAULTLINE_TEST_RUNS'] ?? 15)

test('counts of files and of records are the same, whichever are asked, for every question', async (t) => {
  const folders = await logFolders(t)
  const lines = someLines(400, nowMs - 20 * hourMs, nowMs, 0, fc.sample(someLine, 400))
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  for (const part of [0, 1, 2, 3]) {
    await writeSegment(folders, part, lines.slice(part * 90, part * 90 + 90))
  }
  const engine = await openEngine(folders)
  await takeIn(engine)
  await writeSegment(folders, 9, lines.slice(360), 'open') // these stay in memory
  const ask = async (): Promise<unknown[]> => {
    const answers: unknown[] = []
    for (const question of questions) answers.push(await engine.statistics(question))
    return answers
  }
  const questions = [everything, ...fc.sample(someQuestion, runs)]

  const ofRecords = await ask()
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)
  const ofCounts = await ask()

  assert.equal(engine.state.problem, '')
  assert.ok(engine.state.statisticsBytes > 0)
  const expected = questions.map((question) => {
    const counter = new StatisticsCounter(question)
    for (const one of lines) {
      const record = wholeRecord(one)
      counter.addRecord({ ...record, ...classify(record) })
    }
    return { ...counter.answer(), complete: true, gaps: [] }
  })
  assert.deepEqual(ofRecords, expected)
  assert.deepEqual(ofCounts, expected)
  assert.ok((expected[0]?.total.failures ?? 0) > 0)
})

test('rare resources and applications share a row, and answers say how many may be missing', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  const lines = Array.from({ length: 1_200 }, (_, number) => ({
    ...line(number, nowMs - 2 * hourMs + number),
    resource: `r${number % 600}`,
    app_code: number < 2 ? 'often' : `app${number}`,
  }))
  await writeSegment(folders, 1, lines)
  const engine = await openEngine(folders)
  await takeIn(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)

  const byResource = await engine.statistics({ ...everything, by: 'resource', top: 1_000 })
  const byApp = await engine.statistics({ ...everything, by: 'app', top: 1 })
  const told = await engine.statistics({ ...everything, where: { resource: 'r0' } })
  const ofApp = { ...everything, where: { app: 'often' } }
  const asViewer = await engine.statistics(ofApp)
  const asOwner = await engine.statistics({ ...ofApp, isOfOwner: true })

  assert.equal(byResource.total.requests, 1_200)
  assert.equal(byResource.groups.length, 500)
  assert.equal(byResource.others.total.requests, 200)
  assert.deepEqual(
    byApp.groups.map(({ value, total: { requests } }) => [value, requests]),
    [['often', 2]],
  )
  assert.equal(byApp.others.total.requests, 1_198)
  assert.equal(told.untold, 200)
  assert.ok(asViewer.untold > 0 && asViewer.complete, 'rare ones may be of it')
  assert.deepEqual([asOwner.untold, asOwner.complete, asOwner.total.requests], [0, false, 2])
})

test('of two bars each has its own requests, and a last one that is longer has all of its', async (t) => {
  const folders = await logFolders(t)
  const lines = [1, 4, 5, 6].map((hour) => line(hour, nowMs - hour * hourMs))
  await writeSegment(folders, 1, lines)
  const engine = await openEngine(folders)
  await takeIn(engine)
  const requestsOf = async (...hours: number[]): Promise<number[]> => {
    const bars = hours.map((hour) => nowMs - hour * hourMs)
    const { times } = await engine.statistics({ ...everything, times: bars, toMs: nowMs })
    return times.map(({ requests }) => requests)
  }

  assert.deepEqual(await requestsOf(6, 5), [1, 3])
  assert.deepEqual(await requestsOf(6, 5, 4), [1, 1, 2])
})

test('what may be missing of an application says nothing of others that call the same resource', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  const apps = ['mine', 'mine', 'theirs', 'theirs', 'theirs']
  const lines = apps.map((app_code, number) => ({
    ...line(number, nowMs - 2 * hourMs + number),
    resource: 'orders',
    app_code,
  }))
  await writeSegment(folders, 1, lines)
  const engine = await openEngine(folders, { retainBytes: 1 })
  await takeIn(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)

  for (const question of [
    { where: { app: 'mine', resource: 'orders' } },
    { where: { app: 'mine' }, by: 'resource' as const },
  ]) {
    const { total: all, untold } = await engine.statistics({ ...everything, ...question })
    assert.deepEqual([all.requests, untold], [0, 2])
  }
})

const someDuration = fc.oneof(
  fc.constantFrom(0, 0.5, 1, 1.25, 2, 99.95, 1_000, 400_000),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
)

const someLine: fc.Arbitrary<Partial<FlowRecord>> = fc.record({
  gateway: fc.constantFrom('shop', 'bank', ''),
  stage: fc.constantFrom('prod', 'test'),
  resource: fc.constantFrom('', 'orders', 'items'),
  app_code: fc.constantFrom('', 'a', 'b'),
  status: fc.constantFrom(0, 101, 200, 404, 499, 502),
  error_key: fc.constantFrom('', '', 'backend_refused', 'app_unknown'),
  request_duration: someDuration,
  backend_duration: someDuration,
})

const someWhere = fc.record(
  {
    gateway: fc.constantFrom('shop', 'bank'),
    stage: fc.constant('prod'),
    resource: fc.constantFrom('orders', ''),
    app: fc.constantFrom('a', ''),
    status_class: fc.constantFrom('2', '5'),
    fault: fc.constantFrom('network', 'none'),
    key: fc.constantFrom('backend_refused', 'none_such'),
  },
  { requiredKeys: [] },
)

/** By the hour, of any width, or as the days of a time zone are. */
const someTimes = fc.oneof(
  fc
    .constantFrom(1, 2, 3)
    .map((width) =>
      Array.from(
        { length: Math.ceil(24 / width) },
        (_, bar) => nowMs - 24 * hourMs + bar * width * hourMs,
      ),
    ),
  fc.constant([nowMs - 24 * hourMs]),
  fc.constant([nowMs - 24 * hourMs, nowMs - 13 * hourMs]),
  // the last is longer than those before, as the day is on which clocks are set back
  fc.constant([nowMs - 24 * hourMs, nowMs - 14 * hourMs, nowMs - 8 * hourMs]),
  fc.constant([nowMs - 24 * hourMs, nowMs - 19 * hourMs, nowMs - 7 * hourMs, nowMs - 6 * hourMs]),
)

const someQuestion: fc.Arbitrary<StatisticsQuestion> = fc.record({
  where: someWhere,
  times: someTimes,
  toMs: fc.constantFrom(nowMs, nowMs - 2 * hourMs),
  by: fc.constantFrom(undefined, ...dimensions),
  top: fc.constantFrom(1, 2, 10),
})
