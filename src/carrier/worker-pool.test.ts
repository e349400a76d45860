import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { CarriedPublication } from './carried-publications.ts'
import { processLog } from './process-log.ts'
import { WorkerPool } from './worker-pool.ts'
import type { WorkerLimits } from './worker-slot.ts'
import { CannotListen } from './worker-failures.ts'

/** Real threads that speak the worker's side of the messages; what they serve shows in their counts.
 *  A publication with `die` ends the thread, one with `refuse` is refused by the worker of that index,
 *  one with `block` keeps it busy for ever, and with `silent` it never listens. A drain shows as an
 *  open exchange. */
const scriptedWorker = new URL(
  `data:text/javascript,${encodeURIComponent(`
import { parentPort, workerData } from 'node:worker_threads'
let served = 0
let drained = 0
const route = () => ({ gateway: 'v' + served, stage: '', resource: '', byAnswer: [], byErrorKey: [], durations: [], durationSumMs: 0, backendDurations: [], backendDurationSumMs: 0 })
function publish(publication) {
  if (publication.die === workerData.index) throw new Error('dies on purpose')
  if (publication.refuse === workerData.index) return parentPort.postMessage({ type: 'refused', version: publication.version, reason: 'no' })
  served = publication.version
  parentPort.postMessage({ type: 'published', version: served })
  if (publication.block === workerData.index) for (;;); // at once, so that it hears no stop
}
publish(workerData.publication)
if (workerData.publication.silent === workerData.index) setInterval(() => undefined, 1_000)
else if (workerData.listen.host === 'busy') parentPort.postMessage({ type: 'cannot-listen', code: 'EADDRINUSE' })
else parentPort.postMessage({ type: 'listening', port: workerData.listen.port || 4711 })
parentPort.on('message', (message) => {
  if (message.type === 'publish') publish(message.publication)
  if (message.type === 'measure') parentPort.postMessage({ type: 'measured', id: message.id, metrics: { openConnections: workerData.listen.port, openExchanges: drained, idleBackendConnections: 0, busyBackendConnections: 0, ejected: [], releases: [], durationBucketsMs: [], routes: [route()] } })
  if (message.type === 'drain') drained = 1
  if (message.type === 'stop') process.exit(0)
})`)}`,
)

interface Script {
  readonly die?: number
  readonly refuse?: number
  readonly block?: number
  readonly silent?: number
}
type Scripted = CarriedPublication & Script

function publication(version: number, more: Script = {}): Scripted {
  return {
    version,
    releases: [],
    directory: { version, apps: [], grants: [], keys: [] },
    ...more,
  }
}

function pool(
  t: TestContext,
  host = '127.0.0.1',
  limits: Partial<WorkerLimits> = {},
): { pool: WorkerPool; recovered: number[] } {
  const recovered: number[] = []
  const started = new WorkerPool({
    count: 2,
    workerFile: scriptedWorker,
    listen: { host, port: 0, reusePort: true },
    log: processLog('text', () => undefined),
    setup: () => ({
      instanceId: 'test',
      ringMemory: new SharedArrayBuffer(8),
      counterMemory: new SharedArrayBuffer(8),
      spoolFolder: '',
      settings: {
        node: 'test',
        proxyName: 'faultline',
        publicConsoleUrl: '',
        trustedProxies: [],
        hostTemplate: '',
        nameServers: [],
      },
    }),
    recover: async (index) => void recovered.push(index),
    limits,
  })
  t.after(() => started.stop(0))
  return { pool: started, recovered }
}

/** Versions that the workers serve, each named once. */
async function servedBy(workers: WorkerPool): Promise<readonly string[]> {
  return (await workers.measure()).routes.map(({ gateway }) => gateway)
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}

test('the first worker finds the port and the others join it', async (t) => {
  const { pool: workers } = pool(t)

  const port = await workers.start(publication(1))

  assert.equal(port, 4711)
  assert.equal((await workers.measure()).openConnections, 0 + 4711) // asked for 0, then for 4711
})

