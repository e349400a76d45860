import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTypedSince, patchBetween, patched } from './merge-patch.ts'

test('what a form does not show is not in its patch, so nothing of it is lost', () => {
  const read = { hosts: [{ url: 'http://a', 'x-note': 1 }], 'x-team': { lead: 'li' }, retries: 1 }
  const typed = { ...read, hosts: [{ url: 'http://b', 'x-note': 1 }] }

  assert.deepEqual(patchBetween(read, typed), { hosts: [{ url: 'http://b', 'x-note': 1 }] })
})

test('a change is put upon what another person made of it meanwhile, and theirs stays', () => {
  const read = { retries: 1, timeoutMs: { connect: 10, total: 20 }, hostHeader: 'a' }
  const typed = { retries: 1, timeoutMs: { connect: 11, total: 20 } }
  const theirs = { retries: 3, timeoutMs: { connect: 10, total: 99 }, hostHeader: 'a' }

  const both = patched(theirs, patchBetween(read, typed))

  assert.deepEqual(both, { retries: 3, timeoutMs: { connect: 11, total: 99 } })
})

test('whatever was read and typed, the patch makes the one of the other', () => {
  const values = [{}, { a: 1 }, { a: { b: 1, c: [1] } }, { a: { b: 2 }, d: 'x' }, { a: [{}, 1] }]
  for (const before of values) {
    for (const after of values)
      assert.deepEqual(patched(before, patchBetween(before, after)), after)
  }
})

test('what was typed while it was being saved stays', () => {
  const sent = { retries: 3, 'x-note': 'keep' }
  const saved = { ...sent, hosts: [] }

  assert.deepEqual(withTypedSince(saved, sent, { ...sent, retries: 4 }), { ...saved, retries: 4 })
  assert.deepEqual(withTypedSince(saved, sent, sent), saved)
})
