/** The verdict on a head never depends on how its bytes were split on the way: each prefix is either
 *  incomplete or already has the final verdict. */
import assert from 'node:assert/strict'
import test from 'node:test'
import * as fc from 'fast-check'
import { FieldTable } from '../../src/wire/field-table.ts'
import { parseRequestHead, RequestHead } from '../../src/wire/request-head.ts'
import { parseResponseHead, ResponseHead } from '../../src/wire/response-head.ts'

const table = new FieldTable({ cookie: 16 })
const requestHead = new RequestHead(table)
const responseHead = new ResponseHead(table)
const limits = { headBytes: 120, uriBytes: 40, fields: 4 }

/** 'incomplete', the problem, or the whole message as JSON. */
type Verdict = string

function requestVerdict(text: string): Verdict {
  const head = requestHead
  const size = parseRequestHead(head, text, limits)
  if (size === 0) return 'incomplete'
  if (size < 0) return `${head.problem?.key} ${head.problem?.facts['reason']}`
  const { method, target, host, path, query, contentLength, chunked, keepAlive, upgrade } = head
  const message = { size, method, target, host, path, query, contentLength, chunked, keepAlive }
  return JSON.stringify({ ...message, upgrade, fields: fieldsOf(head) })
}

function responseVerdict(text: string): Verdict {
  const head = responseHead
  const size = parseResponseHead(head, text, limits)
  if (size === 0) return 'incomplete'
  if (size < 0) return `${head.problem?.key} ${head.problem?.facts['reason']}`
  const { status, reason, minor, contentLength, chunked, keepAlive } = head
  const message = { size, status, reason, minor, contentLength, chunked, keepAlive }
  return JSON.stringify({ ...message, fields: fieldsOf(head) })
}

function fieldsOf(head: RequestHead | ResponseHead): unknown[] {
  return Array.from({ length: head.fieldCount }, (_, i) => [
    head.name(i),
    head.value(i),
    head.kinds[i],
  ])
}

function assertPrefixesAgree(verdictOn: (text: string) => Verdict, text: string): void {
  const whole = verdictOn(text)
  for (let length = 0; length <= text.length; length++) {
    const verdict = verdictOn(text.slice(0, length))
    if (verdict !== 'incomplete') assert.equal(verdict, whole, `after ${length} bytes`)
  }
}

/** Pieces that a head is made of, in any order: most texts are wrong somewhere, many late. */
const startLines =
  'GET |POST |get |PRI * HTTP/2.0|/|/a/b|/..|/%2|?q|#|*|http://h| | HTTP/1.1| HTTP/1.0'
const statusLines = 'HTTP/1.1 200 OK|HTTP/1.1 204|HTTP/2|\u0016|\u0000\u0000'
const fieldLines =
  'Host: h\r\n|Host: |Content-Length: 5\r\n|Transfer-Encoding: chunked\r\n|Connection: close, x\r\n|Expect: x\r\n|X: y\r\n'
const lineEnds = '\r\n|\r\n|\r\n\r\n|\n|\r|\t|:'
const texts = [startLines, statusLines, fieldLines, lineEnds].flatMap((list) => list.split('|'))
const pieces = fc.constantFrom(...texts, 'a'.repeat(30))
const anyText = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))
const lines = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''))
const requestLike = lines.map((text) => `GET /a HTTP/1.1\r\nHost: h\r\n${text}\r\n\r\n`)
const responseLike = lines.map((text) => `HTTP/1.1 200 OK\r\n${text}\r\n\r\n`)

test('each prefix of a request is incomplete or has the verdict of the whole', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, requestLike), (text) => {
      assertPrefixesAgree(requestVerdict, text)
    }),
    { numRuns: 3_000 },
  )
})

test('each prefix of a response is incomplete or has the verdict of the whole', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, responseLike), (text) => {
      assertPrefixesAgree(responseVerdict, text)
    }),
    { numRuns: 3_000 },
  )
})

test('a head that fills its limit without an end is refused, never waited for', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const filled = text.padEnd(limits.headBytes, 'a')
      assert.notEqual(requestVerdict(filled), 'incomplete')
      assert.notEqual(responseVerdict(filled), 'incomplete')
    }),
  )
})
