/** What a response head says, how its body ends, and how something else than HTTP is told. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FieldTable } from './field-table.ts'
import { parseResponseHead, ResponseHead } from './response-head.ts'

const limits = { headBytes: 65_536, uriBytes: 0, fields: 200 }
const table = new FieldTable({})

function parsed(text: string): ResponseHead {
  const head = new ResponseHead(table)
  const size = parseResponseHead(head, text, limits)
  assert.equal(head.problem, null)
  assert.ok(size > 0, `incomplete: ${JSON.stringify(text)}`)
  return head
}

function problemOf(text: string, own = limits): string {
  const head = new ResponseHead(table)
  const size = parseResponseHead(head, text, own)
  if (size >= 0) return size === 0 ? 'incomplete' : 'accepted'
  return `${head.problem?.key}: ${head.problem?.facts['reason'] ?? ''}`
}

function response(status: string, ...lines: string[]): string {
  return [`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n')
}

test('status, reason, version and fields are read where they stand', () => {
  const head = parsed('HTTP/1.0 404 Not  Found\u00e9\r\nServer: x\r\n\r\nbody')

  assert.deepEqual([head.status, head.reason, head.minor], [404, 'Not  Found\u00e9', 0])
  assert.equal(head.text.slice(0, head.statusLineEnd), 'HTTP/1.0 404 Not  Found\u00e9\r\n')
  assert.equal(head.header('server'), 'x')
  assert.equal(head.text.slice(head.size), 'body')
})

test('an empty reason is accepted with and without its space', () => {
  assert.deepEqual([parsed(response('204 ')).reason, parsed(response('204')).reason], ['', ''])
})

test('the end of the body follows RFC 9112 section 6.3', () => {
  const cases: [string, string, string, string][] = [
    ['GET', '200 OK', 'Content-Length: 5', 'length'],
    ['GET', '200 OK', 'Content-Length: 0', 'length'],
    ['GET', '200 OK', 'Transfer-Encoding: chunked', 'chunked'],
    ['GET', '200 OK', 'X: y', 'close'],
    ['HEAD', '200 OK', 'Content-Length: 5', 'none'],
    ['HEAD', '200 OK', 'Transfer-Encoding: chunked', 'none'],
    ['GET', '204 No Content', 'Content-Length: 5', 'none'],
    ['GET', '304 Not Modified', 'Content-Length: 5', 'none'],
    ['GET', '100 Continue', 'X: y', 'none'],
    ['GET', '101 Switching Protocols', 'X: y', 'none'],
  ]
  for (const [method, status, line, framing] of cases) {
    assert.equal(parsed(response(status, line)).bodyFraming(method), framing, `${method} ${status}`)
  }
})

test('a 204 that declares a body is not followed by another answer', () => {
  assert.equal(parsed(response('204 No Content', 'Content-Length: 5')).keepAlive, false)
  assert.equal(parsed(response('204 No Content', 'Content-Length: 0')).keepAlive, true)
})

test('the announced keep-alive timeout is read in milliseconds', () => {
  const cases: [string, number][] = [
    ['timeout=5', 5_000],
    ['max=100, timeout=72', 72_000],
    ['Timeout=5, max=100', 5_000],
    ['timeout=soon', -1],
    ['xtimeout=5', -1],
  ]
  for (const [value, timeoutMs] of cases) {
    assert.equal(
      parsed(response('200 OK', `Keep-Alive: ${value}`)).keepAliveTimeoutMs,
      timeoutMs,
      value,
    )
  }
  assert.equal(parsed(response('200 OK', 'Proxy-Connection: timeout=5')).keepAliveTimeoutMs, -1)
})

test('something else than HTTP is told from its first different byte', () => {
  const notHttp = 'backend_not_http: first bytes are no HTTP status line'
  for (const text of [
    'S',
    'SSH-2.0-OpenSSH',
    '220 mail',
    'HTTQ',
    'http/1.1 200 OK',
    '\u0000\u0000\u0001\u0002',
    '<html>',
    '\r\n',
  ]) {
    assert.equal(problemOf(text), notHttp, JSON.stringify(text))
  }
  for (const text of ['', 'H', 'HTTP/1.', 'HTTP/1.1 20', 'HTTP/1.1 200 OK\r']) {
    assert.equal(problemOf(text), 'incomplete', text)
  }
})

test('TLS on a plain connection is told from its first byte', () => {
  for (const text of ['\u0015', '\u0015\u0003\u0001\u0000\u0002\u0002\u0046', '\u0016\u0003']) {
    assert.equal(problemOf(text), 'backend_speaks_tls: first byte is a TLS record')
  }
})

test('a status line without a reason is passed on with the space that belongs there', () => {
  for (const line of ['HTTP/1.1 204', 'HTTP/1.1 204 ', 'HTTP/1.0 204', 'HTTP/1.0 204 '])
    assert.equal(parsed(`${line}\r\n\r\n`).statusLine, 'HTTP/1.1 204 \r\n', line)
})

test('HTTP/2 is told from its first frame or its status line', () => {
  assert.equal(
    problemOf('\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000'),
    'backend_speaks_http2: HTTP/2 frame',
  )
  assert.equal(
    problemOf('\u0000\u0000\u0008\u0007\u0000\u0000\u0000\u0000\u0000'),
    'backend_speaks_http2: HTTP/2 frame',
  )
  assert.equal(problemOf('\u0000\u0000\u0012\u0004'), 'incomplete')
  assert.equal(problemOf('HTTP/2 200'), 'backend_speaks_http2: status line of HTTP/2')
})

test('a status line that breaks a rule is named', () => {
  const cases: [string, string][] = [
    ['HTTP/1.2 200 OK\r\n', 'unknown HTTP version'],
    ['HTTP/3 200 OK\r\n', 'unknown HTTP version'],
    ['HTTP/1.1  200 OK\r\n', 'status is not three digits'],
    ['HTTP/1.1\t200 OK\r\n', 'no space behind the HTTP version'],
    ['HTTP/1.1 20 OK\r\n', 'status is not three digits'],
    ['HTTP/1.1 2000 OK\r\n', 'status is not three digits'],
    ['HTTP/1.1 099 OK\r\n', 'status below 100'],
    ['HTTP/1.1 200 OK\n', 'bare LF'],
    ['HTTP/1.1 200\n', 'bare LF'],
    ['HTTP/1.1 200 O\rK\r\n', 'bare CR'],
    ['HTTP/1.1 200 O\u0000K\r\n', 'control character in the status line'],
  ]
  for (const [text, reason] of cases) {
    assert.equal(problemOf(text), `backend_invalid_head: ${reason}`, JSON.stringify(text))
  }
})

test('fields of a response are held to the same rules as those of a request', () => {
  const cases: [string, string][] = [
    ['Content-Length: 5\r\nContent-Length: 5', 'more than one Content-Length'],
    ['Content-Length: 5\r\nContent-Length: 6', 'more than one Content-Length'],
    ['Content-Length: five', 'Content-Length is not a number'],
    [
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Content-Length together with Transfer-Encoding',
    ],
    ['Transfer-Encoding: gzip, chunked', 'Transfer-Encoding is not exactly chunked'],
    ['X: a\r\n b', 'folded header line (obs-fold)'],
    ['X : a', 'white space between a field name and its colon'],
    ['X: a\nY: b', 'bare LF in the value of X'],
    ['X: a\u0000', 'control character in the value of X'],
    ['Connection: Content-Length', 'Connection names content-length'],
  ]
  for (const [lines, reason] of cases) {
    assert.equal(problemOf(response('200 OK', lines)), `backend_invalid_head: ${reason}`, lines)
  }
})

test('a head over its limit is refused as soon as the limit is passed', () => {
  const own = { headBytes: 60, uriBytes: 0, fields: 2 }

  assert.equal(
    problemOf(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(60)}`, own),
    'backend_head_too_large: header larger than 60 bytes',
  )
  assert.equal(
    problemOf(response('200 OK', 'A: 1', 'B: 2', 'C: 3'), own),
    'backend_head_too_large: more than 2 header fields',
  )
})
