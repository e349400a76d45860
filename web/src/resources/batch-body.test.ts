import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchBody, firstAct } from './batch-body.ts'

test('the backend that is sent is the one that is shown first', () => {
  const names = ['get_order']

  assert.deepEqual(batchBody(names, firstAct('backend', ['orders', 'pay'])), {
    names,
    patch: { backend: { name: 'orders' } },
  })
  assert.deepEqual(firstAct('backend', ['a', 'default']), { kind: 'backend', backend: 'default' })
})
