import assert from 'node:assert/strict'
import { test } from 'node:test'
import { creationKeys } from './creation-keys.ts'

test('a creation has a key over plain http, too: the same for the same body, another for another', (t) => {
  t.mock.method(crypto, 'randomUUID', () => assert.fail('is not there over plain http'))
  const keyOf = creationKeys()

  const key = keyOf({ name: 'shop' })

  assert.match(key, /^[0-9a-f]{32}$/)
  assert.equal(keyOf({ name: 'shop' }), key)
  assert.notEqual(keyOf({ name: 'pay' }), key)
  assert.notEqual(creationKeys()({ name: 'shop' }), key)
})
