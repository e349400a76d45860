import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { unreadableFiles } from './damaged-files.ts'
import { openDuckDb } from './duckdb.ts'
import { logFolders } from './engine-under-test.ts'

test('only what is wrong within a file is damage: not that it went, or cannot be opened now', async (t) => {
  const { folder } = await logFolders(t)
  await mkdir(folder, { recursive: true })
  const db = await openDuckDb({ threads: 1, memoryMiB: 64, spillFolder: join(folder, 'spill') })
  await writeFile(join(folder, 'cut.parquet'), 'PAR1')
  await db.writer.run(`COPY (SELECT 1 AS one) TO '${join(folder, 'whole.parquet')}'`)
  const files = ['whole.parquet', 'gone.parquet', 'cut.parquet'].map((name) => ({
    name,
    fromMs: 1,
    toMs: 2,
    writtenMs: 3,
    records: 1,
    bytes: 1,
  }))

  for (const whole of [true, false]) {
    const found = await unreadableFiles(db.writer, folder, files, whole)
    assert.deepEqual(
      found.map(({ name }) => name),
      ['cut.parquet'],
    )
  }
})
