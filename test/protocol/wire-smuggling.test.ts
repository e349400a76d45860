/** The classics of request smuggling: heads that two parsers were known to frame or route
 *  differently. Each is refused with the words that name it. Where a classic is harmless here it
 *  stands in the second table, with the one reading we give it. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FieldTable } from '../../src/wire/field-table.ts'
import { parseRequestHead, RequestHead } from '../../src/wire/request-head.ts'

const limits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }
const head = new RequestHead(new FieldTable({}))

function verdictOn(text: string): string {
  const size = parseRequestHead(head, text, limits)
  if (size > 0) return 'accepted'
  return size === 0 ? 'incomplete' : String(head.problem?.facts['reason'] ?? head.problem?.key)
}

/** The lines behind `POST / HTTP/1.1` and Host. */
function post(lines: string): string {
  return `POST / HTTP/1.1\r\nHost: h\r\n${lines}\r\n\r\n`
}

const both = 'Content-Length together with Transfer-Encoding'
const notChunked = 'Transfer-Encoding is not exactly chunked'
const notNumber = 'Content-Length is not a number'
const spaceBeforeColon = 'white space between a field name and its colon'
const invalidName = 'invalid character in a field name'
const control = 'control character in the value of '

const refusedFields: readonly (readonly [string, string])[] = [
  // CL.TE and TE.CL
  ['Content-Length: 6\r\nTransfer-Encoding: chunked', both],
  ['Transfer-Encoding: chunked\r\nContent-Length: 6', both],
  ['Content-Length: 0\r\nTransfer-Encoding: chunked', both],
  // CL.CL
  ['Content-Length: 5\r\nContent-Length: 6', 'more than one Content-Length'],
  ['Content-Length: 5\r\nContent-Length: 5', 'more than one Content-Length'],
  ['Content-Length: 5\r\ncontent-length: 0', 'more than one Content-Length'],
  ['Content-Length: 5, 5', notNumber],
  ['Content-Length: 5,6', notNumber],
  // CL that parsers of numbers disagree on
  ['Content-Length: +5', notNumber],
  ['Content-Length: -5', notNumber],
  ['Content-Length: 0x5', notNumber],
  ['Content-Length: 5.0', notNumber],
  ['Content-Length: 5e0', notNumber],
  ['Content-Length: 1_0', notNumber],
  ['Content-Length: 5 5', notNumber],
  ['Content-Length: "5"', notNumber],
  ['Content-Length: \u00b2', notNumber],
  ['Content-Length: 5;a=b', notNumber],
  ['Content-Length:', 'Content-Length is empty'],
  ['Content-Length: 18446744073709551621', 'Content-Length is too large'],
  ['Content-Length: 99999999999999999999999999', 'Content-Length is too large'],
  // TE.TE: one of two parsers does not see it
  ['Transfer-Encoding: xchunked', notChunked],
  ['Transfer-Encoding: chunkedx', notChunked],
  ['Transfer-Encoding: chunke', notChunked],
  ['Transfer-Encoding: chunked, identity', notChunked],
  ['Transfer-Encoding: identity, chunked', notChunked],
  ['Transfer-Encoding: identity', notChunked],
  ['Transfer-Encoding: gzip, chunked', notChunked],
  ['Transfer-Encoding: chunked, chunked', notChunked],
  ['Transfer-Encoding: chunked;q=1', notChunked],
  ['Transfer-Encoding: "chunked"', notChunked],
  ["Transfer-Encoding: 'chunked'", notChunked],
  ['Transfer-Encoding: ,chunked', notChunked],
  ['Transfer-Encoding: chunked,', notChunked],
  ['Transfer-Encoding: \u00ffchunked', notChunked],
  ['Transfer-Encoding: chunked\u00a0', notChunked],
  ['Transfer-Encoding:', notChunked],
  ['Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', 'more than one Transfer-Encoding'],
  ['Transfer-Encoding: chunked\r\nTransfer-Encoding: x', 'more than one Transfer-Encoding'],
  ['Transfer-Encoding: x\r\nTransfer-Encoding: chunked', notChunked],
  ['Transfer-Encoding: \u000bchunked', `${control}Transfer-Encoding`],
  ['Transfer-Encoding: chunked\u000c', `${control}Transfer-Encoding`],
  ['Transfer-Encoding: \u0000chunked', `${control}Transfer-Encoding`],
  ['Transfer-Encoding: chunked\u007f', `${control}Transfer-Encoding`],
  ['Transfer-Encoding : chunked', spaceBeforeColon],
  ['Transfer-Encoding\t: chunked', spaceBeforeColon],
  ['Transfer-Encoding\u000b: chunked', 'control character in a field name'],
  ['Transfer-Encoding\u00a0: chunked', invalidName],
  ['Transfer-Encoding\u0000: chunked', 'control character in a field name'],
  ['Transfer Encoding: chunked', spaceBeforeColon],
  ['Transfer-Encoding', 'header line without a colon'],
  ['Transfer-Encoding: x\r\n chunked', notChunked],
  ['X: x\r\n Transfer-Encoding: chunked', 'folded header line (obs-fold)'],
  ['X: x\r\n\tTransfer-Encoding: chunked', 'folded header line (obs-fold)'],
  ['X: x\r\n\r Transfer-Encoding: chunked', 'bare CR'],
  ['Content-Length: 5\r\n 6', 'folded header line (obs-fold)'],
  // names that CGI-style backends read as framing
  ['Content_Length: 5', 'Content_Length is a misspelled framing field'],
  ['Transfer_Encoding: chunked', 'Transfer_Encoding is a misspelled framing field'],
  // line ends
  ['X: a\nTransfer-Encoding: chunked', 'bare LF in the value of X'],
  ['X: a\rTransfer-Encoding: chunked', 'bare CR in a field value'],
  ['X: a\n\r\nGET / HTTP/1.1', 'bare LF in the value of X'],
  ['X\nTransfer-Encoding: chunked', 'bare LF'],
  ['\nX: a', 'bare LF'],
  [': a', 'header field without a name'],
  [' X: a', 'folded header line (obs-fold)'],
  ['X: a\u0000b', `${control}X`],
  ['X: \u0008', `${control}X`],
  ['X@: a', invalidName],
  ['X(): a', invalidName],
  ['"X": a', invalidName],
  ['\u00fc: a', invalidName],
  // routing and trust
  ['Host: other', 'more than one Host'],
  ['host: h', 'more than one Host'],
  ['Host : other', spaceBeforeColon],
  ['Connection: Host', 'Connection names host'],
  ['Connection: close, Content-Length', 'Connection names content-length'],
  ['Connection: x-bkapi-authorization', 'Connection names x-bkapi-authorization'],
  ['Connection: keep-alive , X_Bkapi_JWT', 'Connection names x_bkapi_jwt'],
]

