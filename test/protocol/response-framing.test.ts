import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import type { Owner } from '../clean-up.ts'
import { field, type Answer } from '../raw-client.ts'
import { script, scriptedBackend, type Script } from '../scripted-backend.ts'
import { bytesHeldSince, heldBufferBytes } from './buffer-memory.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

/** One request to a backend that sends these bytes; and whether its connection was used again. */
async function exchanged(
  owner: Owner,
  sends: Script,
  asked = request(),
): Promise<{ answer: Answer; record: FlowRecord; connections: number }> {
  const backend = await scriptedBackend(owner, [sends, script.readRequest().respond(200, 'next')])
  const plane = await dataPlaneUnderTest(owner, { backends: [backend.port] })
  const client = await plane.connect()
  const answer = await client.send(asked).answer(asked.slice(0, asked.indexOf(' ')))
  const [record] = await plane.records(1)
  assert.ok(record)
  const other = await plane.connect()
  assert.equal((await other.send(request()).answer()).body, 'next')
  return { answer, record, connections: backend.connections.length }
}

const ok = 'HTTP/1.1 200 Fine\r\n'
const nextToo = script.readRequest().respond(200, 'next')
const answering = (text: string): Script =>
  new (script.constructor as typeof Script)([
    ...script.readRequest().send(text).steps,
    ...nextToo.steps,
  ])

test('a body of declared length passes with its status, reason and fields in order', async (t) => {
  const text = `${ok}B: 2\r\nA: 1\r\nB: 3\r\nContent-Length: 5\r\n\r\nhello`
  const { answer, record, connections } = await exchanged(t, answering(text))

  assert.equal(answer.reason, 'Fine')
  assert.equal(answer.body, 'hello')
  assert.deepEqual(
    answer.headers.slice(0, 3).map((pair) => pair.join('=')),
    ['B=2', 'A=1', 'B=3'],
  )
  assert.deepEqual(
    [record.attempts[0]?.body_expected, record.attempts[0]?.body_received, record.complete],
    [5, 5, true],
  )
  assert.equal(connections, 1)
})

test('an answer without a date gets that of its arrival, one with a date keeps it and no other', async (t) => {
  const body = 'Content-Length: 2\r\n\r\nok'
  const beforeMs = Math.floor(Date.now() / 1_000) * 1_000
  const undated = await exchanged(t, answering(`${ok}${body}`))
  const dated = await exchanged(t, answering(`${ok}date: Tue, 24 Nov 2026 08:00:00 GMT\r\n${body}`))

  const dates = ({ headers }: Answer): string[] =>
    headers.filter(([name]) => /^date$/i.test(name)).map(([, value]) => value)
  const [given, ...more] = dates(undated.answer)
  assert.ok(Date.parse(given ?? '') >= beforeMs && Date.parse(given ?? '') <= Date.now(), given)
  assert.deepEqual(more, [])
  assert.deepEqual(dates(dated.answer), ['Tue, 24 Nov 2026 08:00:00 GMT'])
})

test('a chunked body passes with its trailers and without its extensions', async (t) => {
  const text = `${ok}Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nSum: 1\r\nSet-Cookie: a=b\r\n\r\n`
  const { answer, record, connections } = await exchanged(t, answering(text))

  assert.equal(answer.body, 'hello')
  assert.ok(answer.raw.endsWith('5\r\nhello\r\n0\r\nSum: 1\r\n\r\n'), answer.raw)
  assert.equal(record.attempts[0]?.body_expected, 5)
  assert.equal(connections, 1)
})

test('a body that ends with the connection is chunked for an HTTP/1.1 caller', async (t) => {
  const { answer, record } = await exchanged(t, script.readRequest().send(`${ok}\r\nhello`).end())

  assert.equal(field(answer, 'transfer-encoding'), 'chunked')
  assert.equal(answer.body, 'hello')
  assert.ok(answer.complete)
  assert.equal(record.complete, true)
  assert.equal(record.attempts[0]?.body_expected, -1)
})

