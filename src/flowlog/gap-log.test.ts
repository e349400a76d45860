import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { DroppedCounts, GapLog } from './gap-log.ts'
import { gapsWithin } from './record-gap.ts'

test('gaps outlive a restart, until the records around them are gone', async (t) => {
  const path = await gapFile(t)
  const log = await GapLog.open(path)
  log.add({ from: 10, to: 20, reason: 'killed' })
  log.add({ from: 200_000, to: 200_010, reason: 'disk_error', records: 3 })
  await log.save(0)

  const again = await GapLog.open(path)
  const all = again.all
  await again.save(100)
  const later = (await GapLog.open(path)).all

  assert.deepEqual(all, log.all)
  assert.deepEqual(later, [{ from: 200_000, to: 200_010, reason: 'disk_error', records: 3 }])
})

test('drops that follow one another are one gap with one count', async (t) => {
  const log = await GapLog.open(await gapFile(t))
  const counts = new DroppedCounts({}, 1_000)

  const looks = [
    { disk_error: 5, ring_full: 0 },
    { disk_error: 5, ring_full: 0 },
    { disk_error: 9, ring_full: 1 },
  ]
  for (const [place, dropped] of looks.entries()) {
    for (const gap of counts.gaps(dropped, 2_000 + place * 1_000)) log.add(gap)
  }

  assert.deepEqual(log.all, [
    { from: 1_000, to: 4_000, reason: 'disk_error', records: 9 },
    { from: 3_000, to: 4_000, reason: 'ring_full', records: 1 },
  ])
})

test('two kills shortly after one another stay two', async (t) => {
  const log = await GapLog.open(await gapFile(t))

  log.add({ from: 10, to: 20, reason: 'killed' })
  log.add({ from: 30, to: 40, reason: 'killed' })

  assert.equal(log.all.length, 2)
})

test('a damaged list of gaps does not keep the log from opening', async (t) => {
  const path = await gapFile(t)
  await writeFile(path, '[{"from":')

  assert.deepEqual((await GapLog.open(path)).all, [])
})

test('an answer names the gaps of its time', () => {
  const gap = { from: 10, to: 20, reason: 'killed' } as const

  assert.deepEqual(gapsWithin([gap], 0, 10), [])
  assert.deepEqual(gapsWithin([gap], 0, 11), [gap])
  assert.deepEqual(gapsWithin([gap], 19, 30), [gap])
  assert.deepEqual(gapsWithin([gap], 20, 30), [])
})

async function gapFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-gaps-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return join(folder, 'gaps.json')
}
