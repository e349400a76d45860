import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { ms } from '../../src/diagnosis/attempt-evidence.ts'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { Type } from 'typebox'
import type { Plugin } from '../../src/model/plugin.ts'
import { script, scriptedBackend, silentPort } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const ok = 'HTTP/1.1 200 OK\r\n'

test('a caller that resets while we wait cancels the attempt: 499, the backend sees the close', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request())
  await until(() => backend.requestCount === 1, 'the request at the backend')
  client.reset()
  const record = await plane.record()
  await until(() => backend.connections[0]?.endedByPeer !== '', 'the end of the attempt')

  assert.equal(record.status, 499)
  assert.equal(record.error_key, 'client_closed')
  assert.equal(record.answered_by, 'none')
  assert.equal(record.complete, false)
  assert.equal(record.client.ended_by, 'client')
  assert.equal(record.attempts[0]?.ended_by, 'client')
  assert.equal(record.attempts[0]?.failure, '')
})

test('a caller that leaves while the backend is being connected ends that too', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [await silentPort(t)] })
  const client = await plane.connect()

  client.send(request())
  await until(() => plane.plane.openExchanges === 1, 'the request')
  client.reset()

  const record = await plane.record()
  assert.equal(record.status, 499)
  assert.equal(record.attempts[0]?.ended_by, 'client')
  assert.equal(record.attempts[0]?.sent_ms, -1)
})

test('a caller that resets inside the answer: the status stays as sent, the fault is its own', async (t) => {
  const backend = await scriptedBackend(
    t,
    script.readRequest().send(`${ok}Content-Length: 1000\r\n\r\nfirst`),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request())
  await until(() => client.received.includes('first'), 'the first bytes')
  client.reset()

  const record = await plane.record()
  assert.equal(record.status, 200)
  assert.equal(record.answered_by, 'backend')
  assert.equal(record.complete, false)
  assert.equal(record.error_key, 'client_closed')
  assert.equal(record.client.ended_by, 'client')
  await until(() => backend.connections[0]?.endedByPeer !== '', 'the end of the attempt')
})

test('a caller that half-closes and waits is served, body and all', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(50).respond(200, 'here'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request()).halfClose().answer()

  assert.equal(answer.body, 'here')
  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
  const record = await plane.record()
  assert.ok(record.complete)
  assert.ok(record.client.half_closed_ms >= 0)
})

test('a half-closed caller gets a long answer of several parts whole', async (t) => {
  const size = 3_000_000
  const long = script.readRequest().wait(20).send(`${ok}Transfer-Encoding: chunked\r\n\r\n`)
  const chunk = `${size.toString(16)}\r\n${'z'.repeat(size)}\r\n`
  const backend = await scriptedBackend(t, long.wait(2).send(chunk).wait(2).send('0\r\n\r\n'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(request()).halfClose().answer()

  assert.equal(answer.body.length, size)
  assert.ok((await plane.record()).complete)
})

test('a half-closed caller gets a refusal of ours whole', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(20).end())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], retries: 0 })
  const client = await plane.connect()

  const answer = await client.send(request()).halfClose().answer()

  assert.equal(answer.status, 502)
  assert.ok(answer.complete)
  assert.match(answer.body, /"result":false}$/)
})

test('a caller whose close looked like a half-close is told from one who waits', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(50).respond(200, 'for nobody'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const caller = connect({ port: plane.port, host: '127.0.0.1' })
  await once(caller, 'connect')

  caller.write(request())
  await until(() => backend.requestCount === 1, 'the request at the backend')
  caller.destroy() // FIN at once; RST only in answer to the bytes that still come

  const record = await plane.record()
  assert.equal(record.complete, false)
  assert.equal(record.error_key, 'client_closed')
  assert.equal(record.client.ended_by, 'client')
  assert.deepEqual(
    [record.status, record.answered_by],
    [499, 'none'],
    'it took nothing of the head',
  )
  const { summary } = diagnose(record)
  const left = RegExp.escape(ms(record.client.half_closed_ms))
  assert.match(summary, new RegExp(`connection after ${left}, while .+ had not answered\\.`))
})

test('a caller whose close looked like a half-close is noticed with a refusal of ours, too', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(50).end())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], retries: 0 })
  const caller = connect({ port: plane.port, host: '127.0.0.1' })
  await once(caller, 'connect')

  caller.write(request())
  await until(() => backend.requestCount === 1, 'the request at the backend')
  caller.destroy()

  const record = await plane.record()
  assert.equal(record.complete, false)
  assert.equal(record.error_key, 'client_closed')
  assert.equal(record.attempts[0]?.failure, 'backend_closed_early')
})

