import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowRecord } from '../model/flow-record.ts'
import type { FlowLog } from './flow-log.ts'
import { openFlowLog, type FlowLogOptions } from './open-flow-log.ts'
import { ringReader } from './ring-counts.ts'
import { createRingMemory, RingMemory } from './ring-memory.ts'
import { WorkerRing } from './worker-ring.ts'

test('a record is found by id and in the list right after its request ended', async (t) => {
  const { log, ring } = await openLog(t)
  await engineRuns(log)

  ring.append(-1, line(1))
  const page = await soon(
    async () => await log.list({ limit: 10 }),
    ({ items }) => items.length === 1,
  )
  const record = await log.byId(idOf(1))

  assert.equal(record?.http_path, '/orders/1')
  assert.equal(record.client.half_closed_ms, -1) // left out of the line: its default
  assert.equal(page.complete, true)
  assert.equal(page.items[0]?.request_id, idOf(1))
  assert.equal(page.items[0]?.fault, 'none')
  assert.equal(await log.byId('01a20303-f993-78ab-aedb-ffffffffffff'), undefined)
})

test('records are found while the engine is away, and the answer says that it is not complete', async (t) => {
  const { log, ring } = await openLog(t, {
    engineFile: new URL('no-such-file.ts', import.meta.url),
  })

  ring.append(-1, line(1))
  const record = await log.byId(idOf(1))
  const page = await log.list({ limit: 10, query: 'status:200' })

  assert.equal(record?.request_id, idOf(1))
  assert.equal(page.items.length, 1)
  assert.equal(page.complete, false)
  assert.equal(log.counts().isEngineRunning, false)
})

test('an engine that has just died is asked in vain, and the spool answers instead', async (t) => {
  const { log, ring } = await openLog(t)
  await engineRuns(log)
  ring.append(-1, line(1))
  await log.byId(idOf(1))

  const engine = log.processId ?? assert.fail('there is no log engine')
  process.kill(engine, 'SIGKILL')
  while (isAlive(engine)); // blocks, so that nothing here hears of the end before it asks
  const [record, page] = await Promise.all([log.byId(idOf(1)), log.list({ limit: 10 })])

  assert.equal(record?.request_id, idOf(1))
  assert.equal(page.items.length, 1)
  assert.equal(page.complete, false)
})

test('without DuckDB the newest hour is searched and the answer says that it is not complete', async (t) => {
  const hide = `import { registerHooks } from 'node:module'
    registerHooks({ resolve: (name, context, next) => {
      if (name === '@duckdb/node-api') throw new Error('no native part for this machine')
      return next(name, context)
    } })`
  const { log, ring } = await openLog(t, {
    execArgv: ['--import', `data:text/javascript,${encodeURIComponent(hide)}`],
  })
  await engineRuns(log)

  for (let number = 0; number < 50; number++) ring.append(-1, line(number))
  const record = await log.byId(idOf(49))
  const page = await log.list({ limit: 10, query: '-status:200' })
  const { engine } = log.counts()

  assert.equal(record?.request_id, idOf(49))
  assert.equal(page.complete, false)
  assert.deepEqual(
    page.items.map(({ request_id: id }) => id),
    [49, 42, 35, 28, 21, 14, 7, 0].map(idOf),
  )
  assert.equal(engine?.hasDuckDb, false)
  assert.match(engine.problem, /no native part/)
})

test('an engine killed again and again loses and doubles no record', async (t) => {
  const { log, ring, memory } = await openLog(t, {
    engine: { batchBytes: 100_000, batchMs: 50 },
  })
  const view = new RingMemory(memory)
  const total = 6_000
  const done = new AbortController()
  const killing = (async () => {
    while (!done.signal.aborted) {
      await wait(300 + Math.random() * 1_200)
      const { processId } = log
      if (processId !== undefined) process.kill(processId, 'SIGKILL')
    }
  })()

  for (let number = 0; number < total; number++) {
    ring.append(-1, line(number))
    if (number % 20 === 0) await wait(10)
  }
  done.abort()
  await killing
  await engineRuns(log)

  assert.equal(view.get('appended'), total)
  const ids = await soon(
    async () => await allIds(log),
    (found) => found.length >= total,
  )
  assert.deepEqual(
    ids,
    Array.from({ length: total }, (_, number) => idOf(total - 1 - number)),
  )
  assert.ok(log.counts().engineRestarts >= 2)
  assert.ok((log.counts().engine?.files ?? 0) > 0, 'some were in Parquet files')
})

