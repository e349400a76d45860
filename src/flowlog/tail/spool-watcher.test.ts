import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { classify, logFolders } from '../engine/engine-under-test.ts'
import { openSegmentName } from '../spool-segment.ts'
import type { FollowedBatch } from './followed-records.ts'
import { SpoolWatcher } from './spool-watcher.ts'

test('who follows a log with little in it misses nothing, however long the process stood still', async (t) => {
  const { spoolFolder } = await logFolders(t)
  await mkdir(spoolFolder, { recursive: true })
  const batches: FollowedBatch[] = []
  const watcher = new SpoolWatcher({
    spoolFolder,
    from: {},
    classify,
    onReport: () => undefined,
    onBatch: (_follower, batch) => void batches.push(batch),
  })
  watcher.follow(1, { gateway: 'shop' })
  const line = JSON.stringify({ gateway: 'shop', status: 200, answered_by: 'backend' })
  const name = openSegmentName(1_795_334_400_000, 'n1-0', 1)
  await writeFile(join(spoolFolder, name), `${line}\n`.repeat(100))

  await watcher.look(0) // no time is left for anything

  const [batch] = batches
  assert.deepEqual([batch?.texts.length, batch?.unseen], [31, 69])
})
