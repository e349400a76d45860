import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Worker } from 'node:worker_threads'
import type { FlowRecord } from '../model/flow-record.ts'
import { recoverRing } from './recover-ring.ts'
import { createRingMemory, RingMemory } from './ring-memory.ts'
import { closeLeftOpen, listSegments, openSegmentName } from './spool-segment.ts'

test('a dead worker leaves every finished record once and tells every open request', async (t) => {
  const folder = await spoolFolder(t)
  const memory = createRingMemory()
  const worker = startWorker(
    memory,
    folder,
    `for (let i = 0; i < 3; i++) ring.append(ring.open(id(i)), JSON.stringify({ request_id: id(i), status: 200 }))
     const slot = ring.open(id(3))
     ring.describe(slot, 'shop\\nprod\\nGET\\n/api/shop/prod/orders/1', 1795346921875)
     ring.describe(ring.open(id(4)), 'shop\\nprod\\nGET\\n/a/eyJhbGciOiJSUzI1NiJ9.e30.c2ln', 1)
     ring.open(id(5))
     process.exit(1)`,
  )

  await once(worker, 'exit')
  const recovered = await recoverRing(memory, folder, 'n1.w1')

  const records = await recordsIn(folder)
  assert.equal(recovered.lostRequests, 3)
  assert.deepEqual(
    records.map(({ request_id, status }) => [request_id.at(-1), status]),
    [
      ['0', 200],
      ['1', 200],
      ['2', 200],
      ['3', 499],
      ['4', 499],
      ['5', 499],
    ],
  )
  const [described, withSecret, bare] = records.slice(3)
  assert.equal(described?.error_key, 'worker_lost')
  assert.equal(described.gateway, 'shop')
  assert.equal(described.stage, 'prod')
  assert.equal(described.method, 'GET')
  assert.equal(described.http_path, '/api/shop/prod/orders/1')
  assert.equal(described.timestamp, 1_795_346_921_875)
  assert.equal(withSecret?.http_path, '/a/***')
  assert.equal(bare?.timestamp, 1_795_346_921_875) // from the id
  assert.equal((await listSegments(folder)).filter(({ isOpen }) => isOpen).length, 0)
})

test('a worker killed at any moment while writing loses, doubles and tears nothing', async (t) => {
  for (let round = 0; round < 8; round++) {
    const folder = await spoolFolder(t)
    const memory = createRingMemory(512 * 1_024)
    const worker = startWorker(
      memory,
      folder,
      `let number = 0
       const half = new RingMemory(memory)
       const step = () => {
         for (let i = 0; i < 100 && half.used(half.get('active')) < half.halfBytes * 0.8; i++) {
           const slot = ring.open(id(number))
           ring.append(slot, JSON.stringify({ request_id: id(number), status: 200, body: 'x'.repeat(300) }))
           number++
         }
         setImmediate(step)
       }
       step()
       parentPort.postMessage('running')`,
    )
    await once(worker, 'message')
    const killAfterRecords = Math.floor(Math.random() * 6_000)
    const view = new RingMemory(memory)
    while (view.get('appended') < killAfterRecords) await new Promise(setImmediate)

    await worker.terminate()
    await recoverRing(memory, folder, 'n1.w1')

    const records = await recordsIn(folder)
    const finished = records.filter(({ status }) => status === 200)
    assert.ok(finished.length >= killAfterRecords)
    assert.equal(new Set(records.map(({ request_id }) => request_id)).size, records.length)
    finished.forEach(({ request_id }, number) => assert.equal(request_id, idOf(number)))
    assert.equal(view.get('droppedRingFull'), 0)
    await rm(folder, { recursive: true })
  }
})

test('a segment that the dead worker was just closing itself is no failure', async (t) => {
  const folder = await spoolFolder(t)
  const path = join(folder, openSegmentName(1_795_346_921_875, 'n1.w1', 1))
  await writeFile(path, '')

  await Promise.all([closeLeftOpen(folder), closeLeftOpen(folder)]) // both find it open

  const names = (await listSegments(folder)).map(({ isOpen }) => isOpen)
  assert.deepEqual(names, [false])
})

test('after recovery the same memory serves the next worker', async (t) => {
  const folder = await spoolFolder(t)
  const memory = createRingMemory()
  const script = (from: number): string =>
    `for (let i = ${from}; i < ${from + 2}; i++) ring.append(ring.open(id(i)), JSON.stringify({ request_id: id(i), status: 200 }))
     process.exit(1)`

  for (const from of [0, 2]) {
    await once(startWorker(memory, folder, script(from)), 'exit')
    await recoverRing(memory, folder, 'n1.w1')
  }

  assert.deepEqual(
    (await recordsIn(folder)).map(({ request_id }) => request_id),
    [0, 1, 2, 3].map(idOf),
  )
  assert.equal(new RingMemory(memory).get('appended'), 4)
})

function startWorker(memory: SharedArrayBuffer, folder: string, script: string): Worker {
  const imports = `
    const { workerData, parentPort } = require('node:worker_threads')
    const { memory, folder } = workerData
    const id = (number) => '01a20303-f993-78ab-aedb-' + String(number).padStart(12, '0')
    Promise.all([import('${import.meta.resolve('./worker-ring.ts')}'), import('${import.meta.resolve('./ring-memory.ts')}')])
      .then(([{ WorkerRing }, { RingMemory }]) => {
        const ring = new WorkerRing(memory, { folder, node: 'n1.w1', segmentBytes: 1_000_000 })
        ${script}
      })`
  return new Worker(imports, { eval: true, workerData: { memory, folder } })
}

function idOf(number: number): string {
  return `01a20303-f993-78ab-aedb-${String(number).padStart(12, '0')}`
}

async function recordsIn(folder: string): Promise<FlowRecord[]> {
  const texts = (await listSegments(folder)).map(async ({ path }) => await readFile(path, 'utf8'))
  const lines = (await Promise.all(texts)).join('').split('\n')
  assert.equal(lines.pop(), '')
  return lines.map((line) => JSON.parse(line) as FlowRecord) // our own lines
}

async function spoolFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-spool-'))
  t.after(async () => await rm(folder, { recursive: true, force: true }))
  return folder
}