for (const [lines, reason] of refusedFields) {
  test(`refused: ${JSON.stringify(lines).slice(0, 70)}`, () => {
    assert.equal(verdictOn(post(lines)), reason)
  })
}

test('every Host that names more or less than one place is refused', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', 'Host is empty'],
    [':80', 'Host has no name'],
    ['a b', 'invalid character in Host'],
    ['a,b', 'invalid character in Host'],
    ['a/b', 'invalid character in Host'],
    ['a?b', 'invalid character in Host'],
    ['a#b', 'invalid character in Host'],
    ['user@a', 'invalid character in Host'],
    ['a\\b', 'invalid character in Host'],
    ['\u00e9', 'Host has no name'],
    ['a:b', 'port in Host is not a number'],
    ['a:80:80', 'port in Host is not a number'],
    ['a:99999', 'port in Host is too large'],
    ['::1', 'Host has no name'],
    ['[::1', 'Host is not a valid IPv6 address'],
    ['[]', 'Host is not a valid IPv6 address'],
    ['[evil]', 'Host is not a valid IPv6 address'],
    ['[::1]x', 'invalid character in Host'],
  ]
  for (const [host, reason] of cases) {
    assert.equal(verdictOn(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`), reason, host)
  }
  for (const host of [
    'a',
    'a:',
    'a:80',
    'a_b.c-d',
    '127.0.0.1:8800',
    '[::1]',
    '[2001:db8::1]:80',
  ]) {
    assert.equal(verdictOn(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`), 'accepted', host)
  }
})

