import assert from 'node:assert/strict'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { gapOfLastRun, removeRunMark, writeRunMark } from './run-mark.ts'

const nowMs = 1_795_000_000_000

test('a run that stopped in order leaves no gap', async (t) => {
  const folder = await spoolFolder(t)
  await writeRunMark(folder, { aliveMs: nowMs, syncedMs: nowMs, stuckSinceMs: 0 })
  await removeRunMark(folder)

  assert.equal(await gapOfLastRun(folder, nowMs), undefined)
})

test('a run that was killed leaves a gap of its last moment, however late the next start is', async (t) => {
  const folder = await spoolFolder(t)
  await writeSegment(folder, nowMs + 300)
  await writeRunMark(folder, { aliveMs: nowMs + 500, syncedMs: nowMs, stuckSinceMs: 0 })

  const gap = await gapOfLastRun(folder, nowMs + 3_600_000)

  assert.deepEqual(gap, { from: nowMs + 300, to: nowMs + 2_500, reason: 'killed' })
})

test('after the machine itself went down, all that was not brought to disk may be missing', async (t) => {
  const folder = await spoolFolder(t)
  await writeSegment(folder, nowMs + 300)
  const mark = { aliveMs: nowMs + 500, syncedMs: nowMs, stuckSinceMs: 0, boot: 'another' }
  await writeFile(join(folder, 'running'), JSON.stringify(mark))

  const gap = await gapOfLastRun(folder, nowMs + 60_000)

  assert.deepEqual(gap, { from: nowMs, to: nowMs + 60_000, reason: 'killed' })
})

test('where a worker could not write, the gap begins when that began', async (t) => {
  const folder = await spoolFolder(t)
  const stuckSinceMs = nowMs - 30_000
  await writeRunMark(folder, { aliveMs: nowMs, syncedMs: nowMs, stuckSinceMs })

  const gap = await gapOfLastRun(folder, nowMs + 60_000)

  assert.equal(gap?.from, stuckSinceMs)
})

test('a mark that is cut off still tells that the run did not stop in order', async (t) => {
  const folder = await spoolFolder(t)
  await writeSegment(folder, nowMs)
  await writeFile(join(folder, 'running'), '{"aliveMs":17950')

  const gap = await gapOfLastRun(folder, nowMs + 60_000)

  assert.deepEqual(gap, { from: nowMs - 1_000, to: nowMs + 60_000, reason: 'killed' })
})

test('a shorter mark leaves nothing of a longer one behind', async (t) => {
  const folder = await spoolFolder(t)
  await writeRunMark(folder, { aliveMs: nowMs, syncedMs: nowMs, stuckSinceMs: nowMs })
  await writeRunMark(folder, { aliveMs: nowMs, syncedMs: nowMs, stuckSinceMs: 0 })

  assert.equal((await gapOfLastRun(folder, nowMs + 60_000))?.from, nowMs)
})

async function spoolFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-mark-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}

async function writeSegment(folder: string, modifiedMs: number): Promise<void> {
  const path = join(folder, `${nowMs}-n1-000001.open`)
  await writeFile(path, '{}\n')
  await utimes(path, modifiedMs / 1_000, modifiedMs / 1_000)
}
