import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'
import { call, RawClient } from './raw-client.ts'
import { refusingPort, script, scriptedBackend, silentPort } from './scripted-backend.ts'

/** The tools that other tests trust: a reset is a reset, silence is silence. */
test('a reset after some bytes reaches the peer as those bytes and an RST', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().send('HTTP/1.1 2').reset())
  const client = await RawClient.connect(backend.port)

  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')

  assert.deepEqual(await client.end(), { how: 'reset', bytes: 'HTTP/1.1 2' })
})

test('a FIN is told from an RST', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().end())
  const client = await RawClient.connect(backend.port)

  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')

  assert.deepEqual(await client.end(), { how: 'fin', bytes: '' })
})

test('the second connection runs the second script, and each request is kept whole', async (t) => {
  const scripts = [
    script.readRequest().respond(200, 'one'),
    script.readRequest().respond(201, 'two'),
  ]
  const backend = await scriptedBackend(t, scripts)

  const first = await call(backend.port, { method: 'POST', path: '/a', body: 'abc' })
  const second = await call(backend.port, { path: '/b' })

  assert.deepEqual([first.status, first.body, second.status, second.body], [200, 'one', 201, 'two'])
  assert.match(backend.requests[0] ?? '', /^POST \/a HTTP\/1\.1\r\n[\s\S]*\r\n\r\nabc$/)
  assert.equal(backend.requestCount, 2)
})

test('a truncated answer is not complete', async (t) => {
  const half = script.readRequest().send('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc').end()
  const backend = await scriptedBackend(t, half)

  const answer = await call(backend.port, { path: '/' })

  assert.deepEqual([answer.body, answer.complete], ['abc', false])
})

test('a chunked answer is decoded, and complete only with its last chunk', async (t) => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'
  const backend = await scriptedBackend(t, [
    script.readRequest().send(`${chunked}0\r\n\r\n`),
    script.readRequest().send(chunked).end(),
  ])

  const whole = await call(backend.port, { path: '/' })
  const broken = await call(backend.port, { path: '/' })

  assert.deepEqual([whole.body, whole.complete], ['abc', true])
  assert.deepEqual([broken.body, broken.complete], ['abc', false])
})

test('nothing accepts at a refusing port', async () => {
  const socket = connect(await refusingPort(), '127.0.0.1')

  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]

  assert.equal(error.code, 'ECONNREFUSED')
})

test('a silent port neither accepts nor refuses', async (t) => {
  const socket = connect(await silentPort(t), '127.0.0.1')
  t.after(() => void socket.destroy())

  const outcome = await Promise.race([
    once(socket, 'connect').then(() => 'accepted'),
    once(socket, 'error').then(() => 'refused'),
    new Promise((resolve) => setTimeout(resolve, 500, 'silence')),
  ])

  assert.equal(outcome, 'silence')
})
