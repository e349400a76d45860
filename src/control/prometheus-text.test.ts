import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PrometheusText } from './prometheus-text.ts'

test('labels are escaped so that no value can end its line', () => {
  const { text } = new PrometheusText().counter('a_total', 'Help.', [[{ key: 'x"y\\z\n' }, 3]])

  assert.equal(
    text,
    '# HELP a_total Help.\n# TYPE a_total counter\na_total{key="x\\"y\\\\z\\n"} 3\n',
  )
})

test('a histogram is cumulative and ends with +Inf, sum and count', () => {
  const samples = [{ labels: { stage: 'prod' }, counts: [1, 0, 2], sum: 0.75 }]

  const { text } = new PrometheusText().histogram('d_seconds', 'Help.', [0.1, 0.5], samples)

  assert.deepEqual(text.trim().split('\n').slice(2), [
    'd_seconds_bucket{stage="prod",le="0.1"} 1',
    'd_seconds_bucket{stage="prod",le="0.5"} 1',
    'd_seconds_bucket{stage="prod",le="+Inf"} 3',
    'd_seconds_sum{stage="prod"} 0.75',
    'd_seconds_count{stage="prod"} 3',
  ])
})
