import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classify } from '../../diagnosis/diagnose.ts'
import { wholeRecord } from '../../model/record-defaults.ts'
import { ConclusionCounts } from './conclusion-counts.ts'

const missing = wholeRecord({
  gateway: 'shop',
  stage: 'prod',
  resource: 'orders',
  status: 404,
  backend_status: 404,
  answered_by: 'backend',
  complete: true,
})
const refused = {
  ...missing,
  status: 502,
  answered_by: 'gateway',
  error_key: 'backend_refused',
} as const

test('where there is no time the fault of a backend is not guessed; our own errors are judged all the same', () => {
  const counts = new ConclusionCounts(classify)

  counts.add(missing, false)
  counts.add(missing, false)
  counts.add(refused, false)

  assert.deepEqual(
    counts.take().map(({ responder, fault, count }) => [responder, fault, count]),
    [
      ['backend', 'not_judged', 2],
      ['gateway', 'network', 1],
    ],
  )
  assert.deepEqual(counts.take(), [])
})

test('names that callers made up become no label', () => {
  const counts = new ConclusionCounts(classify)

  for (const gateway of ['a', 'b', 'c']) {
    counts.add(
      { ...refused, gateway, stage: gateway, resource: '', error_key: 'gateway_not_found' },
      true,
    )
  }

  assert.deepEqual(
    counts.take().map(({ gateway, stage, count }) => [gateway, stage, count]),
    [['', '', 3]],
  )
})
