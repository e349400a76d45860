import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { test } from 'node:test'
import { writeColumnsFile } from './columns-file.ts'
import { openDuckDb, rowsOf } from './duckdb.ts'
import { logFolders } from './engine-under-test.ts'
import type { ParquetFile } from './parquet-files.ts'
import { recordSample } from './record-relation.ts'
import { finish, rowGroupRecords, writeUnfinished } from './write-parquet.ts'

test('a sample holds other row groups of one file than of the next, and the records that it says', async (t) => {
  const { folder } = await logFolders(t)
  await mkdir(folder, { recursive: true })
  const db = await openDuckDb({ memoryMiB: 128, threads: 1 })
  await writeColumnsFile(db.writer, folder)
  const ofFile = 20_000 // two whole row groups and a rest
  const files: ParquetFile[] = []
  for (const from of [0, 1, 2].map((number) => number * ofFile)) {
    const select = `SELECT 'id-' || i AS request_id, i AS timestamp FROM range(${from}, ${from + ofFile}) numbers(i)`
    files.push(
      await finish(folder, await writeUnfinished(db.writer, folder, select, { segments: '' })),
    )
  }

  const sample = recordSample({ folder, files: files.toReversed(), fromMs: 0, toMs: 3 * ofFile })
  const rows = await rowsOf(
    db.writer,
    `SELECT timestamp // ${ofFile} AS file, count(*) AS count, min(timestamp) % ${ofFile} AS first
     FROM ${sample.relation} GROUP BY 1 ORDER BY 1`,
  )

  assert.deepEqual(
    rows.map((row) => ['file', 'count', 'first'].map((name) => Number(row[name]))),
    [
      [0, rowGroupRecords, 0],
      [1, rowGroupRecords, rowGroupRecords],
      [2, rowGroupRecords, 0],
    ],
  )
  assert.deepEqual([sample.records, sample.total], [3 * rowGroupRecords, 3 * ofFile])
})
