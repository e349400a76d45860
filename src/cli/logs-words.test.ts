import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparedText, scaleText, summaryText } from './logs-words.ts'

test('one record is not told as several', () => {
  assert.match(comparedText('1', '17', '')[0], /^1 record, compared with 17 others/)
  assert.match(scaleText('1', ['10 s', '10 秒'])[0], /^1 record, one column/)
  assert.match(summaryText('1', '0', '0')[0], /^1 record, 0 failed/)
  assert.match(summaryText('11', '0', '0')[0], /^11 records, 0 failed/)
})
