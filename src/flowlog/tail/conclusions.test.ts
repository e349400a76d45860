import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { classify } from '../../diagnosis/diagnose.ts'
import { unusualMark } from '../../model/record-mark.ts'
import { openFlowLog } from '../open-flow-log.ts'
import { ringReader } from '../ring-counts.ts'
import { createRingMemory } from '../ring-memory.ts'
import { WorkerRing } from '../worker-ring.ts'

/** The real log engine, killed while it counts. */
test('conclusions are counted once each, however often the log engine dies; followers are told', async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'faultline-conclusions-'))
  const spoolFolder = join(dataFolder, 'spool')
  const memory = createRingMemory()
  const log = await openFlowLog({
    dataFolder,
    spoolFolder,
    rings: ringReader([memory]),
    log: { warn: () => undefined },
    engineFile: new URL('../../log-engine.ts', import.meta.url),
    classify,
    engine: { retainDays: 7, retainBytes: 1e9 },
  })
  const ring = new WorkerRing(memory, { folder: spoolFolder, node: 'n1-0', segmentBytes: 20_000 })
  t.after(async () => {
    await ring.close()
    await log.close()
    await rm(dataFolder, { recursive: true, force: true })
  })
  let gaps = 0
  const paths: string[] = []
  const stop = log.follow({
    filter: { gateway: 'shop', query: 'status:502' },
    onBatch: ({ texts }) => {
      for (const text of texts) paths.push((JSON.parse(text) as { http_path: string }).http_path)
    },
    onGap: () => (gaps += 1),
  })
  const counted = (): number => log.conclusions.counts.reduce((sum, { count }) => sum + count, 0)

  append(ring, 0, 100)
  await until(() => counted() === 50 && paths.length === 50)
  process.kill(log.processId ?? assert.fail('there is no log engine'), 'SIGKILL')
  append(ring, 100, 200)
  await until(() => counted() >= 100)
  stop()

  assert.deepEqual(
    log.conclusions.counts.map(({ gateway, statusClass, responder, fault, count }) => {
      return [gateway, statusClass, responder, fault, count]
    }),
    [['shop', '5xx', 'gateway', 'network', 100]],
  )
  assert.equal(log.conclusions.missedBytes, 0)
  assert.ok(log.conclusions.lagSeconds < 3)
  assert.equal(gaps, 1)
  assert.equal(new Set(paths).size, paths.length)
})

/** Every other one is a failure. */
function append(ring: WorkerRing, from: number, to: number): void {
  for (let number = from; number < to; number++) {
    const failure = { status: 502, error_key: 'backend_refused', answered_by: 'gateway' }
    const success = { status: 200, answered_by: 'backend', complete: true }
    ring.append(
      -1,
      JSON.stringify({
        request_id: `01a20303-f993-78ab-aedb-${String(number).padStart(12, '0')}`,
        timestamp: Date.now(),
        gateway: 'shop',
        stage: 'prod',
        resource: 'get_order',
        http_path: `/orders/${number}`,
        ...(number % 2 === 0 ? failure : success),
      }) + (number % 2 === 0 ? unusualMark : ''),
    )
  }
}

async function until(holds: () => boolean): Promise<void> {
  const endMs = Date.now() + 30_000
  while (!holds() && Date.now() < endMs) await wait(20)
}
