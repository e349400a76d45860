import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const echoing = script.readRequest().respond(200, 'yes').again()

test('several requests of one caller share one connection on both sides', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  for (let round = 0; round < 5; round++) {
    const answer = await client.send(request()).answer()
    assert.equal(answer.body, 'yes')
    assert.equal(field(answer, 'connection'), '')
  }

  assert.equal(backend.connections.length, 1)
  const records = await plane.records(5)
  assert.deepEqual(
    records.map(({ attempts }) => attempts[0]?.reused),
    [false, true, true, true, true],
  )
})

test('a caller that says close gets its answer and then the end', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request('Connection: close\r\n')).answer()
  const { how, bytes } = await client.end()

  assert.equal(field(answer, 'connection'), 'close')
  assert.deepEqual({ how, bytes }, { how: 'fin', bytes: '' })
  await plane.records(1)
})

test('a health check whose caller ends at once is answered all the same', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const client = await plane.connect()

  const check = 'GET /-/healthy HTTP/1.1\r\nHost: h\r\n\r\n'
  const answer = await client.send(check).halfClose().answer()

  assert.equal(answer.body, 'ok\n')
  assert.equal((await client.end()).how, 'fin')
})

test('an HTTP/1.0 caller is kept only where it asks for that', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const kept = await plane.connect()
  const closed = await plane.connect()
  const line = 'GET /api/shop/prod/ HTTP/1.0\r\nHost: h\r\n'

  const first = await kept.send(`${line}Connection: keep-alive\r\n\r\n`).answer()
  const second = await kept.send(`${line}Connection: keep-alive\r\n\r\n`).answer()
  const last = await closed.send(`${line}\r\n`).answer()

  assert.equal(field(first, 'connection'), 'keep-alive')
  assert.equal(second.body, 'yes')
  assert.equal(field(last, 'connection'), 'close')
  assert.equal((await closed.end()).how, 'fin')
})

test('a backend that says close is not asked again on that connection', async (t) => {
  const backend = await scriptedBackend(
    t,
    script.readRequest().respond(200, 'x', 'Connection: close\r\n'),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  await client.send(request()).answer()
  await client.send(request()).answer()

  assert.equal(backend.connections.length, 2)
  await until(() => backend.connections.every(({ endedByPeer }) => endedByPeer !== ''), 'our close')
})

test('two requests never share a backend connection at once', async (t) => {
  // Long enough for a starved machine to have sent all eight before the first is answered.
  const backend = await scriptedBackend(t, script.readRequest().wait(500).respond(200, 'x').again())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const clients = await Promise.all(Array.from({ length: 8 }, () => plane.connect()))

  const answers = await Promise.all(clients.map((client) => client.send(request()).answer()))

  assert.equal(answers.length, 8)
  assert.equal(backend.connections.length, 8)
  for (const { received } of backend.connections) assert.equal(received.split('GET ').length, 2)
})

test('an announced Keep-Alive of one second is not trusted to the last moment', async (t) => {
  const announcing = script.readRequest().respond(200, 'x', 'Keep-Alive: timeout=1\r\n').again()
  const backend = await scriptedBackend(t, announcing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  await client.send(request()).answer()
  await until(() => backend.connections[0]?.endedByPeer === 'fin', 'the end of the idle connection')
  await client.send(request()).answer()

  assert.equal(backend.connections.length, 2)
})

test('an idle backend connection is closed after 4 s and not used again', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()
  await client.send(request()).answer()
  const since = performance.now()

  await until(() => backend.connections[0]?.endedByPeer === 'fin', 'the end of the idle connection')

  const idleMs = performance.now() - since
  assert.ok(idleMs > 3_900 && idleMs < 6_000, `closed after ${idleMs} ms`)
})

test('an idle caller is closed without an answer or a record', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1], limits: { keepAliveMs: 60 } })
  const client = await plane.connect()

  const { how, bytes } = await client.end()

  assert.deepEqual({ how, bytes }, { how: 'fin', bytes: '' })
  assert.equal(plane.sink.lines.length, 0)
})

test('a stray empty line after a body is no request: nothing is answered to it', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    limits: { clientHeadMs: 50, keepAliveMs: 400 },
  })
  const client = await plane.connect()

  await client.send(`${post('{}')}\r\n`).answer() // RFC 9112 section 2.2
  const { bytes } = await client.end()

  assert.equal(bytes, '')
  await plane.records(1)
})

test('connections that have ended are forgotten', async (t) => {
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })

  for (let round = 0; round < 20; round++) {
    const client = await plane.connect()
    await client.send(request()).answer()
    assert.ok(plane.plane.metrics().openConnections > 0)
    client.close()
  }

  await until(() => plane.plane.metrics().openConnections === 0, 'no open connection')
})
