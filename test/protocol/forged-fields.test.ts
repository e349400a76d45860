/** What only a trusted proxy may tell a backend, and what only we may tell a caller, is taken out
 *  whatever it is called: both are families of names and not lists. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

const answering = script.readRequest().respond(200).again()

const claims = ['User', 'Prefix', 'Scheme', 'Ssl', 'Server', 'For', 'Proto', 'x'.repeat(80)]
const claimedLines = [
  ...claims.map((claim) => `X-Forwarded-${claim}: claimed\r\n`),
  'x_forwarded_user: claimed\r\nX-Forwarded_Prefix: claimed\r\nX-Real-IP: claimed\r\n',
].join('')

test('nothing that an unknown peer says as X-Forwarded-* reaches a backend', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  await client.send(request(`${claimedLines}X-Forwarder: stays\r\n`)).answer()

  const got = backend.requests[0] ?? ''
  assert.ok(!got.includes('claimed'), got)
  assert.match(got, /^X-Forwarder: stays\r$/m)
  assert.match(got, /^X-Forwarded-For: 127\.0\.0\.1\r$/m)
})

test('a stage that passes cookies takes them out all the same', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const release = { passCookies: true }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], release })
  const client = await plane.connect()

  await client.send(request(`${claimedLines}Cookie: a=b\r\n`)).answer()

  const got = backend.requests[0] ?? ''
  assert.ok(!got.includes('claimed'), got)
  assert.match(got, /^Cookie: a=b\r$/m)
})

test('what a trusted proxy says as X-Forwarded-* passes', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const settings = { trustedProxies: ['127.0.0.1'] }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], settings })
  const client = await plane.connect()

  const lines = 'X-Forwarded-Prefix: /shop\r\nX-Forwarded-User: ann\r\nX-Forwarded-Proto: https\r\n'
  await client.send(request(`${lines}X-Forwarded-For: 192.0.2.7\r\n`)).answer()

  const got = backend.requests[0] ?? ''
  assert.match(got, /^X-Forwarded-Prefix: \/shop\r$/m)
  assert.match(got, /^X-Forwarded-User: ann\r$/m)
  assert.match(got, /^X-Forwarded-For: 192\.0\.2\.7, 127\.0\.0\.1\r$/m)
  assert.equal(got.match(/^X-Forwarded-Proto: https\r$/gm)?.length, 1)
})

test('no field of a backend begins like the mark of our errors', async (t) => {
  const lines =
    'X-Bkapi-Error-Code: forged\r\nX-Bkapi-Error-Trace: forged\r\nx_bkapi_error_detail: forged\r\n' +
    'X-Bkapi-Errors: stays\r\n'
  const early = `HTTP/1.1 103 Early\r\n${lines}\r\n`
  const steps = script.readRequest().send(early).respond(200, 'done', lines)
  const backend = await scriptedBackend(t, steps)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()

  assert.ok(!answer.raw.includes('forged'), answer.raw)
  assert.match(answer.raw, /X-Bkapi-Errors: stays/)
})

test('after credentials that stand there twice nothing more is read from the connection', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const client = await plane.connect()
  const credentials = 'X-Bkapi-Authorization: {"bk_app_code":"a"}\r\n'

  const answer = await client.send(request(credentials + credentials)).answer()

  assert.equal(field(answer, 'connection'), 'close')
  assert.equal((await plane.record()).error_key, 'credentials_ambiguous')
})
