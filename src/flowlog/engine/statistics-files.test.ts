import assert from 'node:assert/strict'
import { cp, readdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { logFolders, openEngine, writeSegment } from './engine-under-test.ts'
import {
  countAll,
  dayMs,
  everything,
  hourMs,
  nowMs,
  rollupNames,
  series,
  someLines,
  statisticsFolder,
  takeIn,
  total,
} from './statistics-under-test.ts'

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
    // a file for each day that has records, which end an hour before now
    Math.floor((nowMs - hourMs - 1) / dayMs) === Math.floor((nowMs - 4 * hourMs) / dayMs) ? 1 : 2,
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
