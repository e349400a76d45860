import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quietUntilIn, quietUntilWords } from './quiet-time.ts'

test('until when nobody is told is read as it was written, and out of no other reason', () => {
  const until = '2026-12-01T08:00:00.000Z'

  assert.equal(quietUntilIn(quietUntilWords(Date.parse(until))), until)
  assert.equal(quietUntilIn(''), null)
  assert.equal(quietUntilIn('nobody is in charge'), null)
})
