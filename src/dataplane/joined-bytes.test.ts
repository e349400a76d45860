import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JoinedBytes } from './joined-bytes.ts'

const piece = (text: string): Buffer => Buffer.from(text, 'latin1')

test('a piece that stays the only one is held as it is', () => {
  const joined = new JoinedBytes()
  const only = piece('only')

  joined.add(only)

  assert.equal(joined.bytes, only)
})

test('pieces of any size are one, and what was handed out stays as it was', () => {
  const joined = new JoinedBytes()
  const sizes = [1, 0, 3, 200, 1, 5_000, 2]
  const pieces = sizes.map((size, index) => piece(String(index).repeat(size)))
  const seen: { bytes: Uint8Array; text: string }[] = []

  for (const each of pieces) {
    joined.add(each)
    seen.push({ bytes: joined.bytes, text: Buffer.from(joined.bytes).toString('latin1') })
  }

  assert.equal(seen.at(-1)?.text, Buffer.concat(pieces).toString('latin1'))
  for (const { bytes, text } of seen) assert.equal(Buffer.from(bytes).toString('latin1'), text)
})

test('a thousand pieces hold at most twice their bytes, and not the memory they came in', () => {
  const joined = new JoinedBytes()

  for (let count = 0; count < 10_000; count++) joined.add(Buffer.alloc(1_000, 'x').subarray(0, 1))

  assert.equal(joined.length, 10_000)
  assert.ok(joined.bytes.buffer.byteLength <= 20_000, `${joined.bytes.buffer.byteLength} bytes`)
})

test('cut keeps the first bytes alone; cleared it begins anew', () => {
  const joined = new JoinedBytes()
  joined.add(Buffer.alloc(100_000, 'a'))

  joined.cut(4)
  joined.add(piece('b'))

  assert.equal(Buffer.from(joined.bytes).toString('latin1'), 'aaaab')
  joined.clear()
  joined.add(piece('c'))
  assert.equal(Buffer.from(joined.bytes).toString('latin1'), 'c')
})
