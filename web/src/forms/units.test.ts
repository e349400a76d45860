import assert from 'node:assert/strict'
import { test } from 'node:test'
import { saidWithUnit } from './units.ts'

test('sizes and times are told in the unit that people would choose', () => {
  assert.equal(saidWithUnit(41_943_040, 'bytes'), '40 MiB')
  assert.equal(saidWithUnit(1_500, 'bytes'), '≈ 1.46 KiB')
  assert.equal(saidWithUnit(100, 'bytes'), '')
  assert.equal(saidWithUnit(90, 'seconds'), '1.5 min')
  assert.equal(saidWithUnit(30, 'seconds'), '')
  assert.equal(saidWithUnit(30_000, 'milliseconds'), '30 s')
})
