import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesToMerge } from './compact-files.ts'
import { parquetName, type ParquetFile } from './parquet-files.ts'

const hourMs = 3_600_000
const hour = 1_795_000_000_000 - (1_795_000_000_000 % hourMs)

test('small files of an hour become one when the hour is over and no more come', () => {
  const files = [file(0), file(3), file(6)]

  assert.deepEqual(filesToMerge(files, hour + hourMs + 60_000), [])
  assert.deepEqual(filesToMerge(files, hour + 2 * hourMs), files)
})

test('while the clock is behind, its hour is left alone until it is quiet', () => {
  const late = { ...file(3), writtenMs: hour + 2 * hourMs }

  assert.deepEqual(filesToMerge([file(0), late], hour + 2 * hourMs + 60_000), [])
  assert.equal(filesToMerge([file(0), late], hour + 3 * hourMs).length, 2)
})

test('what is large enough is never written again, and one file alone neither', () => {
  assert.deepEqual(filesToMerge([file(0, 60_000), file(3, 70_000)], hour + 9 * hourMs), [])
  assert.deepEqual(filesToMerge([file(0, 60_000), file(3, 10)], hour + 9 * hourMs), [])
})

test('ten thousand small files are merged in bounded portions', () => {
  const many = Array.from({ length: 10_000 }, (_, place) => file(place / 200, 1_000))

  const merged = filesToMerge(many, hour + 60_000)

  assert.equal(merged.length, 100)
  assert.ok(merged.reduce((sum, { records }) => sum + records, 0) <= 100_000)
})

function file(minute: number, records = 10): ParquetFile {
  const fromMs = Math.round(hour + minute * 60_000)
  const times = { fromMs, toMs: fromMs + 1_000, writtenMs: fromMs + 2_000, records }
  return { ...times, name: parquetName(times), bytes: records * 50 }
}
