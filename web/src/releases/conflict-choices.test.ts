import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settlementOf, withChoice } from './conflict-choices.ts'

test('what was chosen stays while another part changes, and is chosen anew where it changed itself', () => {
  const order = { part: 'resources/order', draft: { path: '/a' }, live: { path: '/b' } }
  const pay = { part: 'backends/pay', draft: null, live: { owners: ['ann'] } }
  const changed = { ...pay, live: { owners: ['bob'] } }

  const choices = withChoice(withChoice(new Map(), order, 'keep'), pay, 'take')

  assert.deepEqual(settlementOf(choices, [order, pay]), {
    keep: ['resources/order'],
    take: ['backends/pay'],
  })
  assert.equal(settlementOf(choices, [order, changed]), undefined)
  assert.deepEqual(settlementOf(withChoice(choices, changed, 'keep'), [order, changed])?.keep, [
    'resources/order',
    'backends/pay',
  ])
})
