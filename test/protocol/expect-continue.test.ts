import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

const expecting = request('Content-Length: 4\r\nExpect: 100-continue\r\n', '', 'POST')
const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'

test('the backend’s 100 reaches the caller who waits for it', async (t) => {
  const backend = await scriptedBackend(
    t,
    script.readHead().send(goOn).readRequest().respond(200, 'got it'),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const interim = await client.send(expecting).answer('POST', true)
  const answer = await client.send('body').answer()

  assert.equal(interim.status, 100)
  assert.equal(answer.body, 'got it')
  assert.match(backend.requests[0] ?? '', /^expect: 100-continue\r$/im)
  assert.ok((await plane.record()).complete)
})

test('a backend that ignores Expect costs the caller one second, not the request', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'got it'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()
  const since = performance.now()

  const interim = await client.send(expecting).answer('POST', true)
  const waitedMs = performance.now() - since
  const answer = await client.send('body').answer()

  assert.equal(interim.status, 100)
  assert.ok(waitedMs > 950 && waitedMs < 3_000, `${waitedMs} ms`)
  assert.equal(answer.body, 'got it')
})

test('a backend that refuses at once is heard; no body is read, the connection ends', async (t) => {
  const backend = await scriptedBackend(t, script.readHead().respond(403, 'not you').stall())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(expecting).answer('POST', true)
  const { how } = await client.end()

  assert.equal(answer.status, 403)
  assert.equal(field(answer, 'connection'), 'close')
  assert.equal(how, 'fin')
  const record = await plane.record()
  assert.equal(record.status, 403)
  assert.equal(record.answered_by, 'backend')
  assert.ok(record.complete)
})

test('what the gateway refuses itself is refused before any 100', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const client = await plane.connect()

  const answer = await client
    .send(expecting.replace('/api/shop/', '/api/none/'))
    .answer('POST', true)

  assert.equal(answer.status, 404)
  assert.equal(field(answer, 'connection'), 'close')
  assert.equal((await client.end()).how, 'fin')
})

test('a body that came with its head needs no 100, and its Expect goes no further', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'got it'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(`${expecting}body`).answer('POST', true)

  assert.equal(answer.status, 200)
  assert.doesNotMatch(backend.requests[0] ?? '', /^expect:/im)
})

test('where the gateway itself needs the body it asks for it at once', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'got it'))
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    release: { credentialsInBody: true },
    resource: { auth: { app: true, user: false, permission: false } },
  })
  const client = await plane.connect()
  const since = performance.now()

  const interim = await client.send(expecting).answer('POST', true)
  const waitedMs = performance.now() - since
  const answer = await client.send('body').answer('POST', true)

  assert.equal(interim.status, 100)
  assert.ok(waitedMs < 500, `${waitedMs} ms`)
  assert.equal(answer.status, 200)
})

test('an expectation nobody knows is refused with 417', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const client = await plane.connect()

  const answer = await client.send(request('Expect: wonders\r\n')).answer()

  assert.equal(answer.status, 417)
  assert.equal((await plane.record()).error_key, 'expectation')
})
