import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FailureGroup, releaseBefore } from './failure-groups.ts'

const minute = 60_000
const group: FailureGroup = {
  gateway: 'shop',
  stage: 'prod',
  key: 'backend_refused',
  responder: 'gateway',
  fault: 'network',
  owner: 'backend',
  count: 3,
  firstAt: 100 * minute,
  lastAt: 101 * minute,
  requestId: 'a',
}

test('a failure is told beside the last release before it, of the same stage and soon before only', () => {
  const release = { gateway: 'shop', stage: 'prod', number: 7, madeAtMs: 97 * minute }
  const earlier = { ...release, number: 6, madeAtMs: 90 * minute }
  const elsewhere = { ...release, stage: 'test', number: 9, madeAtMs: 99 * minute }
  const later = { ...release, number: 8, madeAtMs: 100 * minute + 1 }

  assert.deepEqual(releaseBefore(group, [earlier, release, elsewhere, later]), {
    number: 7,
    minutes: 3,
  })
  assert.equal(releaseBefore(group, [{ ...release, madeAtMs: 80 * minute }]), undefined)
  assert.equal(releaseBefore(group, []), undefined)
})