test('every request line with more than one reading is refused', () => {
  const noVersion = 'white space in the request target, or no HTTP version behind it'
  const neither = 'request target is neither a path nor an http URL'
  const cases: readonly (readonly [string, string])[] = [
    ['GET  / HTTP/1.1', neither],
    ['GET /  HTTP/1.1', noVersion],
    ['GET / HTTP/1.1 ', 'something behind the HTTP version'],
    ['GET / HTTP/1.1\t', 'something behind the HTTP version'],
    ['GET / HTTP/1.10', 'something behind the HTTP version'],
    ['GET /\tHTTP/1.1', 'byte outside 0x21-0x7E in the request target'],
    ['GET\t/ HTTP/1.1', 'invalid character in the method'],
    [' GET / HTTP/1.1', 'invalid character in the method'],
    ['get / HTTP/1.1', 'invalid character in the method'],
    ['G\u0000T / HTTP/1.1', 'invalid character in the method'],
    [`${'A'.repeat(25)} / HTTP/1.1`, 'method is too long'],
    ['CONNECT h:80 HTTP/1.1', 'CONNECT is not accepted'],
    ['TRACE / HTTP/1.1', 'TRACE is not accepted'],
    ['GET /', 'request line without a version'],
    ['GET', 'request line without a target'],
    ['GET / http/1.1', noVersion],
    ['GET / HTTP/1.', noVersion],
    ['GET / HTTP/1,1', noVersion],
    ['GET / HTTP/01.1', noVersion],
    ['GET / HTTP/1.1 HTTP/1.1', 'something behind the HTTP version'],
    ['GET /a b HTTP/1.1', noVersion],
    ['GET a HTTP/1.1', neither],
    ['GET ?a HTTP/1.1', neither],
    ['GET h:80 HTTP/1.1', neither],
    ['GET ftp://h/ HTTP/1.1', neither],
    ['GET http:/h/ HTTP/1.1', neither],
    ['GET http:///a HTTP/1.1', 'Host is empty (in the request target)'],
    ['GET http://u@h/a HTTP/1.1', 'invalid character in Host (in the request target)'],
    ['GET http://h#/a HTTP/1.1', 'invalid character in Host (in the request target)'],
    ['GET http://h\\a/ HTTP/1.1', 'invalid character in Host (in the request target)'],
    ['GET * HTTP/1.1', 'the target * needs OPTIONS'],
    ['OPTIONS *a HTTP/1.1', 'request target begins with *'],
    ['PRI * HTTP/1.1', 'the method PRI belongs to HTTP/2'],
    ['GET / HTTP/2.0', 'HTTP/2.0 is not spoken here'],
    ['GET / HTTP/0.9', 'HTTP/0.9 is not spoken here'],
    ['GET / HTTP/1.2', 'HTTP/1.2 is not spoken here'],
    ['GET http://h/../a HTTP/1.1', 'dot segment in the path'],
  ]
  for (const [line, reason] of cases) {
    assert.equal(verdictOn(`${line}\r\nHost: h\r\n\r\n`), reason, JSON.stringify(line))
  }
})

test('line ends other than CRLF are refused wherever they stand', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['\nGET / HTTP/1.1\r\nHost: h\r\n\r\n', 'bare LF'],
    ['\rGET / HTTP/1.1\r\nHost: h\r\n\r\n', 'bare CR before the request'],
    ['GET / HTTP/1.1\nHost: h\r\n\r\n', 'bare LF'],
    ['GET / HTTP/1.1\rHost: h\r\n\r\n', 'bare CR'],
    ['GET / HTTP/1.1\r\n Host: h\r\n\r\n', 'white space before the first field'],
    ['GET / HTTP/1.1\r\nHost: h\n\r\n', 'bare LF in the value of Host'],
    ['GET / HTTP/1.1\r\nHost: h\r\n\n', 'bare LF'],
    ['GET / HTTP/1.1\r\nHost: h\r\n\rX', 'bare CR'],
    ['GET / HTTP/1.1\r\nHost: h\r\r\n\r\n', 'bare CR in a field value'],
  ]
  for (const [text, reason] of cases) assert.equal(verdictOn(text), reason, JSON.stringify(text))
})

test('HTTP/1.0 with Transfer-Encoding has faulty framing', () => {
  const text = 'POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n'

  assert.equal(verdictOn(text), 'Transfer-Encoding in HTTP/1.0')
})

test('classics that are harmless here have one reading: the framing is written anew', () => {
  const cases: readonly (readonly [string, number, boolean])[] = [
    ['Transfer-Encoding: CHUNKED', -1, true],
    ['Transfer-Encoding:chunked', -1, true],
    ['Transfer-Encoding: \t chunked \t', -1, true],
    ['Content-Length: 007', 7, false],
    ['X: Transfer-Encoding: chunked', -1, false],
    ['XTransfer-Encoding: chunked', -1, false],
    ['Transfer-Encodings: chunked', -1, false],
    ['X-Content-Length: 5', -1, false],
    ['Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked', -1, true],
  ]
  for (const [lines, contentLength, chunked] of cases) {
    assert.equal(verdictOn(post(lines)), 'accepted', lines)
    assert.deepEqual([head.contentLength, head.chunked], [contentLength, chunked], lines)
  }
})
