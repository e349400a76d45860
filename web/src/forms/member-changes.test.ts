import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withKeyNamed, withValueAt } from './json-path.ts'
import { changed, changesBetween, disputed } from './member-changes.ts'

test('a change at one place leaves the rest as it was, in its order', () => {
  const before = { 'x-a': { b: 1 }, path: '/o', backend: { 'x-z': null, path: '/v1' } }

  assert.equal(
    JSON.stringify(withValueAt(before, ['backend', 'path'], '/v2')),
    '{"x-a":{"b":1},"path":"/o","backend":{"x-z":null,"path":"/v2"}}',
  )
  assert.deepEqual(withValueAt(before, ['timeoutMs', 'total'], 5), {
    ...before,
    timeoutMs: { total: 5 },
  })
})

test('a mapping goes with its last member, and stays with any other', () => {
  assert.deepEqual(withValueAt({ timeoutMs: { total: 5 } }, ['timeoutMs', 'total'], undefined), {})
  assert.deepEqual(withValueAt({ a: { b: 1, 'x-c': 2 } }, ['a', 'b'], undefined), {
    a: { 'x-c': 2 },
  })
  assert.deepEqual(withValueAt({ a: {} }, ['b'], undefined), { a: {} })
  assert.deepEqual(withValueAt({ a: 1 }, ['a'], {}), { a: {} })
})

test('items of lists are changed, added and taken away by their place', () => {
  assert.deepEqual(withValueAt({ a: [1, { b: 2 }] }, ['a', 1, 'b'], 3), { a: [1, { b: 3 }] })
  assert.deepEqual(withValueAt({ a: [1, 2] }, ['a', 0], undefined), { a: [2] })
  assert.deepEqual(withValueAt({}, ['a', 0, 'b'], 1), { a: [{ b: 1 }] })
  assert.deepEqual(Object.keys(withKeyNamed({ a: 1, b: 2, c: 3 }, 'b', 'z')), ['a', 'z', 'c'])
})

test('what one changed is put upon what another made of it, and what both changed is told', () => {
  const read = { summary: 'old', auth: { app: true }, labels: ['a'] }
  const mine = { summary: 'mine', auth: { app: true, user: true }, labels: ['a'] }
  const theirs = { summary: 'theirs', auth: { app: false }, labels: ['a', 'b'] }
  const changes = changesBetween(read, mine)

  assert.deepEqual(changed(theirs, changes), {
    summary: 'mine',
    auth: { app: false, user: true },
    labels: ['a', 'b'],
  })
  assert.deepEqual(disputed(changes, read, theirs), [{ path: ['summary'], value: 'mine' }])
})
