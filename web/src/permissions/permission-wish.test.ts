import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  dayAfter,
  dayOf,
  decisionBody,
  endOfDay,
  grantChange,
  missingIn,
  wishBody,
} from './permission-wish.ts'

const wish = {
  app: 'web-shop',
  isWhole: false,
  resources: ['get_order'],
  reason: ' shows\norders ',
  expiresInDays: 180,
}

test('a wish that lacks something is not sent, and names all that it lacks', () => {
  assert.deepEqual(missingIn(wish), [])
  assert.deepEqual(missingIn({ ...wish, app: '', resources: [], reason: ' ' }), [
    'app',
    'resources',
    'reason',
  ])
  assert.deepEqual(missingIn({ ...wish, isWhole: true, resources: [] }), [])
})

test('a wish for the whole gateway names no resources, and its reason is one line', () => {
  const body = { app: 'web-shop', gateway: 'orders', reason: 'shows orders', expiresInDays: 180 }

  assert.deepEqual(wishBody('orders', wish), { ...body, resources: ['get_order'] })
  assert.deepEqual(wishBody('orders', { ...wish, isWhole: true }), body)
})

test('a day lasts until its end, and what was kept is shown as the same day', () => {
  assert.equal(dayOf(endOfDay('2027-05-29')), '2027-05-29')
  assert.equal(endOfDay(''), null)
  assert.equal(dayOf(null), '')
  assert.equal(dayAfter(2, new Date('2027-05-29T12:00:00').getTime()), '2027-05-31')
})

test('of a permission only what was changed is sent, and other resources are a change where there are as many', () => {
  const grant = { expiresAt: null, resources: ['a', 'b'], reason: 'r' }
  const same = { day: '', resources: ['b', 'a'], reason: 'r' }

  assert.deepEqual(grantChange(grant, same), {})
  assert.deepEqual(grantChange(grant, { ...same, resources: ['a', 'c'] }), {
    resources: ['a', 'c'],
  })
  assert.deepEqual(grantChange({ ...grant, resources: null }, { ...same, resources: [] }), {})
})

test('an approval names resources only where it is of some, and a rejection never does', () => {
  const all = { resources: ['a', 'b'], chosen: ['a', 'b'], comment: '' }

  assert.deepEqual(decisionBody('approve', all), { decision: 'approve' })
  assert.deepEqual(decisionBody('approve', { ...all, chosen: ['a'], comment: ' b is\nours ' }), {
    decision: 'approve',
    resources: ['a'],
    comment: 'b is ours',
  })
  assert.deepEqual(decisionBody('reject', { ...all, chosen: ['a'] }), { decision: 'reject' })
  assert.deepEqual(decisionBody('approve', { ...all, resources: null, chosen: [] }), {
    decision: 'approve',
  })
})
