/** A record's line holds no secret, wherever a caller or a backend has put it. Bodies, queries and
 *  received headers have tests of their own (src/flowlog/redact.test.ts). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { LiveAttempt } from '../../src/dataplane/attempt.ts'
import type { Endpoint } from '../../src/dataplane/balancer.ts'
import type { LiveExchange } from '../../src/dataplane/exchange.ts'
import { attemptsText } from '../../src/dataplane/record-attempts.ts'
import { redaction } from '../../src/flowlog/redact.ts'
import type { Plugin } from '../../src/model/plugin.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { type DataPlaneUnderTest, dataPlaneUnderTest, request } from './data-plane-under-test.ts'

/** No part of it may be left. */
const secret = 'Zq7vXw3kRt9'
const jwt = `eyJhbGciOiJSUzI1NiJ9.${secret}.${secret}`

const inPath = [
  jwt,
  `a;jsessionid=${secret}`,
  `bk_app_secret=${secret}`,
  `x%3Fbk%5Ftoken%3D${secret}`,
  `Bearer%20${secret}`,
  `http://app:${secret}@db/x`,
  `%65yJhbGciOiJSUzI1NiJ9.${secret}`,
  `cookie="${secret}"`,
]
const inText = [
  `Cookie: sid=${secret}`,
  `Authorization: Bearer ${secret}`,
  `sent Bearer ${secret}`,
  `"${jwt}" is no token`,
  `get http://login/?bk_app_secret=${secret} failed`,
]
const brokenHeads = [
  `HTTP/1.1 200 OK\r\nSet-Cookie: sid=${secret}; Path=/\r\nbroken\r\n\r\n`,
  `HTTP/1.1 200 OK\nset-cookie : ${secret}\n\n`,
  `HTTP/1.1 200 OK\r\nSet-Cookie sid ${secret}\r\n\r\n`,
  `HTTP/1.1 200 OK\r\nCookie:\r\n ${secret}\r\n\r\n`,
  `HTTP/1.1 200 OK\r\nAuthorization: Basic ${secret}\r\n \r\n`,
  `HTTP/1.1 200 OK\r\nX-Note: ${jwt}`,
  `HTTP/1.1 99 bk_app_secret=${secret}\r\n\r\n`,
  `Set-Cookie: sid=${secret}\r\n\r\n`,
  `Set-Cookie: sid="a\\rb:${secret}"\r\n\r\n`,
  `220 ready\r\npassword: ${secret}\r\n`,
  `{"bk_app_secret":"${secret}"}`,
  `<user password="${secret}">`,
]

function assertNoSecret(plane: DataPlaneUnderTest, count: number): void {
  assert.equal(plane.sink.lines.length, count)
  for (const line of plane.sink.lines) {
    assert.ok(!line.includes(secret), line)
    assert.ok(line.includes('***'), line)
  }
}

test('a secret in the path of an answered request is in neither of its paths', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200).again())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  for (const text of [...inPath, ...inPath]) {
    const target = `/api/shop/prod/orders/${text}`
    assert.equal((await client.send(request('', '', 'GET', target)).answer()).status, 200, text)
  }

  const records = await plane.records(2 * inPath.length)
  assertNoSecret(plane, 2 * inPath.length)
  for (const record of records) {
    assert.match(record.http_path, /^\/api\/shop\/prod\/orders\/.*\*\*\*/)
    assert.match(record.backend_path, /^\/orders\/.*\*\*\*/)
  }
  assert.ok(backend.requests[0]?.startsWith(`GET /orders/${jwt} `), 'the backend gets it all')
})

const misses: readonly (readonly [string, (text: string) => string])[] = [
  ['a gateway', (text) => `/api/${text}/prod/x`],
  ['a stage', (text) => `/api/shop/${text}/x`],
  ['a resource', (text) => `/api/shop/prod/x/${text}`],
]

for (const [what, targetOf] of misses) {
  test(`a secret in the path of ${what} that does not exist is in no error, fact or body`, async (t) => {
    const resource = { path: '/orders', matchSubpath: false }
    const plane = await dataPlaneUnderTest(t, { backends: [], resource })
    const client = await plane.connect()

    for (const text of inPath)
      for (const accept of ['', 'Accept: application/problem+json\r\n']) {
        const answer = await client.send(request(accept, '', 'GET', targetOf(text))).answer()
        assert.equal(answer.status, 404)
        assert.ok(answer.body.includes(secret), 'the caller is told what it asked for')
      }

    for (const record of await plane.records(2 * inPath.length)) {
      assert.doesNotThrow(() => JSON.parse(record.response_body), record.response_body)
      assert.match(record.error, /\*\*\*/)
    }
    assertNoSecret(plane, 2 * inPath.length)
  })
}

test('a secret at the beginning of a broken answer is not among its first bytes', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [], retries: 0 })

  for (const head of brokenHeads) {
    const backend = await scriptedBackend(t, script.readRequest().send(head).end())
    plane.publish({ backends: [backend.port], retries: 0 })
    const client = await plane.connect()
    assert.equal((await client.send(request()).answer()).status, 502, head)
  }

  for (const { attempts } of await plane.records(brokenHeads.length))
    assert.notEqual(attempts[0]?.first_bytes, '')
  assertNoSecret(plane, brokenHeads.length)
})

test('what tells a broken answer stays readable', () => {
  const texts = [
    String.raw`HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 1, 2\r\n\r\n`,
    String.raw`HTTP/1.1 200 OK\r\nLocation: http://a/b?c=d\r\n`,
    String.raw`220 mail.example.com ESMTP\r\n`,
    String.raw`SSH-2.0-OpenSSH_9.2\r\n`,
    String.raw`\x15\x03\x03\x00\x02\x02F`,
    '<html><head><title>404 Not Found</title></head>',
  ]
  for (const text of texts) assert.equal(redaction.firstBytes(text), text)
  assert.equal(
    redaction.firstBytes(String.raw`HTTP/1.1 200 OK\r\nSet-Cookie: sid=abc\r\nX: y\r\nrest`),
    String.raw`HTTP/1.1 200 OK\r\nSet-Cookie: sid=***\r\nX: y\r\n***`,
  )
})

test('a secret in what a plugin found out is in neither its evidence nor the error', async (t) => {
  let text = ''
  const rejecting: Plugin = {
    name: 'rejecting',
    scope: 'built-in',
    refuses: ['user_service_failed'],
    merge: 'replaces',
    options: Type.Object({}),
    bind: () => ({
      onRequest: () => ({
        kind: 'reject',
        key: 'user_service_failed',
        facts: { reason: text, detail: text },
      }),
    }),
  }
  const plane = await dataPlaneUnderTest(t, { backends: [], plugins: [rejecting] })
  const client = await plane.connect()

  for (text of inText) assert.equal((await client.send(request()).answer()).status, 500)

  for (const { plugins } of await plane.records(inText.length))
    assert.match(String(plugins[0]?.evidence?.['detail']), /\*\*\*/)
  assertNoSecret(plane, inText.length)
})

test('a secret in the words of a failed connection is not in its detail', () => {
  const host = { hostHeader: 'a:1' }
  const endpoint = { label: 'a:1', host } as unknown as Endpoint // all that the record reads
  for (const text of inText) {
    const attempt = new LiveAttempt(endpoint, 0)
    Object.assign(attempt, { failure: 'tls_failed', detail: text })
    const attempts = [attempt]
    const worker = { options: { redact: redaction } }

    const line = attemptsText({ attempts, worker } as unknown as LiveExchange, attempt)

    assert.ok(!line.includes(secret) && line.includes('***'), line)
  }
})