test('a body of unknown length ends with the connection for an HTTP/1.0 caller', async (t) => {
  for (const text of [
    `${ok}\r\nhello`,
    `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  ]) {
    const backend = await scriptedBackend(t, script.readRequest().send(text).end())
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
    const client = await plane.connect()
    client.send('GET /api/shop/prod/ HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n')
    const { how, bytes } = await client.end()

    assert.equal(how, 'fin')
    assert.ok(bytes.endsWith('\r\nConnection: close\r\n\r\nhello'), bytes)
    assert.doesNotMatch(bytes, /^transfer-encoding/im)
  }
})

test('answers that have no body end with their head, and the connection is used again', async (t) => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n', '9'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', '9'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', ''],
  ]
  for (const [method, text, length] of cases) {
    const asked = request('', '', method)
    const { answer, record, connections } = await exchanged(t, answering(text), asked)

    assert.equal(field(answer, 'content-length'), length, text)
    assert.equal(field(answer, 'transfer-encoding'), '')
    assert.ok(record.complete)
    assert.equal(connections, 1, text)
  }
})

test('bytes behind a complete answer are not passed on, and end the backend’s connection', async (t) => {
  for (const text of [
    `${ok}Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 Forged\r\nContent-Length: 0\r\n\r\n`,
    `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nextra`,
  ]) {
    const { answer, record, connections } = await exchanged(t, answering(text))

    assert.equal(answer.body, 'hello')
    assert.ok(record.complete)
    assert.match(record.attempts[0]?.detail ?? '', /after the end of the answer/)
    assert.equal(connections, 2)
  }
})

test('a 204 with a body passes as a 204 without one', async (t) => {
  const text = 'HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nhi'
  const { answer, connections } = await exchanged(t, answering(text))

  assert.equal(answer.status, 204)
  assert.equal(field(answer, 'content-length'), '')
  assert.equal(connections, 2)
})

test('a broken chunk behind the head cuts the caller off: no end that looks whole', async (t) => {
  const text = `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZ\r\n`
  const backend = await scriptedBackend(t, script.readRequest().send(text).stall())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const { how, bytes } = await client.send(request()).end()

  assert.equal(how, 'reset')
  assert.doesNotMatch(bytes, /\r\n0\r\n\r\n$/)
  const record = await plane.record()
  assert.equal(record.error_key, 'backend_body_invalid')
  assert.equal(record.status, 200)
  assert.equal(record.answered_by, 'backend')
  assert.equal(record.complete, false)
})

test('an answer that came in one piece with its broken end is cut off all the same', async (t) => {
  const bodies: readonly (readonly [string, string])[] = [
    ['Content-Length: 9\r\n\r\nhello', 'backend_body_incomplete'],
    ['Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'backend_body_incomplete'],
  ]
  for (const [text, key] of bodies) {
    const backend = await scriptedBackend(
      t,
      script
        .readRequest()
        .send(ok + text)
        .end(),
    )
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
    const client = await plane.connect()

    const { how } = await client.send(request()).end()

    assert.equal(how, 'reset')
    const record = await plane.record()
    assert.equal(record.error_key, key)
    assert.equal(record.client.ended_by, 'backend')
    assert.equal(record.attempts[0]?.body_received, 5)
    assert.equal(record.attempts[0]?.ended_by, 'backend')
  }
})

test('an answer whose close-delimited body is reset is not complete', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send(`${ok}\r\nhello`).reset())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const { how } = await client.send(request()).end()

  assert.equal(how, 'reset')
  assert.equal((await plane.record()).error_key, 'backend_body_reset')
})

test('an HTTP/1.0 backend is not asked again on its connection', async (t) => {
  const text = 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi'
  const { answer, connections } = await exchanged(t, script.readRequest().send(text).stall())

  assert.ok(answer.raw.startsWith('HTTP/1.1 200 OK\r\n'))
  assert.equal(connections, 2)
})

test('a large answer arrives whole at a caller who reads late, in bounded memory', async (t) => {
  const size = 40 * 1_024 * 1_024
  const slab = Buffer.alloc(size, 'y')
  const head = Buffer.from(`${ok}Content-Length: ${size}\r\n\r\n`)
  const backend = await scriptedBackend(t, script.readRequest().send(head).send(slab))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const caller = connect({ port: plane.port, host: '127.0.0.1', noDelay: true })
  t.after(() => void caller.destroy())
  const before = heldBufferBytes()
  let got = 0
  caller.on('data', (bytes) => (got += bytes.length)).pause()

  caller.write(request('Connection: close\r\n'))
  await until(() => backend.requestCount === 1, 'the request')
  const held = await bytesHeldSince(before)
  caller.resume()
  await once(caller, 'end')

  assert.ok(got > size && got < size + 1_000, `${got} bytes came`)
  assert.ok(held < 1_000_000, `${held} bytes held for a caller who does not read`)
  assert.ok((await plane.record()).complete)
})
