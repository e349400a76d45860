import assert from 'node:assert/strict'
import { appendFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { wholeRecord } from '../../model/record-defaults.ts'
import { columnsName } from './columns-file.ts'
import { rowsOf } from './duckdb.ts'
import {
  classify,
  idOf,
  inMemoryOnly,
  logFolders,
  numbers,
  openStore,
  refused,
  startMs,
  success,
  writeSegment,
} from './engine-under-test.ts'
import { columnNames, conclusionColumns, recordColumns, recordOfRow } from './record-columns.ts'
import type { Records } from './record-store.ts'

/** Lists, objects and short forms stay as they were written. */
const nested: ReadonlySet<string> = new Set(
  'error_facts phase_ms plugins attempts backend_headers client phases passed attempt client_bytes'.split(
    ' ',
  ),
)
const everyTime = [0, Number.MAX_SAFE_INTEGER] as const

test('one relation covers memory and files: the same columns, types and values in both', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [success(0), refused(1)])
  const store = await openStore(folders)
  await store.takeIn()
  await writeSegment(folders, 2, [success(2), refused(3)], 'open')

  const [rows, types] = await store.ask(...everyTime, async ({ reader, relation }) => {
    const found = await rowsOf(reader, `SELECT * FROM ${relation} ORDER BY timestamp`)
    const described = await rowsOf(reader, `DESCRIBE SELECT * FROM ${relation}`)
    return [found, described] as const
  })

  assert.equal(store.files.length, 1)
  assert.deepEqual(
    types.map((row) => [row['column_name'], row['column_type']]),
    [
      ...columnNames.map((name) => [name, recordColumns[name]]),
      ...conclusionColumns.map((name) => [name, 'VARCHAR']),
    ],
  )
  const written = [success(0), refused(1), success(2), refused(3)].map(wholeRecord)
  assert.deepEqual(
    rows.map(recordOfRow),
    written.map((record) => ({ ...record, ...classify(record) })),
  )
  const single = columnNames.filter((name) => !nested.has(name))
  for (const row of rows) assert.ok(single.every((name) => row[name] !== null))
})

test('the relation of a time without records has the columns and no rows', async (t) => {
  const store = await openStore(await logFolders(t))

  const rows = await store.ask(5, 6, async ({ reader, relation }) => {
    return await rowsOf(
      reader,
      `SELECT count(*)::INTEGER AS count, sum(status) AS sum FROM ${relation}`,
    )
  })

  assert.deepEqual(rows, [{ count: 0, sum: null }])
})

test('what is added to a segment is read on from where the last question stopped', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 3).map(success), 'open')
  const store = await openStore(folders, inMemoryOnly)
  const path = join(folders.spoolFolder, (await readdir(folders.spoolFolder))[0] ?? '')
  const line = `${JSON.stringify(success(3))}\n`

  const first = await store.ask(...everyTime, idsIn)
  await appendFile(path, line.slice(0, 50)) // a write that is half done
  const second = await store.ask(...everyTime, idsIn)
  await appendFile(path, line.slice(50))
  const third = await store.ask(...everyTime, idsIn)

  assert.deepEqual(first, numbers(0, 3).map(idOf))
  assert.deepEqual(second, first)
  assert.deepEqual(third, numbers(0, 4).map(idOf))
  assert.deepEqual(await readdir(folders.folder), [columnsName])
})

test('a question that runs while its segments become a file sees every record once', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 100).map(success))
  const store = await openStore(folders, { ...inMemoryOnly, batchMs: 0 })

  const during = await store.ask(...everyTime, async (records) => {
    await store.takeIn()
    return await idsIn(records)
  })
  const after = await store.ask(...everyTime, idsIn)

  assert.equal(store.files.length, 1)
  assert.deepEqual(during, numbers(0, 100).map(idOf))
  assert.deepEqual(after, during)
})

test('what becomes a file leaves memory, and what does not stays there', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 100).map(success))
  await writeSegment(folders, 200, numbers(200, 10).map(success), 'open', 'n2')
  const store = await openStore(folders, { ...inMemoryOnly, batchMs: 0 })
  await store.ask(...everyTime, idsIn)

  await store.takeIn()
  const all = await store.ask(...everyTime, idsIn)
  const rows = await store.ask(...everyTime, async ({ reader }) => {
    return await rowsOf(reader, 'SELECT estimated_size::INTEGER AS rows FROM duckdb_tables()')
  })

  assert.equal(store.files.length, 1)
  assert.deepEqual(all, [...numbers(0, 100), ...numbers(200, 10)].map(idOf))
  assert.deepEqual(rows, [{ rows: 10 }])
})

test('hundreds of small segments, as after many restarts or of many workers, fit into memory', async (t) => {
  const folders = await logFolders(t)
  for (const part of numbers(1, 300)) {
    await writeSegment(folders, part, [success(part)], 'open', `n${part}`)
  }
  const store = await openStore(folders, { ...inMemoryOnly, memoryMiB: 64 })

  const found = await store.ask(...everyTime, idsIn)

  assert.deepEqual(found, numbers(1, 300).map(idOf))
})

test('files that retention hides from new questions stay until the old ones have ended', async (t) => {
  const folders = await logFolders(t)
  const old = { ...success(1), timestamp: startMs - 8 * 86_400_000 }
  await writeSegment(folders, 1, [old])
  const store = await openStore(folders)
  await store.takeIn()

  let retaining: Promise<boolean> | undefined
  const during = await store.ask(...everyTime, async (records) => {
    retaining = store.keepFiles()
    return await idsIn(records)
  })
  await retaining

  assert.deepEqual(during, [idOf(1)])
  assert.deepEqual(await store.ask(...everyTime, idsIn), [])
  assert.deepEqual(await readdir(folders.folder), [columnsName])
})

test('an engine that has been away for long takes the spool in before it reads it into memory', async (t) => {
  const folders = await logFolders(t)
  for (const part of [1, 2, 3]) {
    await writeSegment(folders, part, numbers(part * 10, 10).map(success))
  }
  const store = await openStore(folders, { batchBytes: 5_000, batchMs: 1e12 })

  const found = await store.ask(...everyTime, idsIn)

  assert.equal(found.length, 30)
  assert.ok(store.files.length > 0)
})

async function idsIn({ reader, relation }: Records): Promise<unknown[]> {
  const rows = await rowsOf(reader, `SELECT request_id FROM ${relation} ORDER BY ALL`)
  return rows.map((row) => row['request_id'])
}
