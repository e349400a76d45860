import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { lockFolder } from './folder-lock.ts'
import { endOfLastRun } from './last-run.ts'

/** Nothing has it: it is above the highest that Linux gives (2^22). */
const deadPid = 4_194_305

test('a start waits for a control plane that lost its carrier, and for nobody else', async (t) => {
  const orphaned = heldBy(t, deadPid)
  const running = heldBy(t, process.pid)
  let isOver = false

  const waiting = endOfLastRun(orphaned.folder).then(() => (isOver = true))
  await endOfLastRun(running.folder)
  const wasOver = isOver
  orphaned.lock.release()
  await waiting

  assert.equal(wasOver, false)
})

function heldBy(t: TestContext, pid: number): { folder: string; lock: { release(): void } } {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-last-run-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'runtime.json'), JSON.stringify({ pid }))
  return { folder, lock: lockFolder(folder) }
}
