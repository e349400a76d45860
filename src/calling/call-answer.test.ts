import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { AnswerReader } from './call-answer.ts'

function read(
  text: string,
  { method = 'GET', fin = false, pieces = text.length } = {},
): {
  readonly reader: AnswerReader
  readonly body: string
} {
  let body = ''
  const reader = new AnswerReader(method, (bytes) => (body += bytes.toString('latin1')))
  const all = Buffer.from(text, 'latin1')
  for (let at = 0; at < all.length; at += pieces) reader.feed(all.subarray(at, at + pieces))
  if (fin) reader.finish()
  return { reader, body }
}

test('a body is read by length, by chunks with trailers and by the end of the connection', () => {
  const answers: readonly (readonly [string, boolean])[] = [
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', false],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX-Sum: 1\r\n\r\n',
      false,
    ],
    ['HTTP/1.0 200 OK\r\n\r\nhello', true],
  ]
  for (const [text, fin] of answers)
    for (const pieces of [1, 7, text.length]) {
      const { reader, body } = read(text, { fin, pieces })

      assert.equal(reader.part, 'complete', text)
      assert.equal(body, 'hello')
      assert.equal(reader.answer()?.kept.toString(), 'hello')
      assert.equal(reader.answer()?.receivedBytes, 5)
    }
})

test('HEAD, 204 and 304 end with their head', () => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'

  assert.equal(read(head, { method: 'HEAD' }).reader.part, 'complete')
  assert.equal(read('HTTP/1.1 204 No Content\r\n\r\n').reader.part, 'complete')
  assert.equal(
    read('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n').reader.part,
    'complete',
  )
})

test('interim answers are kept apart from the answer', () => {
  const text =
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n'
  for (const pieces of [1, text.length]) {
    const answer = read(text, { pieces }).reader.answer()

    assert.deepEqual([answer?.status, answer?.interim], [201, [100, 103]])
  }
})

test('bytes behind the end are noticed and belong to nothing', () => {
  const { reader, body } = read('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK')

  assert.equal(body, 'ok')
  assert.equal(reader.answer()?.hasExcess, true)
})

test('a head that breaks a rule is refused, named, and still shown as a lenient reader takes it', () => {
  const { reader } = read('HTTP/1.1 200 OK\r\nServer : old\r\nX-A: b\r\n\r\nhello')

  assert.equal(reader.problem?.key, 'backend_invalid_head')
  assert.match(String(reader.problem?.facts['reason']), /white space/)
  assert.equal(reader.answer()?.status, 200)
  assert.equal(reader.answer()?.isComplete, false)
})

test('what is no HTTP is named', () => {
  assert.equal(read('SSH-2.0-OpenSSH_9\r\n').reader.problem?.key, 'backend_not_http')
  assert.equal(read('\x15\x03\x01\x00\x02\x02\x16').reader.problem?.key, 'backend_speaks_tls')
  assert.equal(
    read('\x00\x00\x00\x04\x00\x00\x00\x00\x00').reader.problem?.key,
    'backend_speaks_http2',
  )
})

test('a broken chunk is named', () => {
  const { reader } = read('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')

  assert.equal(reader.problem?.key, 'backend_body_invalid')
})

test('of a large body only the beginning is kept, and all of it is handed on', () => {
  const size = 3 * 1_048_576
  const { reader, body } = read(
    `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`,
    { pieces: 65_536 },
  )

  assert.equal(body.length, size)
  assert.equal(reader.answer()?.kept.length, 1_048_576)
  assert.equal(reader.answer()?.receivedBytes, size)
})

test('UTF-8 in a field is read as what it means', () => {
  const utf8 = Buffer.from('订单').toString('latin1')
  const { reader } = read(`HTTP/1.1 200 OK\r\nX-Name: ${utf8}\r\nContent-Length: 0\r\n\r\n`)

  assert.deepEqual(reader.answer()?.headers[0], ['X-Name', '订单'])
})

const wholeAnswers = [
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\nmore',
  'HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nnot here',
  'HTTP/1.1 200 OK\nServer: old\n\nhello',
]

test('however broken an answer is, every split of it is read alike and nothing throws', () => {
  const edits = fc.array(fc.tuple(fc.nat(90), fc.string({ maxLength: 3 })), { maxLength: 3 })
  fc.assert(
    fc.property(
      fc.constantFrom(...wholeAnswers),
      edits,
      fc.integer({ min: 1, max: 40 }),
      (whole, changes, pieces) => {
        const text = changes.reduce(
          (before, [at, put]) => before.slice(0, at) + put + before.slice(at + put.length),
          whole,
        )

        const atOnce = read(text, { fin: true })
        const inPieces = read(text, { fin: true, pieces })

        assert.equal(inPieces.body, atOnce.body)
        assert.equal(inPieces.reader.part, atOnce.reader.part)
        assert.equal(inPieces.reader.problem?.key, atOnce.reader.problem?.key)
        assert.deepEqual(
          { ...inPieces.reader.answer(), hasExcess: undefined },
          { ...atOnce.reader.answer(), hasExcess: undefined },
        )
      },
    ),
    { numRuns: 2_000 },
  )
})
