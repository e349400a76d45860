import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { debugOrder, missingParts } from './debug-order.ts'

test('credentials of a debug call cannot begin another header field', () => {
  const ends = ['a\r\nX-Forwarded-For: 192.0.2.1', 'a\nb', 'a\rb', 'a\u0000b']
  const wrong = ends.flatMap((end) => [{ app: end }, { secret: end }, { userToken: end }])

  for (const credentials of wrong) {
    const order = { stage: 'prod', path: '/x', credentials }
    assert.ok(!Value.Check(debugOrder, order), JSON.stringify(credentials))
    assert.ok(!Value.Check(missingParts, { credentials }), JSON.stringify(credentials))
  }
  const credentials = { app: 'demo-app', secret: 'a "b" é', userToken: 'c=d; e' }
  assert.ok(Value.Check(debugOrder, { stage: 'prod', path: '/x', credentials }))
  assert.ok(Value.Check(missingParts, { credentials }))
})
