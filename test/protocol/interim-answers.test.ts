import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'

const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'
const hints =
  'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nX-Bkapi-Error-Code: 1640001\r\nConnection: close\r\n\r\n'

test('a 100 that nobody asked for is not passed on', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(goOn).respond(200, 'ok'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request()).answer('GET', true)

  assert.equal(answer.status, 200)
  assert.ok((await plane.record()).complete)
})

test('a 103 passes before its answer, without our marks and without fields of the connection', async (t) => {
  const backend = await scriptedBackend(
    t,
    script
      .readRequest()
      .send(hints + hints)
      .respond(200, 'ok'),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request())
  const first = await client.answer('GET', true)
  const second = await client.answer('GET', true)
  const answer = await client.answer('GET', true)

  for (const interim of [first, second]) {
    assert.equal(interim.raw, 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n')
  }
  assert.equal(answer.body, 'ok')
  const record = await plane.record()
  assert.equal(record.status, 200)
  assert.equal(record.attempts[0]?.status, 200)
})

test('an HTTP/1.0 caller gets no 103', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(hints).respond(200, 'ok'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client
    .send('GET /api/shop/prod/ HTTP/1.0\r\nHost: h\r\n\r\n')
    .answer('GET', true)

  assert.equal(answer.status, 200)
})

test('a 103 and then the end is no answer', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(hints).end())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request())
  const interim = await client.answer('GET', true)
  const answer = await client.answer()

  assert.equal(interim.status, 103)
  assert.equal(answer.status, 502)
  assert.match(field(answer, 'proxy-status'), /error=http_response_incomplete/)
  const record = await plane.record()
  assert.equal(record.error_key, 'backend_head_incomplete')
  assert.equal(record.answered_by, 'gateway')
})

test('silence behind a 100 is the silence of a backend that has the request', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(goOn).stall())
  const timeoutMs = { firstByte: 80, idle: 3_000 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], timeoutMs })
  const client = await plane.connect()

  const answer = await client.send(post('{}')).answer()

  assert.equal(answer.status, 504)
  assert.equal((await plane.record()).error_key, 'backend_first_byte_timeout')
})

test('interim answers without end are not passed on for ever', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(hints.repeat(3_000)).stall())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request())
  const answer = await client.answer()

  assert.equal(answer.status, 502)
  assert.match(answer.body, /interim answers/)
  assert.equal((await plane.record()).error_key, 'backend_invalid_head')
})
