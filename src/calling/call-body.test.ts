import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib'
import type { CallAnswer } from './call-answer.ts'
import { readableBody } from './call-body.ts'

function answer(kept: Buffer, coding = '', more: Partial<CallAnswer> = {}): CallAnswer {
  return {
    status: 200,
    reason: 'OK',
    version: 'HTTP/1.1',
    headers: coding === '' ? [] : [['Content-Encoding', coding]],
    interim: [],
    framing: 'length',
    expectedBytes: kept.length,
    receivedBytes: kept.length,
    kept,
    trailers: '',
    isComplete: true,
    hasExcess: false,
    ...more,
  }
}

const text = 'a body of some length, '.repeat(20)

test('gzip, brotli, zstd and both kinds of deflate are taken off, one over the other too', async () => {
  const coded: readonly (readonly [string, Buffer])[] = [
    ['gzip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['gzip, BR', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ]
  for (const [coding, bytes] of coded) {
    const body = await readableBody(answer(bytes, coding))

    assert.equal(body.text, text, coding)
    assert.equal(body.isWhole, true)
  }
})

test('a small body that stands for a huge one is cut at a mebibyte', async () => {
  const body = await readableBody(answer(gzipSync(Buffer.alloc(64 * 1_048_576, 'x')), 'gzip'))

  assert.equal(body.text.length, 1_048_576)
  assert.equal(body.isWhole, false)
})

test('the beginning of a body that broke off is shown', async () => {
  const whole = gzipSync(Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251)))
  const cut = answer(whole.subarray(0, whole.length - 20), 'gzip', { isComplete: false })

  const body = await readableBody(cut)

  assert.equal(body.isWhole, false)
  assert.equal(body.problem, undefined)
})

test('a body that is not what Content-Encoding says is told', async () => {
  const wrong = await readableBody(answer(Buffer.from('plain text'), 'gzip'))
  const unknown = await readableBody(answer(Buffer.from('plain text'), 'rot13'))

  assert.match(wrong.problem?.[0] ?? '', /no gzip/)
  assert.match(unknown.problem?.[0] ?? '', /rot13 is not known/)
})

test('binary is named as such, text of any language is not', async () => {
  const binary = await readableBody(answer(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])))
  const chinese = await readableBody(answer(Buffer.from('订单不存在')))
  const cutInside = await readableBody(answer(Buffer.from('订单').subarray(0, 5)))

  assert.deepEqual([binary.isBinary, binary.text], [true, ''])
  assert.deepEqual([chinese.isBinary, chinese.text], [false, '订单不存在'])
  assert.deepEqual([cutInside.isBinary, cutInside.text], [false, '订'])
})
