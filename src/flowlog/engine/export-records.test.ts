import assert from 'node:assert/strict'
import { readFile, readdir } from 'node:fs/promises'
import { test } from 'node:test'
import type { FlowRecord } from '../../model/flow-record.ts'
import { QuestionRefused } from '../question-refused.ts'
import { columnsName } from './columns-file.ts'
import {
  idOf,
  logFolders,
  numbers,
  openEngine,
  startMs,
  success,
  writeSegment,
} from './engine-under-test.ts'

const never = new AbortController().signal

test('the portions of an export are every record once, oldest first', async (t) => {
  const folders = await logFolders(t)
  const records = numbers(0, 25_000).map((number) => ({
    ...success(number),
    timestamp: startMs + Math.floor(number / 2),
  }))
  await writeSegment(folders, 1, records.slice(0, 15_000))
  const engine = await openEngine(folders)
  await engine.round()
  await writeSegment(folders, 2, records.slice(15_000).toReversed())

  const order = { filter: { gateway: 'shop' }, format: 'ndjson' } as const
  const plan = await engine.planExport(order)
  const ids: string[] = []
  for (const portion of plan.portions) {
    const text = await readFile(await engine.exportPortion(order, portion, never), 'utf8')
    const lines = text.trim().split('\n')
    ids.push(...lines.map((line) => (JSON.parse(line) as FlowRecord).request_id))
  }

  assert.equal(plan.records, 25_000)
  assert.ok(plan.portions.length > 1)
  assert.deepEqual(ids, numbers(0, 25_000).map(idOf))
})

test('only the first portion of a table has a head; a table without records is its head', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [success(0)])
  const engine = await openEngine(folders)
  const order = { filter: { query: 'status:500' }, format: 'csv' } as const

  const { records, portions } = await engine.planExport(order)
  const [only] = portions
  assert.ok(only !== undefined)
  const empty = await readFile(await engine.exportPortion(order, only, never), 'utf8')
  const later = { fromMs: startMs, toMs: startMs + 1, isFirst: false }
  const all = { filter: {}, format: 'csv' } as const
  const rest = await readFile(await engine.exportPortion(all, later, never), 'utf8')

  assert.equal(records, 0)
  assert.equal(portions.length, 1)
  assert.match(empty, /^time,request_id,[^\r]*\r\n$/)
  assert.match(rest, /^20[^\r]*\r\n$/)
})

test('an export that nobody waits for any more ends and leaves no file', async (t) => {
  const folders = await logFolders(t)
  for (const part of [0, 1, 2, 3]) {
    await writeSegment(folders, part + 1, numbers(part * 10_000, 10_000).map(success))
  }
  const engine = await openEngine(folders)
  const order = { filter: {}, format: 'parquet' } as const
  const { portions } = await engine.planExport(order)
  const [only] = portions
  assert.ok(only !== undefined)
  const stopping = new AbortController()

  const writing = engine.exportPortion(order, only, stopping.signal)
  while (!(await exportNames(folders.folder)).some((name) => name.startsWith('export-'))) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  stopping.abort()

  await assert.rejects(writing, QuestionRefused)
  assert.deepEqual(await exportNames(folders.folder), [])
})

test('an export that nobody waits for when it is asked for, or right after, writes nothing', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 10).map(success))
  const engine = await openEngine(folders)
  const order = { filter: {}, format: 'parquet' } as const
  const { portions } = await engine.planExport(order)
  const [only] = portions
  assert.ok(only !== undefined)
  const stopping = new AbortController()

  const early = engine.exportPortion(order, only, AbortSignal.abort())
  const begun = engine.exportPortion(order, only, stopping.signal)
  stopping.abort()

  await Promise.all([early, begun].map(async (one) => await assert.rejects(one, QuestionRefused)))
  assert.deepEqual(await exportNames(folders.folder), [])
})

async function exportNames(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => name !== columnsName && name.endsWith('.unfinished'))
}
