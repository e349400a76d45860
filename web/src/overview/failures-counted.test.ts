import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedIn, failuresByFault, failuresOnly } from './failures-counted.ts'

const series = [
  { value: 'none', counts: [5, 2] },
  { value: 'service', counts: [1, 1] },
]
const histogram = { step_ms: 1, total: 10, times: [0, 1], series }

test('what is nobody’s fault is fine, everything else failed, also what the chart leaves out', () => {
  assert.deepEqual(failedIn(histogram), { failed: 3, total: 10 })
})

test('failures are counted by whose they are, and the chart of them leaves out what went well', () => {
  assert.deepEqual([...failuresByFault(histogram)], [['service', 2]])
  assert.deepEqual(failuresOnly(histogram).series, [{ value: 'service', counts: [1, 1] }])
})
