import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, rowAct, sameKind } from './row-keys.ts'

test('keys move within the rows and never beyond them', () => {
  assert.deepEqual(rowAct('j', { at: -1, count: 3 }), { kind: 'move', to: 0 })
  assert.deepEqual(rowAct('j', { at: 2, count: 3 }), { kind: 'move', to: 2 })
  assert.deepEqual(rowAct('k', { at: 0, count: 3 }), { kind: 'move', to: 0 })
  assert.deepEqual(rowAct('PageDown', { at: 1, count: 9 }), { kind: 'move', to: 8 })
  assert.deepEqual(rowAct('End', { at: 0, count: 9 }), { kind: 'move', to: 8 })
  assert.equal(rowAct('j', { at: 0, count: 0 }), undefined)
})

test('the keys stay at their record where newer ones come above it', () => {
  const flows = ['b', 'a'].map((id) => ({ request_id: id }))

  assert.equal(placeOf(flows, 'a'), 1)
  assert.equal(placeOf([{ request_id: 'c' }, ...flows], 'a'), 2)
  assert.equal(placeOf(flows, ''), -1)
  assert.equal(placeOf(flows, 'gone'), -1)
})

test('what is done to a row needs one, and other keys mean nothing', () => {
  assert.equal(rowAct('Enter', { at: -1, count: 3 }), undefined)
  assert.deepEqual(rowAct('x', { at: 1, count: 3 }), { kind: 'not' })
  assert.equal(rowAct('q', { at: 1, count: 3 }), undefined)
})

test('the next of the same kind is found in both directions, past others', () => {
  const flows = ['a', 'b', 'a', 'b'].map((key, place) => ({ key, request_id: String(place) }))

  assert.equal(sameKind(flows, '0', 1)?.request_id, '2')
  assert.equal(sameKind(flows, '3', -1)?.request_id, '1')
  assert.equal(sameKind(flows, '0', -1), undefined)
  assert.equal(sameKind(flows, 'gone', 1), undefined)
})
