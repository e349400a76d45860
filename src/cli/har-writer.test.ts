import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { diagnoseText } from '../diagnosis/transcripts/diagnose-text.ts'
import { called } from '../../test/calling.ts'
import { certificate } from '../../test/network-peers.ts'
import { refusingPort, script, scriptedBackend } from '../../test/scripted-backend.ts'
import { harOf } from './har-writer.ts'

/** The members that HAR 1.2 requires, with their types. */
const text = Type.String()
const took = Type.Number({ minimum: 0 })
const tookOrNone = Type.Union([Type.Literal(-1), took])
const size = Type.Integer({ minimum: -1 })
const pairs = Type.Array(Type.Object({ name: text, value: text }))
const har = Compile(
  Type.Object({
    log: Type.Object({
      version: Type.Literal('1.2'),
      creator: Type.Object({ name: text, version: text }),
      entries: Type.Array(
        Type.Object({
          startedDateTime: Type.String({ pattern: String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z$` }),
          time: took,
          request: Type.Object({
            method: text,
            url: Type.String({ pattern: '^https?://' }),
            httpVersion: text,
            cookies: pairs,
            headers: pairs,
            queryString: pairs,
            postData: Type.Optional(Type.Object({ mimeType: text, text })),
            headersSize: size,
            bodySize: size,
          }),
          response: Type.Object({
            status: Type.Integer({ minimum: 0 }),
            statusText: text,
            httpVersion: text,
            cookies: pairs,
            headers: pairs,
            content: Type.Object({ size, mimeType: text, text: Type.Optional(text) }),
            redirectURL: text,
            headersSize: size,
            bodySize: size,
          }),
          cache: Type.Object({}),
          timings: Type.Object({
            blocked: tookOrNone,
            dns: tookOrNone,
            connect: tookOrNone,
            ssl: tookOrNone,
            send: took,
            wait: took,
            receive: took,
          }),
          serverIPAddress: Type.Optional(text),
          connection: Type.Optional(text),
          comment: Type.Optional(text),
        }),
      ),
    }),
  }),
)

interface Written {
  readonly har: unknown
  readonly text: string
}

async function written(t: TestContext, url: string): Promise<Written> {
  const { hops, mask } = await called(
    t,
    [url],
    {},
    {
      header: ['Authorization: Bearer secret-of-mine', 'Cookie: session=cookie-of-mine'],
      data: '{"password":"in-the-body"}',
    },
  )
  const made = mask.deep(harOf(hops, mask))
  return { har: made, text: JSON.stringify(made) }
}

const nginx502 =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n'

async function redirectTo(t: TestContext, target: string): Promise<string> {
  const answer = script
    .readRequest()
    .respond(307, '', `Location: ${target}?q=1&token=in-the-query\r\n`)
  return (await scriptedBackend(t, answer)).url
}

test('a HAR has everything that HAR 1.2 asks for, of answered and of failed hops', async (t) => {
  const last = await scriptedBackend(t, script.readRequest().respond(200, 'fine'))

  const answered = await written(t, await redirectTo(t, `${last.url}/`))
  const failed = await written(t, await redirectTo(t, `http://127.0.0.1:${await refusingPort()}/`))

  assert.deepEqual([...har.Errors(answered.har)], [])
  assert.deepEqual([...har.Errors(failed.har)], [])
})

test('the time of an entry is the sum of its timings', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'fine'))

  const made = await written(t, backend.url)

  const [{ time, timings }] = Object(made.har).log.entries
  const { connect, send, wait, receive } = timings
  assert.equal(timings.dns, -1)
  assert.equal(timings.ssl, -1)
  assert.ok(Math.abs(time - (connect + send + wait + receive)) < 0.01)
})

test('over TLS the time to connect includes that of ssl', async (t) => {
  const tls = certificate('valid')
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'fine'), { tls })

  const made = await written(t, `https://localhost:${backend.port}/`)

  const [{ timings }] = Object(made.har).log.entries
  assert.ok(timings.ssl > 0 && timings.connect > timings.ssl)
  assert.ok(timings.dns >= 0)
})

test('why reads it back with the same verdict and the same chain', async (t) => {
  const page = gzipSync(nginx502)
  const head = `HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: ${page.length}\r\n\r\n`
  const last = await scriptedBackend(t, script.readRequest().send(head).send(page))

  const { text: made } = await written(t, await redirectTo(t, `${last.url}/`))
  const read = diagnoseText(made)

  assert.equal(read.detected, 'har')
  assert.deepEqual(
    read.hops.map(({ status }) => status),
    [307, 502],
  )
  assert.equal(read.verdict.key, 'access_layer_bad_gateway')
})

test('a hop that failed is read back as the same failure', async (t) => {
  const { text: made } = await written(t, `http://127.0.0.1:${await refusingPort()}/`)

  assert.equal(diagnoseText(made).verdict.key, 'call_refused')
})

test('no secret is in a HAR: fields, cookies, query, body, or sent back by the server', async (t) => {
  const echo = 'Set-Cookie: id=cookie-of-theirs; Path=/\r\n'
  const last = await scriptedBackend(
    t,
    script.readRequest().respond(200, 'you sent secret-of-mine', echo),
  )

  const { text: made } = await written(t, await redirectTo(t, `${last.url}/`))

  for (const secret of [
    'secret-of-mine',
    'cookie-of-mine',
    'cookie-of-theirs',
    'in-the-query',
    'in-the-body',
  ])
    assert.ok(!made.includes(secret), secret)
})
