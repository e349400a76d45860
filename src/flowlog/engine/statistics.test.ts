import assert from 'node:assert/strict'
import { cp, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import * as fc from 'fast-check'
import type { FlowRecord } from '../../model/flow-record.ts'
import { StatisticsCounter } from '../statistics/statistics-counter.ts'
import { dimensions, type StatisticsQuestion } from '../statistics/statistics-question.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import {
  classify,
  idOf,
  logFolders,
  openEngine,
  writeSegment,
  type Folders,
} from './engine-under-test.ts'
import type { LogEngine } from './engine.ts'

const runs = Number(process.env['FAULTLINE_TEST_RUNS'] ?? 15)
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const nowMs = Math.floor(Date.now() / hourMs) * hourMs

test('counts of files and of records are the same, whichever are asked, for every question', async (t) => {
  const folders = await logFolders(t)
  const lines = someLines(400, nowMs - 20 * hourMs, nowMs)
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
  const questions = fc.sample(someQuestion, runs)

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
  assert.ok(expected.some((answer) => answer.total.failures > 0))
})

test('late records are added, and an engine that starts again counts nothing twice', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  await writeSegment(folders, 1, someLines(50, nowMs - 3 * hourMs, nowMs - 2 * hourMs))
  const engine = await openEngine(folders)
  await takeIn(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)

  await writeSegment(folders, 2, someLines(30, nowMs - 3 * hourMs, nowMs - 2 * hourMs, 50))
  await takeIn(engine)
  const late = await total(engine)
  t.mock.timers.setTime(nowMs + 40 * 60_000)
  await countAll(engine)

  assert.equal(late, 80)
  assert.equal(await total(engine), 80)
  assert.equal((await rollupNames(folders)).length, 2)
  assert.equal(await total(await openEngine(folders)), 80)
})

test('counts outlive the records they were made of, by the hour when they are old', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  for (const hour of [1, 2, 3]) {
    const from = nowMs - (hour + 1) * hourMs
    await writeSegment(folders, hour, someLines(20, from, from + hourMs, hour * 20))
  }
  const engine = await openEngine(folders, { retainDays: 1 })
  await takeIn(engine)

  const before = await series(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)
  t.mock.timers.setTime(nowMs + 9.5 * dayMs)
  await countAll(engine)

  assert.equal(engine.state.fileRecords, 0)
  assert.equal(
    (await rollupNames(folders)).length,
    Math.floor(nowMs / dayMs) === Math.floor((nowMs - 4 * hourMs) / dayMs) ? 1 : 2,
  )
  assert.deepEqual(await series(engine), before)
  assert.deepEqual(await series(await openEngine(folders, { retainDays: 1 })), before)

  t.mock.timers.setTime(nowMs + 402 * dayMs)
  await countAll(engine)
  assert.deepEqual(await rollupNames(folders), [])
})

test('records that must go early are counted before', async (t) => {
  const folders = await logFolders(t)
  const engine = await openEngine(folders, { retainBytes: 1 })
  await writeSegment(folders, 1, someLines(20, nowMs - 1_000, nowMs))

  await takeIn(engine)
  await countAll(engine)

  assert.equal(engine.state.fileRecords, 0)
  assert.equal(await total(engine), 20)
})

test('an engine killed between the two steps of making counts coarser doubles nothing', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  await writeSegment(folders, 1, someLines(20, nowMs - 2 * hourMs, nowMs - hourMs))
  const engine = await openEngine(folders, { retainDays: 30 })
  await takeIn(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)
  t.mock.timers.setTime(nowMs + 10 * dayMs)
  const reading = Promise.withResolvers<void>()
  void engine.ask(0, nowMs, async () => await reading.promise) // what it may read cannot go yet

  const keeping = engine.keepFiles()
  while ((await rollupNames(folders)).length < 2) await setImmediate()
  const killed = await logFolders(t)
  await cp(join(folders.folder, '..'), join(killed.folder, '..'), { recursive: true })
  reading.resolve()
  await keeping

  assert.equal((await rollupNames(killed)).length, 2)
  assert.equal(await total(await openEngine(killed, { retainDays: 30 })), 20)
  assert.equal((await rollupNames(killed)).length, 1)
  assert.equal(await total(engine), 20)
})

