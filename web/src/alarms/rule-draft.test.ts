import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyRule, receiverOf, withReceiver, wordsOf } from './rule-draft.ts'

test('a rule that is saved keeps what this page does not know, and sends nothing that only the server says', () => {
  const read = {
    ...emptyRule,
    id: '3TQ8',
    gateway: 'shop',
    changedBy: 'user ann',
    evaluatedAt: null,
    problem: '',
    later: { version: 2 },
    condition: { ...emptyRule.condition, smoothing: 'median' },
  }

  const sent = wordsOf({ ...read, name: 'Orders fail' })

  assert.deepEqual(sent, {
    ...emptyRule,
    name: 'Orders fail',
    later: { version: 2 },
    condition: { ...emptyRule.condition, smoothing: 'median' },
  })
})

test('a receiver is changed or taken away in its place', () => {
  const changed = withReceiver(emptyRule, 1, { kind: 'email', address: 'ann@example.com' })

  assert.deepEqual(changed.receivers, [
    { kind: 'owner' },
    { kind: 'email', address: 'ann@example.com' },
  ])
  assert.deepEqual(withReceiver(changed, 0, undefined).receivers, [changed.receivers[1]])
  assert.deepEqual(receiverOf('webhook'), { kind: 'webhook', url: '' })
})
