import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Segment } from '../spool-segment.ts'
import { logFolders, success, writeSegment, type Folders } from './engine-under-test.ts'
import type { ParquetFile } from './parquet-files.ts'
import { SegmentIntake } from './segment-intake.ts'

test('a batch takes its time, until a question waits for it', async (t) => {
  const { folders, intake, conversion } = await intakeOf(t)
  await writeSegment(folders, 1, [success(1)])
  const round = intake.round()
  const { isUrgent, finish } = await begun(conversion, round)
  const atFirst = isUrgent()

  const caughtUp = intake.catchUp()
  const whenAsked = isUrgent()
  finish()
  await Promise.all([round, caughtUp])

  assert.deepEqual([atFirst, whenAsked], [false, true])
})

test('a batch that more than one other waits behind is urgent from its start', async (t) => {
  const { folders, intake, conversion } = await intakeOf(t)
  for (const number of [1, 2, 3]) await writeSegment(folders, number, [success(number)])
  const round = intake.round()

  const { isUrgent, finish } = await begun(conversion, round)

  assert.equal(isUrgent(), true)
  finish()
  await round
})

interface Conversion {
  readonly isUrgent: () => boolean
  readonly finish: () => void
}

/** With a converter that takes as long as the test wants, which DuckDB does not. */
async function intakeOf(t: TestContext): Promise<{
  folders: Folders
  intake: SegmentIntake
  conversion: Promise<Conversion>
}> {
  const folders = await logFolders(t)
  const { promise, resolve } = Promise.withResolvers<Conversion>()
  const convert = async (_segments: readonly Segment[], isUrgent: () => boolean) => {
    const done = Promise.withResolvers<void>()
    resolve({ isUrgent, finish: done.resolve })
    await done.promise
    const file: ParquetFile = { name: '', fromMs: 0, toMs: 0, writtenMs: 0, records: 1, bytes: 1 }
    return file
  }
  const intake = new SegmentIntake({
    ...folders,
    batchBytes: 100, // less than one record
    batchMs: 1e12,
    converter: { convert, canRead: async () => await Promise.resolve(true) },
    kept: [],
    onKept: () => {},
  })
  return { folders, intake, conversion: promise }
}

async function begun(
  conversion: Promise<Conversion>,
  round: Promise<boolean>,
): Promise<Conversion> {
  const nothing = async (): Promise<never> => {
    await round
    assert.fail('nothing was converted')
  }
  return await Promise.race([conversion, nothing()])
}
