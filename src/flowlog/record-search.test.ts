import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeRecord } from '../model/record-defaults.ts'
import { classify, success } from './engine/engine-under-test.ts'
import type { ConcludedRecord } from './query/query-field.ts'
import { CursorError, pageOfNumbered, recordSearch } from './record-search.ts'

test('the cursor of a page begins behind its last record', () => {
  const { before } = recordSearch({ limit: 1, cursor })

  assert.deepEqual(before, { timestamp: newer.timestamp, requestId: newer.request_id })
})

test('a cursor that was cut, written anew or made up is refused, instead of page one again', () => {
  const damaged = [
    ...Array.from(cursor, (_, length) => cursor.slice(0, length)),
    cursor.slice(1),
    cursor.toLowerCase(),
    `${cursor}=`,
    ` ${cursor}`,
    Buffer.from(cursor).toString('base64url'),
    Buffer.from(cursor, 'base64url').toString(),
    Buffer.from(`${newer.timestamp} ${newer.request_id}`).toString('base64url'),
  ]

  for (const one of damaged) {
    assert.throws(() => recordSearch({ limit: 1, cursor: one }), CursorError, one)
  }
})

const newer = concluded(1)
const cursor = pageOfNumbered([newer, concluded(0)], 1, true).next ?? ''

function concluded(number: number): ConcludedRecord {
  const record = wholeRecord(success(number))
  return { ...record, ...classify(record) }
}
