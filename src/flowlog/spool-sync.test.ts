import assert from 'node:assert/strict'
import { access, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { test, type TestContext } from 'node:test'
import { GapLog } from './gap-log.ts'
import { gapOfLastRun } from './run-mark.ts'
import { SpoolSync } from './spool-sync.ts'
import { SpoolWatch } from './spool-watch.ts'

test('segments that are closed or taken in meanwhile do not stop the others from being flushed', async (t) => {
  const folder = await spoolFolder(t)
  for (const number of [1, 2, 3]) await writeFile(join(folder, segment(number)), '{}\n')
  const closed = segment(1).replace('.open', '.ndjson')
  const flushed: string[] = []
  const sync = new SpoolSync(folder, async (path) => {
    if (path.endsWith(segment(1))) {
      await rename(path, join(folder, closed))
      await rm(join(folder, segment(2)))
    }
    await access(path) // as opening it would
    flushed.push(relative(folder, path))
  })

  await sync.sync()

  assert.deepEqual(flushed, [closed, segment(3), ''])
})

test('a folder that is gone is an error, not a flushed spool', async (t) => {
  const folder = await spoolFolder(t)
  const sync = new SpoolSync(join(folder, 'none'))

  await assert.rejects(sync.sync())
})

test('a watch that is closed leaves nothing to report, one that is not leaves a gap', async (t) => {
  const folder = await spoolFolder(t)
  const gaps = await GapLog.open(join(folder, 'gaps.json'))
  const dropped = { disk_error: 0 }
  const watch = new SpoolWatch({
    spoolFolder: folder,
    gaps,
    retainMs: 1e9,
    rings: () => ({ stuckSinceMs: 0, dropped }),
  })
  await watch.looked
  const whileRunning = await gapOfLastRun(folder, Date.now() + 60_000)
  dropped.disk_error = 7

  await watch.close()

  assert.equal(whileRunning?.reason, 'killed')
  assert.equal(await gapOfLastRun(folder, Date.now()), undefined)
  const kept = await GapLog.open(join(folder, 'gaps.json'))
  assert.deepEqual(
    kept.all.map(({ reason, records }) => [reason, records]),
    [['disk_error', 7]],
  )
})

async function spoolFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-sync-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}

function segment(number: number): string {
  return `1795346921875-n1-00000${number}.open`
}
