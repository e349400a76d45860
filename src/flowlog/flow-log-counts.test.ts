import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { AggregateError, type AggregateQuestion } from './aggregate/aggregate-question.ts'
import {
  classify,
  logFolders,
  numbers,
  refused,
  startMs,
  success,
  writeSegment,
} from './engine/engine-under-test.ts'
import type { FlowLog } from './flow-log.ts'
import { openFlowLog } from './open-flow-log.ts'
import { QueryError } from './query/query-error.ts'
import { ringReader } from './ring-counts.ts'
import { createRingMemory, slotCount } from './ring-memory.ts'
import { WorkerRing } from './worker-ring.ts'

const byFault: AggregateQuestion = { kind: 'histogram', stepMs: 60_000, by: 'status', top: 5 }
const filter = { fromMs: startMs, toMs: startMs + 60_000 }

test(
  'the engine counts in its own process; what cannot be asked does not reach it',
  { timeout: 30_000 },
  async (t) => {
    const log = await openLog(t, 'log-engine.ts')
    while (!log.counts().isEngineRunning) await wait(20)

    const answer = await log.aggregate(filter, byFault)

    assert.ok(answer.kind === 'histogram')
    assert.deepEqual([answer.total, answer.complete], [30, true])
    assert.deepEqual(
      answer.series.map(({ value, total }) => [value, total]),
      [
        [200, 20],
        [502, 10],
      ],
    )
    const queried = log.aggregate({ ...filter, query: 'statsu:1' }, byFault)
    await assert.rejects(queried, (error) => error instanceof QueryError && error.column === 1)
    const asked = log.aggregate(filter, { ...byFault, by: 'request_id' })
    await assert.rejects(
      asked,
      (error) => error instanceof AggregateError && error.parameter === 'by',
    )
  },
)

test('while the engine is away the spool is counted, and the answer says that it is not all', async (t) => {
  const log = await openLog(t, 'no-such-file.ts')

  const answer = await log.aggregate(filter, byFault)

  assert.ok(answer.kind === 'histogram')
  assert.deepEqual([answer.total, answer.complete], [30, false])
})

test('requests that a worker’s death would leave no record of are counted', async (t) => {
  const memory = createRingMemory(65_536)
  const ring = new WorkerRing(memory, { folder: '', node: 'n1' })
  const log = await openLog(t, 'no-such-file.ts', [createRingMemory(65_536), memory])

  for (let number = 0; number < slotCount + 3; number++) ring.open(`request-${number}`)
  await ring.close()

  assert.equal(log.counts().openWithoutSlot, 3)
})

async function openLog(
  t: TestContext,
  engineFile: string,
  rings: readonly SharedArrayBuffer[] = [],
): Promise<FlowLog> {
  let log: FlowLog | undefined
  t.after(async () => await log?.close()) // before its folders go
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [...numbers(0, 20).map(success), ...numbers(20, 10).map(refused)])
  log = await openFlowLog({
    dataFolder: folders.folder,
    spoolFolder: folders.spoolFolder,
    rings: ringReader(rings),
    log: { warn: () => undefined },
    engineFile: new URL(`../${engineFile}`, import.meta.url),
    classify,
    engine: { retainDays: 7, retainBytes: 1e9 },
  })
  return log
}
