/** Which paths have only one reading. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FieldTable } from './field-table.ts'
import { parseRequestHead, RequestHead } from './request-head.ts'

const limits = { headBytes: 16_384, uriBytes: 8_192, fields: 100 }

function verdictOn(target: string): string {
  const head = new RequestHead(new FieldTable({}))
  const size = parseRequestHead(head, `GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`, limits)
  return size > 0 ? 'accepted' : `${head.problem?.key}: ${head.problem?.facts['reason']}`
}

test('a dot segment is refused in every spelling that a backend may resolve', () => {
  const dots = ['.', '..', '%2e', '%2E', '.%2e', '%2e.', '%2e%2E', '..;', '.;a=b', '..;/']
  for (const dot of dots) {
    for (const path of [`/${dot}`, `/a/${dot}`, `/a/${dot}/b`, `/a%2f${dot}`, `/a%5C${dot}%5cb`]) {
      assert.equal(verdictOn(path), 'path_ambiguous: dot segment in the path', path)
      assert.equal(verdictOn(`${path}?q`), 'path_ambiguous: dot segment in the path', path)
    }
  }
})

test('dots inside a segment, hidden files and three dots are ordinary', () => {
  for (const path of [
    '/a.b',
    '/.well-known/x',
    '/...',
    '/a..',
    '/..a',
    '/%2ea',
    '/v1.0/',
    '/a;..',
  ]) {
    assert.equal(verdictOn(path), 'accepted', path)
  }
})

test('encoded slashes and empty segments pass as they are', () => {
  for (const path of [
    '/a%2Fb',
    '/a%5Cb',
    '//',
    '/a//b',
    '/%20',
    '/%00',
    '/~!$&()*+,;=:@\'"<>[]^`{|}',
  ]) {
    assert.equal(verdictOn(path), 'accepted', path)
  }
})

test('a broken percent escape is refused in the path and left alone in the query', () => {
  for (const path of ['/%', '/%2', '/%zz', '/a%2/b', '/%%20', '/%u0041', '/a%2?b']) {
    assert.equal(verdictOn(path), 'path_ambiguous: broken percent escape in the path', path)
  }
  assert.equal(verdictOn('/a?discount=100%&x=%zz'), 'accepted')
})

test('a backslash is refused in the path only, dots in the query mean nothing', () => {
  assert.equal(verdictOn('/a\\b'), 'path_ambiguous: backslash in the path')
  assert.equal(verdictOn('/a?b\\c=../..'), 'accepted')
})

test('a byte outside 0x21-0x7E or a fragment is refused anywhere in the target', () => {
  const outside = 'path_ambiguous: byte outside 0x21-0x7E in the request target'
  for (const path of ['/\u00fc', '/a\u0000', '/\u007f', '/a\tb', '/?q=\u00e9', '/?\u0001']) {
    assert.equal(verdictOn(path), outside, JSON.stringify(path))
  }
  for (const path of ['/a#b', '/?a#b']) {
    assert.equal(verdictOn(path), 'path_ambiguous: fragment (#) in the request target')
  }
})
