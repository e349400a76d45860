import assert from 'node:assert/strict'
import { test } from 'node:test'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, path, request } from './data-plane-under-test.ts'

/** A resource may ask its backend by another method than the caller used. What the backend sends is
 *  framed by the method it was asked with (RFC 9112 section 6.3): else the body of one answer would be
 *  read as the head of the next caller's. */
const late = script
  .readRequest()
  .send('HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n')
  .wait(30)
  .send('HTTP/1.1 299 Forged\r\nContent-Length: 0\r\n\r\n'.slice(0, 38))
  .readRequest()
  .respond(200, 'second')

test('a HEAD that becomes a GET never leaves its body to the next caller', async (t) => {
  const backend = await scriptedBackend(t, [late, script.readRequest().respond(200, 'second')])
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    resource: { backend: { name: 'default', method: 'GET', path: '/' } },
  })
  const client = await plane.connect()

  const head = await client.send(request('', '', 'HEAD')).answer('HEAD')
  const next = await client.send(request()).answer()

  assert.equal(head.status, 200)
  assert.equal(field(head, 'content-length'), '38')
  assert.equal(head.body, '')
  assert.equal(next.status, 200)
  assert.equal(next.body, 'second')
  for (const { complete } of await plane.records(2)) assert.ok(complete)
})

test('a HEAD that becomes a GET passes none of a chunked body', async (t) => {
  const chunked =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n'
  const backend = await scriptedBackend(t, script.readRequest().send(chunked).again())
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    resource: { backend: { name: 'default', method: 'GET', path: '/' } },
  })
  const client = await plane.connect()

  const head = await client.send(request('Connection: close\r\n', '', 'HEAD')).answer('HEAD')

  assert.equal(head.status, 200)
  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
  const record = await plane.record()
  assert.equal(record.response_size, 0)
  assert.equal(record.attempts[0]?.body_received, 5)
})

test('a GET that becomes a HEAD is answered with an empty body, not with a missing one', async (t) => {
  const headOnly = script.readRequest().send('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n').again()
  const backend = await scriptedBackend(t, headOnly)
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    resource: { backend: { name: 'default', method: 'HEAD', path: '/' } },
  })
  const client = await plane.connect()

  const first = await client.send(request()).answer()
  const second = await client.send(request()).answer()

  for (const answer of [first, second]) {
    assert.equal(answer.status, 200)
    assert.equal(field(answer, 'content-length'), '0')
  }
  assert.match(
    backend.requests[0] ?? '',
    new RegExp(`^HEAD ${path.slice('/api/shop/prod'.length)} `),
  )
  await plane.records(2)
})
