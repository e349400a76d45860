import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { canonicalHash } from '../definition/canonical-json.ts'
import { etagOf, requireMatch } from './etag.ts'
import { keepHashKey } from './keyed-hash.ts'
import { ApiProblem } from './problem.ts'

function asking(ifMatch: string | undefined): FastifyRequest {
  return { headers: { 'if-match': ifMatch } } as FastifyRequest // all that is read
}

function keyOf(ifMatch: string | undefined, current: string): string {
  try {
    requireMatch(asking(ifMatch), current)
  } catch (error) {
    assert.ok(error instanceof ApiProblem)
    assert.equal(error.more['etag'], current)
    return error.key
  }
  return 'passed'
}

test('equal parts have one ETag, whatever the order of their keys, and different ones have two', () => {
  assert.equal(etagOf({ a: 1, b: 2 }), etagOf({ b: 2, a: 1 }))
  assert.notEqual(etagOf({ a: 1 }), etagOf({ a: 2 }))
})

test('an ETag says nothing of a hidden value to who tries what it may be', () => {
  const part = { type: 'header-rewrite', config: { set: { 'X-Key': 'summer' } } }
  const guessed = `"${canonicalHash(part).slice(0, 32)}"`

  assert.notEqual(etagOf(part), guessed)
  assert.equal(etagOf(part), etagOf(structuredClone(part)))
  assert.notEqual(etagOf(part), etagOf({ ...part, config: { set: { 'X-Key': 'winter' } } }))
})

test('an ETag is the same after a restart on the same data folder, and another on another', () => {
  keepHashKey('a key of this folder')
  const before = etagOf({ a: 1 })
  keepHashKey('a key of another folder')
  const elsewhere = etagOf({ a: 1 })
  keepHashKey('a key of this folder')

  assert.equal(etagOf({ a: 1 }), before)
  assert.notEqual(elsewhere, before)
})

test('a change passes only upon the version that is there', () => {
  const current = etagOf({ a: 1 })

  assert.equal(keyOf(current, current), 'passed')
  assert.equal(keyOf(`"other", ${current}`, current), 'passed')
  assert.equal(keyOf('*', current), 'passed')
  assert.equal(keyOf('"other"', current), 'changed_meanwhile')
  assert.equal(keyOf(undefined, current), 'precondition_required')
})
