/** What a request head says, and which heads are refused with which words. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FieldKind, FieldTable } from './field-table.ts'
import { parseRequestHead, RequestHead } from './request-head.ts'

const limits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }
const table = new FieldTable({ 'x-bkapi-authorization': { kind: 16, underscores: true } })

function parsed(text: string): RequestHead {
  const head = new RequestHead(table)
  const size = parseRequestHead(head, text, limits)
  assert.equal(head.problem, null)
  assert.ok(size > 0, `incomplete: ${JSON.stringify(text)}`)
  return head
}

function problemOf(text: string, own = limits): string {
  const head = new RequestHead(table)
  const size = parseRequestHead(head, text, own)
  if (size >= 0) return size === 0 ? 'incomplete' : 'accepted'
  return `${head.problem?.key}: ${head.problem?.facts['reason'] ?? ''}`
}

/** Lines without their CRLF; Host is added. */
function request(...lines: string[]): string {
  return [lines[0], 'Host: h', ...lines.slice(1), '', ''].join('\r\n')
}

test('method, target, version, host and fields are read where they stand', () => {
  const head = parsed(
    'POST /a/b?c=d&e HTTP/1.1\r\nHost: Example.com:80\r\nX-A: \t one two \t\r\n\r\nbody',
  )

  assert.equal(head.method, 'POST')
  assert.deepEqual([head.target, head.path, head.query], ['/a/b?c=d&e', '/a/b', 'c=d&e'])
  assert.deepEqual([head.minor, head.host, head.fieldCount], [1, 'Example.com:80', 2])
  assert.deepEqual([head.name(1), head.value(1), head.header('x-a')], ['X-A', 'one two', 'one two'])
  assert.equal(head.text.slice(head.lineStart(1), head.lineEnd(1)), 'X-A: \t one two \t\r\n')
  assert.equal(head.text.slice(head.size), 'body')
  assert.deepEqual([head.header('x'), head.indexOf('host')], [undefined, 0])
})

test('leading empty lines are skipped and counted in the size', () => {
  const head = parsed('\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n')

  assert.equal(head.size, 31)
  assert.equal(head.path, '/')
})

test('an absolute-form target replaces Host, and has a path even where it is empty', () => {
  const cases: [string, string, string, string][] = [
    ['http://real:81/a?b', 'real:81', '/a', 'b'],
    ['HTTPS://real', 'real', '/', ''],
    ['http://real?b', 'real', '/', 'b'],
    ['http://[::1]:8080/', '[::1]:8080', '/', ''],
  ]
  for (const [target, host, path, query] of cases) {
    const head = parsed(`GET ${target} HTTP/1.1\r\nHost: other\r\n\r\n`)
    assert.deepEqual([head.host, head.path, head.query], [host, path, query])
  }
})

test('OPTIONS * has the path *', () => {
  assert.equal(parsed(request('OPTIONS * HTTP/1.1')).path, '*')
})

test('the connection is kept by HTTP/1.1 unless it closes, by HTTP/1.0 only on request', () => {
  const cases: [string, string, boolean][] = [
    ['1.1', 'x', true],
    ['1.1', 'close', false],
    ['1.1', 'keep-alive, Close', false],
    ['1.0', 'x', false],
    ['1.0', 'Keep-Alive', true],
  ]
  for (const [version, connection, keepAlive] of cases) {
    const head = parsed(request(`GET / HTTP/${version}`, `Connection: ${connection}`))
    assert.equal(head.keepAlive, keepAlive, `${version} ${connection}`)
  }
})

test('fields that Connection names are of the connection, whatever their place and case', () => {
  const head = parsed(
    request('GET / HTTP/1.1', 'X-One: 1', 'Connection: x-one ,, X-Two', 'x-two: 2', 'TE: a'),
  )

  const { host, connection, hop } = FieldKind
  const kinds = Array.from(head.kinds.subarray(0, head.fieldCount))
  assert.deepEqual(kinds, [host, hop, connection, hop, hop])
})

test('Upgrade counts only where Connection lists it and the version is 1.1', () => {
  const cases: [string, string, string][] = [
    ['1.1', 'Upgrade', 'websocket'],
    ['1.1', 'keep-alive, upgrade', 'websocket'],
    ['1.1', 'keep-alive', ''],
    ['1.0', 'Upgrade', ''],
  ]
  for (const [version, connection, upgrade] of cases) {
    const lines = [`Connection: ${connection}`, 'Upgrade: websocket']
    assert.equal(parsed(request(`GET / HTTP/${version}`, ...lines)).upgrade, upgrade)
  }
})

test('framing is read from Content-Length or chunked, in any case of letters', () => {
  const length = parsed(request('POST / HTTP/1.1', 'content-length: 0012'))
  const chunked = parsed(request('POST / HTTP/1.1', 'TRANSFER-ENCODING: Chunked'))
  const none = parsed(request('GET / HTTP/1.1'))

  assert.deepEqual([length.contentLength, length.chunked], [12, false])
  assert.deepEqual([chunked.contentLength, chunked.chunked], [-1, true])
  assert.deepEqual([none.contentLength, none.chunked], [-1, false])
})

