import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AggregateQuestion } from './aggregate/aggregate-question.ts'
import {
  classify,
  inMemoryOnly,
  logFolders,
  numbers,
  openEngine,
  refused,
  startMs,
  success,
  writeSegment,
} from './engine/engine-under-test.ts'
import { aggregateSpool } from './spool-aggregate.ts'
import { listSegments } from './spool-segment.ts'

const questions: readonly AggregateQuestion[] = [
  { kind: 'histogram', stepMs: 100, by: 'key', top: 3 },
  { kind: 'top-values', fields: ['status', 'attempt_count'], top: 3 },
  { kind: 'summary', stepMs: 0, by: 'fault', fields: ['status', 'http_path'], top: 3 },
  { kind: 'percentiles', of: 'request_duration', by: 'status', top: 3 },
  { kind: 'differences', top: 5 },
]

test('while the engine is away the spool gives the same counts, and says that they are not all', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, [
    ...numbers(0, 300).map(success),
    ...numbers(300, 90).map(refused),
  ])
  await writeSegment(folders, 2, numbers(400, 50).map(refused), 'open')
  const engine = await openEngine(folders, inMemoryOnly)
  const filter = { query: 'status:502', gateway: 'shop', fromMs: startMs + 10, toMs: startMs + 430 }

  for (const question of questions) {
    const expected = await engine.aggregate(filter, question)

    const segments = await listSegments(folders.spoolFolder)
    const answer = await aggregateSpool(segments, question, filter, classify)

    assert.deepEqual(answer, { ...expected, complete: false })
  }
})

test('a spool that takes too long to read is counted as far as the time goes', async (t) => {
  const folders = await logFolders(t)
  await writeSegment(folders, 1, numbers(0, 10).map(success))
  const filter = { fromMs: startMs, toMs: startMs + 1_000 }

  const [question] = questions
  assert.ok(question !== undefined)
  const segments = await listSegments(folders.spoolFolder)
  const answer = await aggregateSpool(segments, question, filter, classify, -1)

  assert.ok(answer.kind === 'histogram')
  assert.deepEqual([answer.total, answer.complete], [0, false])
})
