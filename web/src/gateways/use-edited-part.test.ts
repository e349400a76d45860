import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../api/ask.ts'
import { conflictIn } from './use-edited-part.ts'

test('what another made of it is offered only where the answer says what it is', () => {
  const current = { description: 'theirs' }
  const etag = '"2"'

  assert.deepEqual(conflictIn(new Problem(412, { current, etag })), { value: current, etag })
  assert.equal(conflictIn(new Problem(412, { etag })), undefined)
  assert.equal(conflictIn(new Problem(412, { current: null, etag: '' })), undefined)
  assert.equal(conflictIn(new Problem(422, {})), undefined)
  assert.equal(conflictIn(null), undefined)
})
