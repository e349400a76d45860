import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const oneLine = `Response {
  status: 502,
  statusText: 'Bad Gateway',
  headers: Headers { date: 'Mon, 01 Jan 2024 00:00:00 GMT', server: 'nginx' },
  body: ReadableStream { locked: false },
  ok: false,
  url: 'http://shop.test/api'
}`
const manyLines = `const r = await fetch(url); console.log(r)
Response {
  status: 502,
  statusText: 'Bad Gateway',
  headers: Headers {
    server: 'nginx',
    date: 'Mon, 01 Jan 2024 00:00:00 GMT',
    'content-type': 'text/html'
  },
  body: ReadableStream { locked: false, state: 'readable', supportsBYOB: true },
  bodyUsed: false,
  ok: false,
  redirected: false,
  type: 'basic',
  url: 'http://shop.test/api'
}`
const nodeFetch = `Response {
  size: 0,
  timeout: 0,
  [Symbol(Body internals)]: { body: PassThrough { _events: [Object: null prototype] {} }, disturbed: false, error: null },
  [Symbol(Response internals)]: {
    url: 'http://shop.test/api',
    status: 502,
    statusText: 'Bad Gateway',
    headers: Headers { [Symbol(map)]: [Object: null prototype] { server: [ 'nginx' ] } },
    counter: 0
  }
}`

for (const text of [oneLine, manyLines, nodeFetch])
  test(`what fetch gave is an answer without its body: ${text.slice(0, 60)}`, () => {
    const { hops, verdict, not_seen: notSeen } = diagnoseText(text)

    assert.deepEqual([hops[0]?.request, hops[0]?.status], ['http://shop.test/api', 502])
    assert.equal(verdict.certainty, 'possible')
    assert.ok(notSeen.includes('the response body'))
  })

test('a successful one is a success', () => {
  const { verdict } = diagnoseText(oneLine.replace('502', '200').replace('ok: false', 'ok: true'))

  assert.equal(verdict.key, 'answered')
})

test('JSON nested without end is read, and nothing breaks', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000)
  const { hops } = diagnoseText(`{"status":500,"headers":{"date":"x"},"body":${deep}}`)

  assert.equal(hops[0]?.status, 500)
})