const stoppedReading = 'Answer not taken in time [reason="the caller stopped reading the answer"]'
const stalled = { key: 'client_stalled', fault: 'client', owner: 'caller' }

test('a caller that stops reading is cut off, and the backend is not blamed', async (t) => {
  const size = 30_000_000
  const head = `${ok}Content-Length: ${size}\r\n\r\n`
  const backend = await scriptedBackend(t, script.readRequest().send(head).send(Buffer.alloc(size)))
  const timeoutMs = { idle: 800 } // a busy machine keeps our own backend waiting for longer than 150
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], timeoutMs })
  const client = await plane.connect()

  client.pause()
  client.send(request())

  const record = await plane.record()
  assert.equal(record.error_key, 'client_stalled')
  assert.equal(record.error_facts['limit'], 'idle')
  assert.equal(record.status, 200)
  assert.equal(record.complete, false)
  assert.equal(record.client.ended_by, 'gateway')
  assert.equal(record.error, stoppedReading)
  const { key, responder, fault, owner, summary } = diagnose(record)
  assert.deepEqual({ key, responder, fault, owner }, { ...stalled, responder: 'backend' })
  assert.match(summary, /^127\.0\.0\.1:\d+ answered 200, but the caller stopped reading/)
})

test('an endpoint whose answer a caller does not take goes on receiving requests', async (t) => {
  const size = 30_000_000
  const head = `${ok}Content-Length: ${size}\r\n\r\n`
  const large = script.readRequest().send(head).send(Buffer.alloc(size))
  const short = script.readRequest().respond(200).end()
  const first = await scriptedBackend(t, [large, short])
  const second = await scriptedBackend(t, short)
  const plane = await dataPlaneUnderTest(t, {
    backends: [first.port, second.port],
    timeoutMs: { idle: 150 },
    eject: { failures: 1, seconds: 10 },
  })
  const client = await plane.connect()
  client.pause()
  client.send(request())
  await plane.record()

  for (let count = 0; count < 2; count++)
    await (await plane.connect()).send(request('Connection: close\r\n')).answer()

  assert.deepEqual([first.requestCount, second.requestCount], [2, 1])
})

test('a caller that stops reading an answer that is all written is cut off just the same', async (t) => {
  const body = Buffer.alloc(30_000_000)
  const answer = { answeredBy: 'mock', status: 200, headerLines: '', body } as const
  const mock: Plugin = {
    name: 'large-mock',
    scope: 'built-in',
    refuses: [],
    merge: 'replaces',
    options: Type.Object({}),
    bind: () => ({ onRequest: () => ({ kind: 'answer', answer }) }),
  }
  const timeoutMs = { idle: 150 }
  const plane = await dataPlaneUnderTest(t, { backends: [1], plugins: [mock], timeoutMs })
  const client = await plane.connect()

  client.pause()
  client.send(request('Connection: close\r\n'))

  const record = await plane.record()
  assert.equal(record.error_key, 'client_stalled')
  assert.equal(record.error_facts['limit'], 'idle')
  assert.equal(record.complete, false)
  assert.equal(record.client.ended_by, 'gateway')
  assert.equal(record.error, stoppedReading)
  const { key, responder, fault, owner, summary } = diagnose(record)
  assert.deepEqual({ key, responder, fault, owner }, { ...stalled, responder: 'gateway' })
  assert.match(summary, /^The mock of this resource answered 200, but the caller stopped reading/)
})

test('a backend that pauses after the caller caught up has its whole time', async (t) => {
  const size = 12_000_000
  const head = `${ok}Content-Length: ${size + 4}\r\n\r\n`
  const backend = await scriptedBackend(
    t,
    script.readRequest().send(head).send(Buffer.alloc(size)).wait(550).send('last'),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], timeoutMs: { idle: 400 } })
  const caller = connect({ port: plane.port, host: '127.0.0.1' })
  t.after(() => void caller.destroy())
  let got = 0
  caller.on('data', (bytes) => (got += bytes.length)).pause()

  caller.write(request('Connection: close\r\n'))
  await until(() => backend.requestCount === 1, 'the request at the backend')
  await new Promise((resolve) => setTimeout(resolve, 250))
  caller.resume()
  await once(caller, 'close')

  assert.ok(got > size + 4, `${got} bytes came`)
  assert.ok((await plane.record()).complete)
})
