import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barsOf } from './histogram-bars.ts'

const size = { width: 100, height: 50 }

test('the highest bar fills the picture and faults stand below what is fine', () => {
  const bars = barsOf(
    {
      step_ms: 60_000,
      total: 15,
      times: [0, 60_000],
      series: [
        { value: 'none', counts: [8, 5] },
        { value: 'service', counts: [2, 0] },
      ],
    },
    size,
  )

  assert.deepEqual(
    bars.map(({ fault, height }) => [fault, height]),
    [
      ['service', 10],
      ['none', 40],
      ['none', 25],
    ],
  )
  assert.equal(bars[0]?.y, 40)
})

test('one failure among a million is still seen', () => {
  const series = [
    { value: 'none', counts: [1_000_000] },
    { value: 'network', counts: [1] },
  ]

  const [failure] = barsOf({ step_ms: 1, total: 1, times: [0], series }, size)

  assert.deepEqual([failure?.fault, failure?.height], ['network', 2])
})

test('a time without a request is an empty picture', () => {
  assert.deepEqual(barsOf({ step_ms: 1, total: 0, times: [], series: [] }, size), [])
})