test('a port that cannot be had is the reason of the start', async (t) => {
  const { pool: workers } = pool(t, 'busy')

  await assert.rejects(workers.start(publication(1)), (error) => {
    assert.ok(error instanceof CannotListen)
    assert.equal(error.code, 'EADDRINUSE')
    return true
  })
})

test('a publication is done when every worker serves it', async (t) => {
  const { pool: workers } = pool(t)
  await workers.start(publication(1))

  await workers.publish(publication(2), publication(3))

  assert.deepEqual(await servedBy(workers), ['v2'])
})

test('where one worker refuses, all go back', async (t) => {
  const { pool: workers } = pool(t)
  await workers.start(publication(1))

  await assert.rejects(workers.publish(publication(2, { refuse: 1 }), publication(3)), {
    name: 'PublishRefused',
    message: 'no',
  })

  assert.deepEqual(await servedBy(workers), ['v3'])
})

test('a worker that dies of a publication does not hold it up; its place is saved and filled', async (t) => {
  const { pool: workers, recovered } = pool(t)
  await workers.start(publication(1))
  await servedBy(workers)

  await workers.publish(publication(2, { die: 1 }), publication(1))
  await until(() => recovered.length > 0)

  assert.deepEqual(recovered, [1])
  assert.equal(workers.states[0]?.state, 'running')
  assert.equal(workers.states[1]?.state, 'restarting')
  assert.match(workers.states[1]?.lastFailure ?? '', /dies on purpose/)
  await workers.publish(publication(4), publication(1))
  await until(() => workers.states.every(({ state }) => state === 'running'))
  assert.ok((workers.states[1]?.restarts ?? 0) >= 1)
  const served = await servedBy(workers)
  assert.ok(served.includes('v4') && !served.includes('v2'), String(served))
})

test('a worker is replaced when the operator ends it, and a stopped pool starts nobody', async (t) => {
  const { pool: workers } = pool(t)
  await workers.start(publication(1))

  assert.equal(workers.kill(0), true)
  assert.equal(workers.kill(7), false)
  await until(() => workers.states[0]?.restarts === 1 && workers.states[0].state === 'running')
  await workers.stop(0)

  assert.deepEqual(
    workers.states.map(({ state }) => state),
    ['stopped', 'stopped'],
  )
})

test('a blocked worker is ended when its time to stop is over, and its records are saved', async (t) => {
  const { pool: workers, recovered } = pool(t, '127.0.0.1', { stopGraceMs: 100 })
  await workers.start(publication(1))
  await workers.publish(publication(2, { block: 1 }), publication(1))

  await workers.stop(0)

  assert.deepEqual(recovered, [1]) // the other one stopped by itself and left nothing
  assert.deepEqual(
    workers.states.map(({ state }) => state),
    ['stopped', 'stopped'],
  )
})

test('a stop does not wait for a worker that waits to be started again', async (t) => {
  const { pool: workers, recovered } = pool(t, '127.0.0.1', { retryDelayMs: () => 2_000_000 })
  await workers.start(publication(1))
  workers.kill(0)
  await until(() => recovered.length > 0)

  await workers.stop(1_000_000)

  assert.equal(workers.states[0]?.state, 'stopped')
  assert.equal(workers.states[0].restarts, 0)
})

test('a worker that never listens is the reason of the start, and is ended', async (t) => {
  const { pool: workers } = pool(t, '127.0.0.1', { listeningMs: 300 })

  await assert.rejects(workers.start(publication(1, { silent: 1 })), /did not listen in time/)
})

test('a worker that is started during the drain is draining', async (t) => {
  const { pool: workers } = pool(t)
  await workers.start(publication(1))

  workers.drain()
  workers.kill(0)
  await until(() => workers.states[0]?.restarts === 1 && workers.states[0].state === 'running')

  assert.equal((await workers.measure()).openExchanges, 2)
})
