import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printable, printableLine } from './printable-text.ts'

test('what would steer a terminal becomes visible', () => {
  assert.equal(printable('a\u001b[2Jb\u009bc\rd'), 'a\\x1b[2Jb\\x9bc\\x0dd')
  assert.equal(printable('right\u202eleft'), 'right\\u{202e}left')
})

test('line ends and tabs stay in a text and are visible in a line', () => {
  assert.equal(printable('a\r\nb\tc'), 'a\nb\tc')
  assert.equal(printableLine('a\nb'), 'a\\nb')
})

test('letters of any language stay as they are', () => {
  assert.equal(printable('订单 é ✗'), '订单 é ✗')
})
