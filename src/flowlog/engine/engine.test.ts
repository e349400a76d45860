import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FlowRecord } from '../../model/flow-record.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import { QueryError } from '../query/parse-query.ts'
import { openDuckDb, rowsOf } from './duckdb.ts'
import {
  idOf,
  ids,
  logFolders,
  numbers,
  openEngine,
  refused,
  startMs,
  success,
  writeSegment,
} from './engine-under-test.ts'

test('a record reads the same from the spool and from a Parquet file', async (t) => {
  const folders = await logFolders(t)
  const written = [refused(0), { ...success(1), http_path: '/größe/"網"', params: "a='b'" }]
  await writeSegment(folders, 1, written)
  const engine = await openEngine(folders)

  const fromSpool = await engine.list({ limit: 10 })
  await engine.round()
  const fromFile = await engine.list({ limit: 10 })

  assert.equal(engine.state.problem, '')
  assert.equal(engine.state.files, 1)
  assert.deepEqual(await readdir(folders.spoolFolder), [])
  assert.equal(fromSpool.items.length, 2)
  assert.deepEqual(fromFile, fromSpool)
  assert.deepEqual(await engine.byId(idOf(0)), wholeRecord(refused(0)))
})

test('pages of a list over spool and files leave nothing out and repeat nothing', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 100).map(success))
  const engine = await openEngine(folders)
  await engine.round()
  // records of the same millisecond, one that began long before it ended, and a newer segment
  await writeSegment(folders, 2, [
    ...numbers(100, 50).map((number) => ({ ...success(number), timestamp: startMs + 120 })),
    { ...success(150), timestamp: startMs + 50, request_duration: 5_000 },
  ])

  const found: FlowRecord[] = []
  let cursor: string | undefined
  do {
    const page = await engine.list({ limit: 7, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)

  const expected = (await engine.list({ limit: 1_000 })).items
  assert.equal(new Set(ids(found)).size, 151)
  assert.deepEqual(ids(found), ids(expected))
  assert.ok(found.every(({ timestamp }, at) => timestamp <= (found[at - 1]?.timestamp ?? 1e15)))
})

test('time, gateway and stage narrow a list', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [
    ...numbers(0, 10).map(success),
    { ...success(10), stage: 'test' },
  ])
  const engine = await openEngine(folders)
  await engine.round()
  await writeSegment(folders, 2, [
    ...numbers(11, 10).map(success),
    { ...success(21), gateway: 'x' },
  ])

  const inTime = await engine.list({ fromMs: startMs + 5, toMs: startMs + 15, limit: 100 })
  const inStage = await engine.list({ gateway: 'shop', stage: 'test', limit: 100 })
  const inGateway = await engine.list({ gateway: 'x', limit: 100 })

  assert.deepEqual(ids(inTime.items), numbers(5, 10).toReversed().map(idOf))
  assert.deepEqual(ids(inStage.items), [idOf(10)])
  assert.deepEqual(ids(inGateway.items), [idOf(21)])
})

test('an engine that died between writing a file and deleting its segments doubles nothing', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 10).map(success))
  await copySegments(folders.spoolFolder, join(folders.folder, 'copy'))
  const first = await openEngine(folders)
  await first.round()
  await copySegments(join(folders.folder, 'copy'), folders.spoolFolder)
  await writeFile(join(folders.folder, '1.unfinished'), 'half a file')

  const second = await openEngine(folders)
  const page = await second.list({ limit: 100 })
  await second.round()

  assert.equal(page.items.length, 10)
  assert.equal((await second.list({ limit: 100 })).items.length, 10)
  assert.equal(second.state.files, 1)
  assert.deepEqual(await readdir(folders.spoolFolder), [])
})

test('a line torn by a crash is left out; the lines around it are kept', async (t) => {
  const folders = await logFolders(t)
  const line = JSON.stringify(success(0))
  await mkdir(folders.spoolFolder, { recursive: true })
  const text = `${line}\n${line.slice(0, 100)}\n${JSON.stringify(success(1))}\n${line.slice(0, 50)}`
  await writeFile(join(folders.spoolFolder, '1795346921875-n1-000001.ndjson'), text)
  const engine = await openEngine(folders)

  const before = ids((await engine.list({ limit: 10 })).items)
  await engine.round()

  assert.deepEqual(before, [idOf(1), idOf(0)])
  assert.deepEqual(ids((await engine.list({ limit: 10 })).items), before)
  assert.equal(engine.state.problem, '')
})

test('the segment that a worker writes is left to it; what it left open before is not', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [success(0)], 'open')
  await writeSegment(folders, 2, [success(1)], 'open')
  const engine = await openEngine(folders)

  await engine.round()

  assert.deepEqual(await readdir(folders.spoolFolder), [`${startMs + 2}-n1-000002.open`])
  assert.deepEqual(ids((await engine.list({ limit: 10 })).items), [idOf(1), idOf(0)])
})

test('any user can read the files with a tool of their own: conclusions are columns', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [success(0), refused(1)])
  const engine = await openEngine(folders)
  await engine.round()

  const db = await openDuckDb({ memoryMiB: 64, threads: 1 })
  const rows = await rowsOf(
    db.writer,
    `SELECT status, responder, fault, owner, key FROM '${folders.folder}/*.parquet' ORDER BY status`,
  )

  assert.deepEqual(rows, [
    { status: 200, responder: 'backend', fault: 'none', owner: 'nobody', key: 'answered' },
    {
      status: 502,
      responder: 'gateway',
      fault: 'network',
      owner: 'backend',
      key: 'backend_refused',
    },
  ])
})

test('a query that makes no sense says at which column', async (t) => {
  const engine = await openEngine(await logFolders(t))

  const asking = engine.list({ query: 'status:200 statsu:1', limit: 1 })

  await assert.rejects(asking, (error) => error instanceof QueryError && error.column === 12)
})

test('folders with characters that DuckDB would take as a pattern work', async (t) => {
  const folders = await logFolders(t, "it's [a] *test?*")
  await writeSegment(folders, 1, [success(0)])
  const engine = await openEngine(folders)

  await engine.round()

  assert.equal(engine.state.problem, '')
  assert.deepEqual(ids((await engine.list({ limit: 10 })).items), [idOf(0)])
})

test('what is too old or too much is deleted, the oldest first', async (t) => {
  const folders = await logFolders(t)
  const old = startMs - 8 * 86_400_000
  const byAge = await openEngine(folders)
  for (const [part, timestamp] of [old, startMs, startMs + 1_000].entries()) {
    await writeSegment(folders, part + 1, [{ ...success(part), timestamp }])
    await byAge.round()
  }
  await byAge.keepFiles()
  const kept = ids((await byAge.list({ limit: 10 })).items)
  const bySize = await openEngine(folders, { retainBytes: byAge.state.fileBytes - 1 })
  await bySize.keepFiles()

  assert.deepEqual(kept, [idOf(2), idOf(1)])
  assert.deepEqual(ids((await bySize.list({ limit: 10 })).items), [idOf(2)])
})

test('a file that somebody deleted by hand is missing from the answers, not their end', async (t) => {
  const folders = await logFolders(t)
  const engine = await openEngine(folders)
  for (const number of [0, 1]) {
    await writeSegment(folders, number + 1, [success(number)])
    await engine.round()
  }
  const [oldest = ''] = (await readdir(folders.folder)).toSorted()

  await rm(join(folders.folder, oldest))

  assert.deepEqual(ids((await engine.list({ limit: 10 })).items), [idOf(1)])
  assert.equal(await engine.byId(idOf(0)), undefined)
})

async function copySegments(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) await copyFile(join(from, name), join(to, name))
}
