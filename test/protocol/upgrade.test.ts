import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
const websocket = { websocket: true }

test('a body behind an upgrade request is never a second request to the backend', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'one').again())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()
  const smuggled = 'GET /admin HTTP/1.1\r\nHost: x\r\n\r\n'

  const answer = await client
    .send(request(`${upgrade}Content-Length: ${smuggled.length}\r\n`, smuggled))
    .answer()

  assert.equal(answer.status, 200)
  assert.equal(backend.requestCount, 1)
  assert.ok(backend.requests[0]?.endsWith(`\r\n\r\n${smuggled}`))
  assert.match(backend.requests[0] ?? '', /^content-length: 32\r$/im)
  assert.doesNotMatch(backend.requests[0] ?? '', /^upgrade:/im)
})

test('only a WebSocket may become a tunnel: no protocol that carries further requests', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(200, 'plain').again())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()

  for (const protocol of ['h2c', 'websocket, h2c', 'TLS/1.0']) {
    const lines = `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`
    assert.equal((await client.send(request(lines)).answer()).body, 'plain')
  }

  for (const asked of backend.requests) assert.doesNotMatch(asked, /^(upgrade|connection):/im)
})

test('a resource without websocket: true forwards the request without its upgrade', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(426, 'no'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request(upgrade)).answer()

  assert.equal(answer.status, 426)
  assert.doesNotMatch(backend.requests[0] ?? '', /^(upgrade|connection):/im)
})

test('a backend that refuses the upgrade is heard: its 403 passes', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().respond(403, 'not you').again())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()

  const answer = await client.send(request(upgrade)).answer()
  const next = await client.send(request()).answer()

  assert.equal(answer.status, 403)
  assert.equal(answer.body, 'not you')
  assert.equal(field(answer, 'proxy-status'), 'edge; received-status=403')
  assert.equal(next.status, 403)
  await plane.records(2)
})

test('a switch that nobody asked for, or to something else, is a failure of the backend', async (t) => {
  const other = switching.replace('websocket', 'other')
  const scripts = [script.readRequest().send(switching), script.readRequest().send(other)]
  const backend = await scriptedBackend(t, scripts)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()

  const unasked = await client.send(request()).answer()
  const otherProtocol = await client.send(request(upgrade)).answer()

  for (const answer of [unasked, otherProtocol]) {
    assert.equal(answer.status, 502)
    assert.match(field(answer, 'proxy-status'), /error=http_upgrade_failed/)
  }
  for (const { error_key } of await plane.records(2)) {
    assert.equal(error_key, 'backend_upgrade_failed')
  }
})

test('a half-closing caller half-closes the tunnel and still hears the other side', async (t) => {
  const talking = script.readRequest().send(`${switching}hello`)
  const backend = await scriptedBackend(t, talking.wait(60).send('bye').end())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()

  const answer = await client.send(request(upgrade)).answer()
  client.send('ping').halfClose()
  await until(() => backend.connections[0]?.endedByPeer === 'fin', 'the half-close at the backend')
  const { how, bytes } = await client.end()

  assert.equal(answer.status, 101)
  assert.equal(field(answer, 'upgrade'), 'websocket')
  assert.deepEqual({ how, bytes }, { how: 'fin', bytes: 'hellobye' })
  assert.ok(backend.connections[0]?.received.endsWith('\r\n\r\nping'))
  const record = await plane.record()
  assert.equal(record.status, 101)
  assert.equal(record.client.ended_by, 'client')
  assert.equal(record.attempts[0]?.body_received, 8)
  assert.equal(record.response_size, 8)
})

test('a caller who had half-closed before the switch closes the tunnel’s way to the backend', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(30).send(switching))
  const timeoutMs = { tunnelIdle: 60_000 }
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    resource: websocket,
    timeoutMs,
  })
  const client = await plane.connect()

  client.send(request(upgrade)).halfClose()

  await until(() => backend.connections[0]?.endedByPeer === 'fin', 'the half-close at the backend')
})

test('a silent tunnel is closed by the gateway, and the record says so', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(switching))
  const timeoutMs = { tunnelIdle: 50 }
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    resource: websocket,
    timeoutMs,
  })
  const client = await plane.connect()

  await client.send(request(upgrade)).answer()
  await client.end()

  const record = await plane.record()
  assert.equal(record.status, 101)
  assert.equal(record.client.ended_by, 'gateway')
  assert.equal(record.attempts[0]?.ended_by, 'gateway')
})

test('what the backend said last reaches a caller who reads late', async (t) => {
  const size = 20_000_000
  const talking = script.readRequest().send(switching).send('x'.repeat(size)).end()
  const backend = await scriptedBackend(t, talking)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource: websocket })
  const client = await plane.connect()

  await client.send(request(upgrade)).answer()
  client.pause()
  client.halfClose()
  await until(() => backend.connections[0]?.endedByPeer === 'fin', 'the half-close at the backend')
  client.resume()
  const { bytes } = await client.end()

  assert.equal(bytes.length, size)
  assert.equal((await plane.record()).response_size, size)
})
