import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesText, durationText } from './quantities.ts'

test('sizes and times have the unit that a person would choose', () => {
  assert.deepEqual([0, 1_023, 1_536, 41_943_040].map(bytesText), [
    '0 B',
    '1023 B',
    '1.5 KiB',
    '40 MiB',
  ])
  assert.deepEqual([5, 1_500, 60_000, 600_000, 86_400_000, 604_800_000].map(durationText), [
    '5 ms',
    '1.5 s',
    '60 s',
    '10 min',
    '24 h',
    '7 d',
  ])
})
