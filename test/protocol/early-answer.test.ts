import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { until } from './until.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

/** A backend may answer before it has the whole body. Its answer counts. */
const upload = (size: number): string => request(`Content-Length: ${size}\r\n`, '', 'POST')

test('an answer in the middle of an upload is delivered whole, then the connection ends', async (t) => {
  const refusing = script.readHead().respond(413, 'too much').wait(50).end()
  const backend = await scriptedBackend(t, refusing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client.send(upload(1_000_000)).send('x'.repeat(1_000)).answer()
  const { how } = await client.end()

  assert.equal(answer.status, 413)
  assert.equal(answer.body, 'too much')
  assert.equal(field(answer, 'connection'), 'close')
  assert.equal(how, 'fin')
  const record = await plane.record()
  assert.equal(record.answered_by, 'backend')
  assert.ok(record.complete)
  assert.equal(record.error_key, '')
})

test('a caller that goes on sending gets the early answer too', async (t) => {
  const backend = await scriptedBackend(
    t,
    script.readHead().respond(413, 'too much').wait(50).end(),
  )
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(upload(8_000_000)).send(Buffer.alloc(8_000_000))

  assert.equal((await client.answer()).body, 'too much')
})

test('a refusal reaches a caller that reads only after its whole upload', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1] })
  const socket = connect(plane.port, '127.0.0.1')
  t.after(() => socket.destroy())
  const head = 'POST /api/nobody/prod/x HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n'

  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.write(head)
    socket.write(Buffer.alloc(8_000_000), () => resolve())
  })

  assert.match(
    String((await socket.setEncoding('latin1').take(1).toArray())[0]),
    /^HTTP\/1\.1 404 /,
  )
})

test('an early answer may take longer than the body’s own limit', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n'
  const slow = script.readHead().send(`${head}abc`).wait(300).send('def')
  const backend = await scriptedBackend(t, slow)
  const limits = { clientBodyMs: 100 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], limits })
  const client = await plane.connect()

  const answer = await client.send(upload(100)).send('x').answer()

  assert.equal(answer.body, 'abcdef')
  assert.ok(answer.complete)
  assert.ok((await plane.record()).complete)
})

test('a backend connection with an unfinished upload is never used again', async (t) => {
  const early = script.readHead().respond(200, 'early').stall()
  const backend = await scriptedBackend(t, [early, script.readRequest().respond(200, 'next')])
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()
  const other = await plane.connect()

  await client.send(upload(100)).send('x').answer()
  const next = await other.send(request()).answer()

  assert.equal(next.body, 'next')
  assert.equal(backend.connections.length, 2)
})

test('a bidirectional exchange goes on both ways until the answer ends', async (t) => {
  const echoing = script
    .readHead()
    .send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst'.slice(0, -2))
    .readRequest()
    .send('st')
  const backend = await scriptedBackend(t, echoing)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(upload(4)).send('a')
  await until(() => client.received.includes('fir'), 'the first half of the answer')
  const answer = await client.send('bcd').answer()

  assert.equal(answer.body, 'first')
  assert.ok(backend.requests[0]?.endsWith('\r\n\r\nabcd'))
})
