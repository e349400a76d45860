import assert from 'node:assert/strict'
import { mkdir, open, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { rowsOfFiles, writeColumnsFile } from './columns-file.ts'
import { openDuckDb, rowsOf, type DuckDb } from './duckdb.ts'
import { logFolders } from './engine-under-test.ts'
import type { ParquetFile } from './parquet-files.ts'
import { readAhead } from './read-ahead.ts'
import { finish, writeUnfinished } from './write-parquet.ts'

/** More than one statement of the read-ahead takes. */
const fileCount = 20
const unreadable = /magic bytes/

test('what must be known of each file is known before the first question', async (t) => {
  const { db, folder, files } = await someFiles(t)

  await readAhead(await db.connect(), folder, files)

  for (const file of files) await makeUnreadable(folder, file)
  assert.equal(await recordsIn(db, folder, files), fileCount)
})

test('without it the first question has to read that itself', async (t) => {
  const { db, folder, files } = await someFiles(t)

  for (const file of files) await makeUnreadable(folder, file)

  await assert.rejects(recordsIn(db, folder, files), unreadable)
})

test('the newest files come first: of them the first question is likelier', async (t) => {
  const { db, folder, files } = await someFiles(t)
  const connection = await db.connect()
  const run = connection.run.bind(connection)
  connection.run = async (sql) => {
    const result = await run(sql)
    for (const file of files) await makeUnreadable(folder, file) // what comes later reads nothing
    return result
  }

  await readAhead(connection, folder, files)

  const [oldest, newest] = [files.slice(0, 1), files.slice(-8)]
  assert.equal(await recordsIn(db, folder, newest), newest.length)
  await assert.rejects(recordsIn(db, folder, oldest), unreadable)
})

test('a file that is gone holds up only those read with it', async (t) => {
  const { db, folder, files } = await someFiles(t)
  const [newest] = files.slice(-1)
  await rm(join(folder, newest?.name ?? ''))

  await readAhead(await db.connect(), folder, files)

  const oldest = files.slice(0, 4)
  for (const file of oldest) await makeUnreadable(folder, file)
  assert.equal(await recordsIn(db, folder, oldest), oldest.length)
})

/** One record each, oldest first, an hour old: of younger files DuckDB does not trust the time. */
async function someFiles(
  t: TestContext,
): Promise<{ db: DuckDb; folder: string; files: ParquetFile[] }> {
  const { folder } = await logFolders(t)
  await mkdir(folder, { recursive: true })
  const db = await openDuckDb({ memoryMiB: 128, threads: 1 })
  await writeColumnsFile(db.writer, folder)
  const files: ParquetFile[] = []
  for (let number = 0; number < fileCount; number++) {
    const select = `SELECT 'id-${number}' AS request_id, CAST(${number} AS BIGINT) AS timestamp`
    const unfinished = await writeUnfinished(db.writer, folder, select, { segments: '' })
    const file = await finish(folder, unfinished)
    await utimes(join(folder, file.name), anHourAgo, anHourAgo)
    files.push(file)
  }
  return { db, folder, files }
}

const anHourAgo = new Date(Date.now() - 3_600_000)

/** Spoils the end, where a file says what it holds; size and time stay. */
async function makeUnreadable(folder: string, { name, bytes }: ParquetFile): Promise<void> {
  const path = join(folder, name)
  const file = await open(path, 'r+')
  try {
    await file.write(Buffer.alloc(8), 0, 8, bytes - 8)
  } finally {
    await file.close()
  }
  await utimes(path, anHourAgo, anHourAgo)
}

async function recordsIn(
  db: DuckDb,
  folder: string,
  files: readonly ParquetFile[],
): Promise<number> {
  const connection = await db.connect()
  const [row] = await rowsOf(connection, `SELECT count(*) AS n FROM ${rowsOfFiles(folder, files)}`)
  connection.closeSync()
  return Number(row?.['n'])
}
