import assert from 'node:assert/strict'
import { mkdir, readdir } from 'node:fs/promises'
import { test, type TestContext } from 'node:test'
import { listSegments } from '../spool-segment.ts'
import { SegmentConverter, type Place } from './convert-segments.ts'
import { openDuckDb } from './duckdb.ts'
import { classify, logFolders, numbers, success, writeSegment } from './engine-under-test.ts'
import { JsonSelection } from './json-selection.ts'

const records = 40_000 // takes longer than a look at whether it is done

test('a file that becomes urgent while it is made is begun anew, and is whole', async (t) => {
  const { convert, hurried, names } = await converterOf(t)
  let looks = 0

  const file = await convert(() => looks++ > 1)

  assert.equal(hurried(), 1)
  assert.equal(file.records, records)
  assert.deepEqual(await names(), [file.name])
})

test('nothing is hurried where there is time', async (t) => {
  const { convert, hurried, names } = await converterOf(t)

  const file = await convert(() => false)

  assert.equal(hurried(), 0)
  assert.equal(file.records, records)
  assert.deepEqual(await names(), [file.name])
})

async function converterOf(t: TestContext) {
  const folders = await logFolders(t)
  await mkdir(folders.folder, { recursive: true })
  await writeSegment(folders, 1, numbers(1, records).map(success))
  let opened = 0
  const converter = new SegmentConverter({
    calm: await place(t, 2),
    openHurried: async () => {
      opened++
      return await place(t, 1)
    },
    folder: folders.folder,
    rulesVersion: 1,
  })
  const segments = await listSegments(folders.spoolFolder)
  return {
    convert: async (isUrgent: () => boolean) => await converter.convert(segments, isUrgent),
    hurried: () => opened,
    names: async () => await readdir(folders.folder),
  }
}

async function place(t: TestContext, threads: number): Promise<Place> {
  const db = await openDuckDb({ memoryMiB: 192, threads })
  t.after(() => db.writer.closeSync())
  return { db, selection: new JsonSelection(db, classify) }
}
