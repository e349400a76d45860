import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedIn } from './failures-counted.ts'

test('what is nobody’s fault is fine, everything else failed, also what the chart leaves out', () => {
  const series = [
    { value: 'none', counts: [5, 2] },
    { value: 'service', counts: [1, 0] },
  ]

  assert.deepEqual(failedIn({ step_ms: 1, total: 10, times: [0, 1], series }), {
    failed: 3,
    total: 10,
  })
})