test('counts that cannot be read are set aside, and made again of what records there are', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  await writeSegment(folders, 1, someLines(20, nowMs - 2 * hourMs, nowMs - hourMs))
  const engine = await openEngine(folders)
  await takeIn(engine)
  t.mock.timers.setTime(nowMs + 20 * 60_000)
  await countAll(engine)
  const [name = ''] = await rollupNames(folders)
  await truncate(join(statisticsFolder(folders), name), 200)

  const { total: all, gaps } = await (await openEngine(folders)).statistics(everything)

  assert.equal(all.requests, 20)
  assert.deepEqual(
    gaps.map(({ reason }) => reason),
    ['damaged'],
  )
  const again = await (await openEngine(folders)).statistics(everything)
  assert.deepEqual(again.gaps, gaps, 'a gap outlives the engine that found it')
})

test('a question about records that fails leaves counts alone, one about counts those of other times', async (t) => {
  const folders = await logFolders(t)
  t.mock.timers.enable({ apis: ['Date'], now: nowMs })
  const engine = await openEngine(folders)
  for (const [number, hoursAgo] of [30, 2].entries()) {
    const from = nowMs - hoursAgo * hourMs
    await writeSegment(folders, number, someLines(20, from, from + hourMs, number * 20))
    await takeIn(engine)
    t.mock.timers.setTime(nowMs + (number + 1) * 20 * 60_000)
    await countAll(engine)
  }
  const names = (await rollupNames(folders)).toSorted()
  for (const name of names) await truncate(join(statisticsFolder(folders), name), 200)

  await assert.rejects(
    async () => await engine.ask(0, nowMs, async () => await Promise.reject(new Error('no'))),
  )
  const untouched = (await rollupNames(folders)).toSorted()
  const recent = { ...everything, times: [nowMs - 5 * hourMs], toMs: nowMs }
  const { total: all } = await engine.statistics(recent)

  assert.deepEqual(untouched, names)
  assert.equal(all.requests, 20)
  assert.deepEqual(await rollupNames(folders), names.slice(0, 1))
})

test('of counts that were set aside a hundred files stay at most', async (t) => {
  const folders = await logFolders(t)
  const engine = await openEngine(folders)
  const aside = Array.from({ length: 102 }, (_, number) => `${number}-9-9-1.parquet.damaged`)
  for (const name of aside) await writeFile(join(statisticsFolder(folders), name), '')

  await countAll(engine)

  const left = (await readdir(statisticsFolder(folders))).filter((name) => name.endsWith('damaged'))
  assert.equal(left.length, 100)
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

const everything: StatisticsQuestion = {
  where: {},
  times: [nowMs - 500 * dayMs],
  toMs: nowMs + 500 * dayMs,
  by: undefined,
  top: 10,
}

async function total(engine: LogEngine): Promise<number> {
  const { total: all, complete } = await engine.statistics(everything)
  assert.ok(complete)
  return all.requests
}

async function series(engine: LogEngine): Promise<unknown> {
  const from = nowMs - 5 * hourMs
  const times = Array.from({ length: 5 }, (_, place) => from + place * hourMs)
  return await engine.statistics({ ...everything, times, toMs: nowMs, by: 'key' })
}

async function takeIn(engine: LogEngine): Promise<void> {
  while (await engine.round());
}

async function countAll(engine: LogEngine): Promise<void> {
  for (let rounds = 0; await engine.keepFiles(); rounds++) assert.ok(rounds < 50, 'it never ends')
  assert.equal(engine.state.problem, '')
}

function statisticsFolder({ folder }: Folders): string {
  return join(folder, '..', 'statistics')
}

async function rollupNames(folders: Folders): Promise<string[]> {
  return (await readdir(statisticsFolder(folders))).filter((name) => name.endsWith('.parquet'))
}

function line(number: number, timestamp: number): Partial<FlowRecord> {
  return { request_id: idOf(number), timestamp, gateway: 'shop', stage: 'prod', status: 200 }
}

/** Of any outcome, evenly over a time. */
function someLines(count: number, fromMs: number, toMs: number, first = 0): Partial<FlowRecord>[] {
  const lines = fc.sample(someLine, count)
  return lines.map((more, place) => ({
    ...line(first + place, Math.floor(fromMs + ((toMs - fromMs) * place) / count)),
    ...more,
  }))
}

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
