import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf, valueText } from './value-differences.ts'

test('a change is told by the members that differ, with both values', () => {
  const before = { description: 'Orders', stage: { timeoutMs: 30, name: 'prod' }, public: true }
  const after = { description: 'Orders', stage: { timeoutMs: 60, name: 'prod' }, labels: ['a'] }

  assert.deepEqual(changesOf(before, after), [
    { path: 'stage.timeoutMs', before: 30, after: 60 },
    { path: 'public', before: true, after: undefined },
    { path: 'labels', before: undefined, after: ['a'] },
  ])
})

test('items of a list are known by their names, so one that is put first changes no other', () => {
  const before = { hosts: [{ url: 'http://a', weight: 1 }] }
  const after = { hosts: [{ url: 'http://b' }, { url: 'http://a', weight: 2 }] }

  assert.deepEqual(changesOf(before, after), [
    { path: 'hosts[http://a].weight', before: 1, after: 2 },
    { path: 'hosts[http://b].url', before: undefined, after: 'http://b' },
  ])
})

test('another order of the same items is a change, and so is another kind of value', () => {
  const [one, other] = [{ type: 'cors' }, { type: 'mock' }]

  assert.deepEqual(changesOf({ plugins: [one, other] }, { plugins: [other, one] }), [
    { path: 'plugins', before: ['cors', 'mock'], after: ['mock', 'cors'] },
  ])
  assert.deepEqual(changesOf({ plugins: [one] }, { plugins: { cors: {} } }), [
    { path: 'plugins', before: [one], after: { cors: {} } },
  ])
})

test('what was made or removed is shown with all its members', () => {
  assert.deepEqual(changesOf(null, { name: 'ann', groups: [], auth: { app: true }, own: {} }), [
    { path: 'name', before: undefined, after: 'ann' },
    { path: 'groups', before: undefined, after: [] },
    { path: 'auth.app', before: undefined, after: true },
    { path: 'own', before: undefined, after: {} },
  ])
  assert.deepEqual(changesOf({ name: 'ann' }, null), [
    { path: 'name', before: 'ann', after: undefined },
  ])
  assert.deepEqual(changesOf(null, null), [])
})

test('values are texts for people: strings without quotes, all else as JSON', () => {
  assert.equal(valueText('a b'), 'a b')
  assert.equal(valueText(false), 'false')
  assert.equal(valueText(undefined), '')
  assert.equal(valueText(['a']), '[\n "a"\n]')
})
