import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { ControlStore, lookInto } from './control-store.ts'
import { migrate } from './migrate.ts'
import { type Migration, migrations } from './migrations.ts'
import { openSqlite } from './sqlite-database.ts'

async function newFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-sqlite-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'control.db')
}

const addColumn: Migration = async (tables) => {
  await sql`alter table documents add column owner text`.execute(tables)
}

const change = {
  atMs: 1,
  author: { actor: 'token admin', address: '' },
  documents: [{ kind: 'app', name: 'demo', body: '{}' }],
  releases: [],
  live: [],
  audit: [],
} as const

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8)
}

test('the file and what SQLite puts beside it are readable by their user alone', async (t) => {
  const file = await newFile(t)
  const store = await ControlStore.open(openSqlite(file))
  t.after(() => store.close())

  const modes = await Promise.all([file, `${file}-wal`, `${file}-shm`].map(modeOf))

  assert.deepEqual(modes, ['600', '600', '600'])
})

test('before tables that hold something are changed the file is copied, as it was, for its user alone', async (t) => {
  const file = await newFile(t)
  const first = await ControlStore.open(openSqlite(file))
  await (await first.prepare(change)).commit()
  await first.close()
  const database = openSqlite(file)
  t.after(() => database.close())

  const copy = await migrate(database, [...migrations, addColumn])
  const again = await migrate(database, [...migrations, addColumn])

  assert.equal(copy, `${file}.before-version-${migrations.length + 1}`)
  assert.equal(again, '')
  assert.equal(await modeOf(copy), '600')
  const before = openSqlite(copy, { readOnly: true })
  t.after(() => before.close())
  assert.deepEqual((await lookInto(before))?.documents, change.documents)
})

test('a new file is not copied', async (t) => {
  const file = await newFile(t)
  const store = await ControlStore.open(openSqlite(file))
  t.after(() => store.close())

  assert.equal(store.copy, '')
  const names = (await readdir(join(file, '..'))).filter((name) => name.includes('before'))
  assert.deepEqual(names, [])
})

test('a file that is no database, or lost its end, is told as damaged, with what to do', async (t) => {
  const file = await newFile(t)
  await writeFile(file, 'no database at all '.repeat(100))
  assert.throws(() => openSqlite(file), /is damaged \(SQLITE_NOTADB\)\. Restore it from a backup/)

  await rm(file)
  const store = await ControlStore.open(openSqlite(file))
  await (await store.prepare(change)).commit()
  await store.close()
  await truncate(file, 8_192)

  const open = async (): Promise<ControlStore> => ControlStore.open(openSqlite(file))
  await assert.rejects(open, /is damaged \(SQLITE_CORRUPT\)/)
})

test('while another program holds the file a change is refused, and nothing of it is kept', async (t) => {
  const file = await newFile(t)
  const store = await ControlStore.open(openSqlite(file))
  t.after(() => store.close())
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')

  await assert.rejects(store.prepare(change), /is locked by another program \(SQLITE_BUSY\)/)
  other.close()
  await (await store.prepare(change)).commit()

  assert.equal((await store.load()).documents.length, 1)
})

test('a look from outside changes nothing, and makes no file where there is none', async (t) => {
  const file = await newFile(t)

  assert.throws(() => openSqlite(file, { readOnly: true }), /SQLITE_CANTOPEN/)

  assert.deepEqual(await readdir(join(file, '..')), [])
})
