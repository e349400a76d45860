import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const json = JSON.stringify({ list: Array.from({ length: 20 }, (_, id) => ({ id, name: 'x' })) })
const indented = JSON.stringify(JSON.parse(json), null, 8)

function answer(fields: string, body: string, status = '200 OK'): string {
  return `HTTP/1.1 ${status}\n${fields}\n\n${body}`
}

test('a success whose body is clearly shorter than its header says is never called whole', () => {
  const texts = [
    answer('Content-Type: text/plain\nContent-Length: 100', 'abc'),
    answer('Content-Length: 100', 'abc'),
    answer(`Content-Type: application/json\nContent-Length: ${json.length}`, json.slice(0, 40)),
    answer('Content-Type: application/json\nTransfer-Encoding: chunked', '{"list":[{"id":1,"na'),
  ]
  for (const text of texts) {
    const { verdict } = diagnoseText(text)

    assert.deepEqual(
      [verdict.key, verdict.fault, verdict.certainty],
      ['answer_cut', 'unsure', 'possible'],
      text,
    )
    assert.doesNotMatch(verdict.response_desc, /as is/)
  }
})

test("an error's answer that is cut keeps its verdict, and is not called whole", () => {
  const { verdict } = diagnoseText(
    answer('Server: nginx\nContent-Length: 157', 'abc', '502 Bad Gateway'),
  )

  assert.notEqual(verdict.key, 'answer_cut')
  assert.doesNotMatch(verdict.response_desc, /as is/)
})

test('a body that is not there, or only changed by pasting, is no broken answer', () => {
  const length = (bytes: number): string =>
    `Content-Type: application/json\nContent-Length: ${bytes}`
  const texts = [
    answer('Content-Type: text/plain\nContent-Length: 1000', ''), // -I, -o, -D -
    answer('Content-Length: 1000', '', '304 Not Modified'),
    answer('Content-Length: 10', '', '204 No Content'),
    `HEAD /x HTTP/1.1\nHost: a.test\n\n${answer('Content-Length: 1000', '')}`,
    answer(length(indented.length), json), // written in one line
    answer(length(json.length), indented),
    answer(length(json.length), json.replaceAll('"', '&quot;')),
    answer(length(json.length + 40), json.replaceAll('\n', '\r\n')),
    answer('Content-Type: text/plain\nContent-Length: 45', '订单已经创建好了，谢谢。我们会尽快'), // bytes, not characters
    answer('Content-Encoding: gzip\nContent-Length: 900', 'short'),
    answer('Content-Type: image/png\nContent-Length: 9000', 'PNG'),
  ]
  for (const text of texts) assert.equal(diagnoseText(text).verdict.fault, 'none', text)
})

test('UTF-16 that was read as UTF-8 is recognised', () => {
  const text = answer('Server: nginx\nContent-Length: 3', 'abc')
  for (const mark of ['', '\uFFFD\uFFFD'])
    assert.equal(diagnoseText(mark + text.replaceAll(/[^]/g, '$&\0')).hops[0]?.status, 200)
})

test('a page without its status is never said to have status 0', () => {
  const page = '<html><head><title>Something</title></head><body><p>What is this</p></body></html>'

  assert.doesNotMatch(JSON.stringify(diagnoseText(page).verdict), /status 0|状态码 0/)
})

test("Django's own pages with DEBUG tell their status", () => {
  const hint = '<p>You’re seeing this error because you have <code>DEBUG = True</code> in it.</p>'
  const failed = `<!DOCTYPE html>\n<html lang="en">\n<head><title>ZeroDivisionError at /boom</title></head>\n<body><table><tr><th scope="row">Exception Type:</th><td>ZeroDivisionError</td></tr></table>${hint}</body>\n</html>`
  const missing = `<!DOCTYPE html>\n<html lang="en">\n<head><title>Page not found at /none</title></head>\n<body><h1>Page not found <small>(404)</small></h1>${hint}</body>\n</html>`

  assert.equal(diagnoseText(failed).hops[0]?.status, 500)
  assert.equal(diagnoseText(missing).hops[0]?.status, 404)
})
