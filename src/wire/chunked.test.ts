/** Chunked bodies: what goes in comes out, however it is split, and nothing lenient is accepted. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { ChunkedDecoder, chunkSizeLine } from './chunked.ts'

const limits = { lineBytes: 64, trailerBytes: 80 }

interface Decoded {
  payload: string
  /** What was not consumed. */
  left: string
  done: boolean
  problem: string
  trailers: string
}

/** Feeds the pieces one after the other, as a connection would. */
function decode(...pieces: string[]): Decoded {
  const decoder = new ChunkedDecoder(limits)
  const payload: Buffer[] = []
  let left = ''
  for (const piece of pieces) {
    const bytes = Buffer.from(`>>${piece}<<`, 'latin1') // the decoder must stay inside its bounds
    const end = bytes.length - 2
    const offset = decoder.decode(bytes, 2, end, (from, start, stop) => {
      payload.push(Buffer.from(from.subarray(start, stop)))
    })
    left += bytes.toString('latin1', offset, end)
  }
  const { done, problem, trailers } = decoder
  return { payload: Buffer.concat(payload).toString('latin1'), left, done, problem, trailers }
}

test('payload comes out, extensions are dropped, and reading stops behind the message', () => {
  const decoded = decode('3;name="a b"\r\nabc\r\n00A\r\n0123456789\r\n000;x\r\n\r\nGET / HTTP/1.1')

  const expected = { payload: 'abc0123456789', left: 'GET / HTTP/1.1', done: true }
  assert.deepEqual(decoded, { ...expected, problem: '', trailers: '' })
})

test('every framing that another parser could read differently is refused', () => {
  const cases: [string, string][] = [
    ['\r\n', 'chunk size is not a hexadecimal number'],
    [';a\r\n', 'chunk size is not a hexadecimal number'],
    ['-1\r\n', 'chunk size is not a hexadecimal number'],
    ['+1\r\na', 'chunk size is not a hexadecimal number'],
    [' 1\r\na', 'chunk size is not a hexadecimal number'],
    ['1 \r\na', 'chunk size is not a hexadecimal number'],
    ['1 ;x\r\na', 'chunk size is not a hexadecimal number'],
    ['0x1\r\na', 'chunk size is not a hexadecimal number'],
    ['1_0\r\na', 'chunk size is not a hexadecimal number'],
    ['1g\r\na', 'chunk size is not a hexadecimal number'],
    ['FFFFFFFFFFFFFFFF\r\n', 'chunk size is too large'],
    ['10000000000000001\r\na', 'chunk size is too large'],
    ['1\na\r\n', 'bare LF in a chunk size line'],
    ['1;a\nb\r\n', 'bare LF in a chunk size line'],
    ['1;a\rb\r\n', 'bare CR in a chunk size line'],
    ['1\r\r\na', 'bare CR in a chunk size line'],
    ['1;\u0000\r\na', 'control character in a chunk extension'],
    [`1;${'a'.repeat(70)}`, 'chunk size line is too long'],
    ['0'.repeat(70), 'chunk size line is too long'],
    ['1\r\nab\r\n', 'chunk is longer than its size'],
    ['1\r\na\n0\r\n', 'chunk is longer than its size'],
    ['1\r\na0\r\n\r\n', 'chunk is longer than its size'],
    ['1\r\na\rX', 'bare CR behind a chunk'],
    ['0\r\n\nX', 'bare LF in a trailer line'],
    ['0\r\nX: 1\n\n', 'bare LF in a trailer line'],
    ['0\r\nX: 1\n\r\n\r\n', 'bare LF in a trailer line'],
    ['0\r\nX : 1\r\n\r\n', 'white space between a field name and its colon (in a trailer)'],
    ['0\r\nX: 1\r\n y\r\n\r\n', 'folded header line (obs-fold) (in a trailer)'],
    ['0\r\nX: \u0000\r\n\r\n', 'control character in the value of X (in a trailer)'],
    [
      '0\r\nGET / HTTP/1.1\r\n\r\n',
      'white space between a field name and its colon (in a trailer)',
    ],
    [`0\r\nX: ${'a'.repeat(90)}`, 'trailers are too large'],
  ]
  for (const [text, problem] of cases) {
    const decoded = decode(text)
    assert.equal(decoded.problem, problem, JSON.stringify(text))
    assert.equal(decoded.done, false)
    assert.deepEqual(
      decode(...text.split('')).problem,
      problem,
      `${JSON.stringify(text)} byte by byte`,
    )
  }
})

test('trailers pass unless they would change routing, framing, trust or credentials', () => {
  const fine = 'Grpc-Status: 0\r\nX-Checksum: a b\r\n'
  assert.equal(decode(`0\r\n${fine}\r\n`).trailers, fine)

  const forbidden = [
    'Authorization',
    'host',
    'Content-Length',
    'Transfer-Encoding',
    'Set-Cookie',
    'Cookie',
  ]
  const ours = [
    'X-Bkapi-Authorization',
    'x_bkapi_jwt',
    'X-Forwarded-For',
    'X-Request-ID',
    'Trailer',
  ]
  for (const name of [...forbidden, ...ours, 'Connection', 'Proxy-Status', 'Content_Type']) {
    assert.equal(
      decode(`0\r\nA: 1\r\n${name}: x\r\nB: 2\r\n\r\n`).trailers,
      'A: 1\r\nB: 2\r\n',
      name,
    )
  }
})

test('after reset the decoder is as new', () => {
  const decoder = new ChunkedDecoder(limits)
  const bytes = Buffer.from('1\r\na\r\n0\r\nX: y\r\n\r\n')
  const ends = [0, 1].map(() => {
    decoder.reset()
    const end = decoder.decode(bytes, 0, bytes.length, () => {})
    return [end, decoder.done, decoder.trailers, decoder.payloadBytes]
  })

  assert.deepEqual(ends[1], [bytes.length, true, 'X: y\r\n', 1])
  assert.deepEqual(ends[0], ends[1])
})

test('any payload in any chunks and any pieces comes out as it went in', () => {
  const chunk = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 6 }),
      fc.array(fc.nat(400), { maxLength: 12 }),
      (chunks, cuts) => {
        const framed = chunks.map((text) => `${chunkSizeLine(text.length)}${text}\r\n`).join('')
        const decoded = decode(...cut(`${framed}0\r\nX-A: 1\r\n\r\n`, cuts), 'next')

        const expected = { payload: chunks.join(''), left: 'next', done: true }
        assert.deepEqual(decoded, { ...expected, problem: '', trailers: 'X-A: 1\r\n' })
      },
    ),
  )
})

function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = []
  let from = 0
  for (const length of lengths) {
    pieces.push(text.slice(from, from + length))
    from += length
  }
  return [...pieces, text.slice(from)]
}