test('a reused head keeps nothing of the request before', () => {
  const head = new RequestHead(table)
  const first = [
    'Content-Length: 3',
    'Connection: close, upgrade',
    'Upgrade: x',
    'Expect: 100-continue',
  ]
  parseRequestHead(head, request('POST http://a/b?c HTTP/1.1', ...first), limits)
  parseRequestHead(head, request('GET / HTTP/1.1'), limits)

  assert.deepEqual([head.method, head.target, head.path, head.query], ['GET', '/', '/', ''])
  assert.deepEqual(
    [head.host, head.contentLength, head.keepAlive, head.upgrade],
    ['h', -1, true, ''],
  )
  assert.deepEqual([head.expectContinue, head.fieldCount], [false, 1])
})

test('100-continue is the only expectation, and HTTP/1.0 has none', () => {
  assert.equal(parsed(request('POST / HTTP/1.1', 'Expect: 100-Continue')).expectContinue, true)
  assert.equal(parsed(request('POST / HTTP/1.0', 'Expect: 100-continue')).expectContinue, false)
  assert.equal(problemOf(request('POST / HTTP/1.1', 'Expect: something')), 'expectation: ')
})

test('repeated credentials show as two fields of one kind, also spelled with underscores', () => {
  const head = parsed(
    request('GET / HTTP/1.1', 'X-Bkapi-Authorization: a', 'x_bkapi_authorization: b'),
  )

  assert.deepEqual(Array.from(head.kinds.subarray(1, 3)), [16, 16])
})

test('HTTP/1.0 may leave Host out, HTTP/1.1 may not', () => {
  assert.equal(parsed('GET / HTTP/1.0\r\n\r\n').host, '')
  assert.equal(problemOf('GET / HTTP/1.1\r\n\r\n'), 'malformed_request: missing Host')
})

test('a request over a limit is refused as soon as the limit is passed', () => {
  const own = { headBytes: 100, uriBytes: 20, fields: 3 }
  const field = (size: number): string => `GET / HTTP/1.1\r\nHost: h\r\nX: ${'a'.repeat(size)}`

  assert.equal(problemOf(`GET /${'a'.repeat(20)}`, own), 'uri_too_long: ')
  assert.equal(problemOf(`GET /${'a'.repeat(19)} HTTP/1.1\r\nHost: h\r\n\r\n`, own), 'accepted')
  assert.equal(problemOf(field(70), own), 'incomplete')
  assert.equal(problemOf(field(100), own), 'head_too_large: header larger than 100 bytes')
  assert.equal(problemOf(`${field(68)}\r\n\r\n`, own), 'accepted')
  assert.equal(
    problemOf(`${field(69)}\r\n\r\n`, own),
    'head_too_large: header larger than 100 bytes',
  )
  const four = request('GET / HTTP/1.1', 'A: 1', 'B: 2', 'C: 3')
  assert.equal(problemOf(four, own), 'head_too_large: more than 3 header fields')
  assert.equal(problemOf(request('GET / HTTP/1.1', 'A: 1', 'B: 2'), own), 'accepted')
})

test('a target that is too long is told with its size', () => {
  const head = new RequestHead(table)
  parseRequestHead(head, `GET /${'a'.repeat(30)} HTTP/1.1\r\n`, { ...limits, uriBytes: 20 })

  assert.deepEqual(head.problem, { key: 'uri_too_long', facts: { size: 31, limit: 20 } })
})

test('another protocol on the port is named', () => {
  assert.equal(problemOf('\u0016\u0003\u0001'), 'malformed_request: TLS on a plain HTTP port')
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
  assert.equal(problemOf(preface), 'http_version: HTTP/2.0 is not spoken here')
  assert.equal(problemOf(request('GET / HTTP/1.2')), 'http_version: HTTP/1.2 is not spoken here')
})

test('a value may hold every byte but control characters, wherever it stands', () => {
  for (let code = 0; code < 256; code++) {
    const isControl = (code < 0x20 && code !== 0x09) || code === 0x7f
    for (let before = 1; before <= 8; before++) {
      const value = `${'a'.repeat(before)}${String.fromCharCode(code)}${'b'.repeat(8)}`
      const verdict = problemOf(request('GET / HTTP/1.1', `X: ${value}`))
      if (isControl)
        assert.match(verdict, /^malformed_request: (control|bare)/, `${code} ${before}`)
      else assert.equal(verdict, 'accepted', `${code} ${before}`)
    }
  }
})

test('a field name is a token and nothing else', () => {
  for (let code = 0; code < 256; code++) {
    const name = `X${String.fromCharCode(code)}a`
    const isToken = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)
    const verdict = problemOf(request('GET / HTTP/1.1', `${name}: b`))
    const isRead = verdict === 'accepted' || name === 'X:a' // the colon ends the name
    assert.equal(isRead, isToken || name === 'X:a', `${code}: ${verdict}`)
  }
})

test('no reason repeats a value of the request', () => {
  const secret = 'hunter2'
  const heads = [
    request(`GET /${secret}/../x HTTP/1.1`),
    request('GET / HTTP/1.1', `Authorization: ${secret}\u0000`),
    request('GET / HTTP/1.1', `Content-Length: ${secret}`),
    request('GET / HTTP/1.1', `Transfer-Encoding: ${secret}`),
    `GET / HTTP/1.1\r\nHost: ${secret}/\r\n\r\n`,
  ]
  for (const text of heads) assert.doesNotMatch(problemOf(text), new RegExp(secret))
})
