import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newRequestId } from './request-id.ts'

test('ids are well-formed UUIDv7, unique, and sort by time', () => {
  const ids = Array.from({ length: 5_000 }, () => newRequestId(1_795_000_000_000))
  const later = newRequestId(1_795_000_000_001)

  assert.ok(
    ids.every((id) =>
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id),
    ),
  )
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => id < later))
  assert.equal(Number.parseInt(later.replaceAll('-', '').slice(0, 12), 16), 1_795_000_000_001)
})