test('the answer that finds a file damaged names the gap already', async (t) => {
  const { log, ring, dataFolder } = await openLog(t, { engine: { batchBytes: 1, batchMs: 0 } })
  await fileMade(log, ring)
  const folder = join(dataFolder, 'flow')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.parquet'))
  for (const name of names) await truncate(join(folder, name), 1_000)

  const { gaps } = await log.list({ limit: 10, query: 'status:404' }) // looks into every file

  assert.deepEqual(new Set(gaps.map(({ reason }) => reason)), new Set(['damaged']))
})

test('what the engine writes is for its user alone, as the whole data folder', async (t) => {
  const { log, ring, dataFolder } = await openLog(t, { engine: { batchBytes: 1, batchMs: 0 } })

  await fileMade(log, ring)
  const folder = join(dataFolder, 'flow')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.parquet'))
  const modes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mode))

  assert.ok(names.length > 0)
  for (const mode of modes) assert.equal((mode & 0o777).toString(8), '600')
})

async function fileMade(log: FlowLog, ring: WorkerRing): Promise<void> {
  for (let number = 0; number < 1_000; number++) {
    ring.append(-1, line(number))
    if (number % 100 === 0) await wait(10) // several writes, so that a segment is full and ends
  }
  await soon(
    async () => await Promise.resolve(log.counts().engine?.files ?? 0),
    (files) => files > 0,
  )
}

interface OpenedLog {
  readonly dataFolder: string
  readonly log: FlowLog
  readonly ring: WorkerRing
  readonly memory: SharedArrayBuffer
}

interface More extends Omit<Partial<FlowLogOptions>, 'engine'> {
  readonly engine?: Partial<FlowLogOptions['engine']>
}

async function openLog(t: TestContext, { engine, ...more }: More = {}): Promise<OpenedLog> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'faultline-flow-'))
  const spoolFolder = join(dataFolder, 'spool')
  const memory = createRingMemory()
  const log = await openFlowLog({
    dataFolder,
    spoolFolder,
    rings: ringReader([memory]),
    log: { warn: () => {} },
    engineFile: new URL('../log-engine.ts', import.meta.url),
    classify: () => ({ responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' }),
    engine: { retainDays: 7, retainBytes: 1e9, ...engine },
    ...more,
  })
  const ring = new WorkerRing(memory, { folder: spoolFolder, node: 'n1-0', segmentBytes: 60_000 })
  t.after(async () => {
    await ring.close()
    await log.close()
    await rm(dataFolder, { recursive: true, force: true })
  })
  return { dataFolder, log, ring, memory }
}

async function allIds(log: FlowLog): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await log.list({ limit: 500, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...page.items.map(({ request_id: id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return ids
}

async function engineRuns(log: FlowLog): Promise<void> {
  await soon(
    async () => await Promise.resolve(log.counts().isEngineRunning),
    (isRunning) => isRunning,
  )
}

/** Of a killed process: until none of its threads runs and its files are closed. */
function isAlive(pid: number): boolean {
  const [state] = /(?<=\) )\S/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1')) ?? []
  return state !== 'Z' || readdirSync(`/proc/${pid}/task`).length > 1
}

/** Asks until the answer is the wanted one, at most 30 s; gives the last answer. */
async function soon<T>(ask: () => Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  const endMs = Date.now() + 30_000
  for (;;) {
    const answer = await ask()
    if (isWanted(answer) || Date.now() > endMs) return answer
    await wait(20)
  }
}

function line(number: number): string {
  const record: Partial<FlowRecord> = {
    request_id: idOf(number),
    timestamp: startMs + number,
    gateway: 'shop',
    stage: 'prod',
    http_path: `/orders/${number}`,
    status: number % 7 === 0 ? 503 : 200,
    request_duration: 1.5,
    answered_by: 'backend',
    complete: true,
  }
  return JSON.stringify(record)
}

const startMs = Date.now() - 60_000
function idOf(number: number): string {
  const time = (startMs + number).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-78ab-aedb-${String(number).padStart(12, '0')}`
}
