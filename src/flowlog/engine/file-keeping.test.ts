import assert from 'node:assert/strict'
import { copyFile, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDuckDb } from './duckdb.ts'
import {
  idOf,
  ids,
  logFolders,
  numbers,
  openEngine,
  startMs,
  success,
  writeSegment,
  type Folders,
} from './engine-under-test.ts'
import { columnsName } from './columns-file.ts'
import type { LogEngine } from './engine.ts'

/** An hour that is over, and quiet. */
const hourAgoMs = startMs - 2 * 3_600_000

test('small files become one, sorted by time, and nothing is lost or doubled', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 5)
  const before = ids((await engine.list({ limit: 100 })).items)

  await engine.keepFiles()
  const after = ids((await engine.list({ limit: 100 })).items)

  assert.equal(engine.state.problem, '')
  assert.equal(before.length, 10)
  assert.deepEqual(after, before)
  assert.equal(engine.state.files, 1)
  assert.equal((await parquetNames(folders)).length, 1)
  assert.deepEqual(await otherNames(folders), [])
})

test('an engine killed between merging and deleting doubles nothing', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 3)
  const small = await parquetNames(folders)
  for (const name of small)
    await copyFile(join(folders.folder, name), join(folders.folder, `${name}.copy`))
  await engine.keepFiles()
  const [merged = ''] = await parquetNames(folders)
  for (const name of small)
    await copyFile(join(folders.folder, `${name}.copy`), join(folders.folder, name))
  await writeFile(
    join(folders.folder, `${merged}.replaces`),
    small.map((name) => `${name}\n`),
  )

  const again = await openEngine(folders)

  assert.equal((await again.list({ limit: 100 })).items.length, 6)
  assert.deepEqual(await parquetNames(folders), [merged])
})

test('an engine killed before the merged file has its name keeps the small ones', async (t) => {
  const folders = await logFolders(t)
  await engineWithOldFiles(folders, 3)
  const small = await parquetNames(folders)
  await writeFile(join(folders.folder, '1-2-3-4.parquet.replaces'), small.join('\n'))

  const again = await openEngine(folders)

  assert.equal((await again.list({ limit: 100 })).items.length, 6)
  assert.deepEqual(await parquetNames(folders), small)
})

test('a list of files to delete names no path outside the log', async (t) => {
  const folders = await logFolders(t)
  await engineWithOldFiles(folders, 1)
  const victim = join(folders.spoolFolder, '1-2.parquet')
  await writeFile(victim, 'kept')
  const [name = ''] = await parquetNames(folders)
  await writeFile(join(folders.folder, `${name}.replaces`), '../spool/1-2.parquet\n')

  await openEngine(folders)

  assert.equal(await readFile(victim, 'utf8'), 'kept')
})

test('a file that was cut off is set aside and told as a gap; the others are searched', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 2)
  const [first = ''] = await parquetNames(folders)
  await truncate(join(folders.folder, first), 500)

  const found = ids((await engine.list({ limit: 100 })).items)

  assert.deepEqual(found, [idOf(11), idOf(10)])
  assert.deepEqual(engine.state.gaps, [
    { from: hourAgoMs, to: hourAgoMs + 2, reason: 'damaged', records: 2 },
  ])
  assert.deepEqual(await otherNames(folders), [`${first}.damaged`])
})

test('a file that is damaged inside ends one question, then it is found and set aside', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 2)
  const [first = ''] = await parquetNames(folders)
  const path = join(folders.folder, first)
  const bytes = await readFile(path)
  await writeFile(path, bytes.fill(0x55, 4, Math.floor(bytes.length / 3)))

  await assert.rejects(engine.list({ limit: 100 }))
  await engine.keepFiles()

  assert.deepEqual(ids((await engine.list({ limit: 100 })).items), [idOf(11), idOf(10)])
})

test('a damaged file does not keep the engine from opening', async (t) => {
  const folders = await logFolders(t)
  await engineWithOldFiles(folders, 2)
  const [first = ''] = await parquetNames(folders)
  await truncate(join(folders.folder, first), 0)
  await writeSegment(folders, 9, [success(90)])

  const engine = await openEngine(folders)

  assert.equal(engine.state.problem, '')
  assert.equal((await engine.list({ limit: 100 })).items.length, 3)
})

test('a damaged file does not keep the others from being merged', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 4)
  const [first = ''] = await parquetNames(folders)
  await truncate(join(folders.folder, first), 500)

  await engine.keepFiles()
  await engine.keepFiles()

  assert.equal(engine.state.files, 1)
  assert.equal((await engine.list({ limit: 100 })).items.length, 6)
})

test('a file deleted by hand is told as a gap', async (t) => {
  const folders = await logFolders(t)
  const engine = await engineWithOldFiles(folders, 2)
  const [first = ''] = await parquetNames(folders)
  await rm(join(folders.folder, first))

  await engine.list({ limit: 100 })

  assert.deepEqual(engine.state.gaps, [
    { from: hourAgoMs, to: hourAgoMs + 2, reason: 'deleted', records: 2 },
  ])
})

test('files of an earlier version, without a column that came later, are read and merged', async (t) => {
  const folders = await logFolders(t)
  await engineWithOldFiles(folders, 2)
  const db = await openDuckDb({ memoryMiB: 64, threads: 1 })
  for (const name of await parquetNames(folders)) {
    const path = join(folders.folder, name)
    const without = `SELECT * EXCLUDE (client_bytes, resource_path) FROM '${path}'`
    await db.writer.run(`COPY (${without}) TO '${path}.new' (FORMAT parquet)`)
    await rename(`${path}.new`, path)
  }

  const engine = await openEngine(folders)
  const before = ids((await engine.list({ limit: 100 })).items)
  await engine.keepFiles()

  assert.equal(before.length, 4)
  assert.equal(engine.state.files, 1)
  assert.deepEqual(ids((await engine.list({ limit: 100 })).items), before)
})

/** Each file holds two records of an hour that is over, and was written then. */
async function engineWithOldFiles(folders: Folders, count: number): Promise<LogEngine> {
  const engine = await openEngine(folders)
  for (const part of numbers(0, count)) {
    const records = [0, 1].map((place) => ({
      ...success(part * 10 + place),
      timestamp: hourAgoMs + part * 10 + place,
    }))
    await writeSegment(folders, part + 1, records)
    await engine.round()
  }
  for (const name of await parquetNames(folders)) {
    const [from = '', to = '', , records = ''] = name.split('-')
    await rename(
      join(folders.folder, name),
      join(folders.folder, [from, to, to, records].join('-')),
    )
  }
  return await openEngine(folders)
}

async function parquetNames({ folder }: Folders): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.parquet')).toSorted()
}

async function otherNames({ folder }: Folders): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => !name.endsWith('.parquet') && name !== columnsName)
}
