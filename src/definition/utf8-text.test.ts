import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8Text } from './utf8-text.ts'

function read(text: string, encoding: BufferEncoding = 'latin1') {
  return utf8Text(Buffer.from(text, encoding))
}

test('text of any language is read as it is', () => {
  const text = 'a: 1\r\nb: 订单\n\u{1F600} \uFFFD'

  assert.deepEqual(read(text, 'utf8'), { ok: true, text })
  assert.deepEqual(read(''), { ok: true, text: '' })
})

test('the first byte that is not UTF-8 has its line and column', () => {
  for (const [text, line, column] of [
    ['\xff', 1, 1],
    ['a: 1\nb: \xe9t\xe9\nc: 2', 2, 4],
    ['a: \xe8\xae\xa2\xff\n', 1, 5], // one character before it
    ['a\nb\xe8', 2, 2], // cut off at the end
  ] as const)
    assert.deepEqual(read(text), { ok: false, line, column }, JSON.stringify(text))
})
