import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowLog } from '../../src/flowlog/flow-log.ts'
import { openFlowLog } from '../../src/flowlog/open-flow-log.ts'
import { temporaryFolder } from '../clean-up.ts'
import { startProgram } from '../program.ts'
import { ringReader } from '../../src/flowlog/ring-counts.ts'

/** Ten in the full run: FAULTLINE_TEST_KILLS=10 (npm run conformance:kill). */
const kills = Number(process.env['FAULTLINE_TEST_KILLS'] ?? 1)
const writerFile = fileURLToPath(new URL('../record-writer.mjs', import.meta.url))
/** Old enough for counts by the hour; each run has hours of its own, so that those before are over. */
const daysAgo = 9

test('statistics killed at any moment while records are counted and counts made coarser count each once', async (t) => {
  const dataFolder = join(temporaryFolder(), 'data')
  const started = Date.now() - (daysAgo + 2) * 86_400_000
  let next = 0
  for (let kill = 0; kill <= kills; kill++) {
    const folder = kill === 0 ? 'flow' : 'statistics' // the first run makes what the others count
    const before = new Set(namesIn(dataFolder, folder))
    const words = [writerFile, dataFolder, String(next), String(daysAgo + kill / 10)]
    const writer = startProgram(t, process.execPath, words)
    const isNew = (name: string): boolean => !before.has(name)
    for (let tries = 0; !namesIn(dataFolder, folder).some(isNew); tries++) {
      assert.ok(tries < 12_000, `nothing is made in ${folder}`)
      await wait(5)
    }
    await wait(Math.random() * 400)
    writer.child.kill('SIGKILL')
    await writer.ended
    next = Number(writer.output().trim().split('\n').at(-1)) + 1_000
  }

  const log = await openLog(dataFolder)
  t.after(() => log.close())
  const toMs = Date.now()
  const question = { where: {}, times: [started], toMs, by: undefined, top: 1 }
  const counts: number[] = []
  const seen = new Set<string>()
  for (let look = 0; look < 200 && seen.size < 2; look++) {
    const [{ total, complete }, records] = await Promise.all([
      log.statistics(question),
      recordsOf(log, started, toMs),
    ])
    if (!complete || records === undefined) continue
    counts.push(total.requests - records)
    seen.add(namesIn(dataFolder, 'statistics').toSorted().join())
    await wait(20)
  }

  t.diagnostic(
    `${kills} kills: ${next} numbers, ${namesIn(dataFolder, 'flow').length} files, ${counts.length} looks`,
  )
  assert.ok(namesIn(dataFolder, 'statistics').length > 0)
  assert.deepEqual(new Set(counts), new Set([0]))
})

/** How many the log itself finds; kill-log.test.ts proves that each is there once. */
async function recordsOf(log: FlowLog, fromMs: number, toMs: number): Promise<number | undefined> {
  const question = { kind: 'histogram', stepMs: 86_400_000, by: 'fault', top: 1 } as const
  const answer = await log.aggregate({ fromMs, toMs }, question)
  return answer.kind === 'histogram' && answer.complete ? answer.total : undefined
}

async function openLog(dataFolder: string): Promise<FlowLog> {
  const log = await openFlowLog({
    dataFolder,
    spoolFolder: join(dataFolder, 'spool'),
    rings: ringReader([]),
    log: { warn: () => undefined },
    engineFile: new URL('../../src/log-engine.ts', import.meta.url),
    classify: () => ({ responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' }),
    engine: { retainDays: 30, retainBytes: 1e10, settlingMs: 0 },
  })
  while (!log.counts().isEngineRunning) await wait(20)
  return log
}

function namesIn(dataFolder: string, name: string): string[] {
  const folder = join(dataFolder, name)
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((one) => one.endsWith('.parquet'))
}
