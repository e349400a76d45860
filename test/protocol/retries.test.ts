import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusingPort, script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const ok = script.readRequest().respond(200, 'second').again()

/** First serves one request, then breaks the kept connection at the next one's bytes. */
const race = {
  fin: script.readRequest().respond(200, 'first').readRequest().end(),
  reset: script.readRequest().respond(200, 'first').readRequest().reset(),
}

for (const [how, racing] of Object.entries(race)) {
  test(`a kept connection that ends by ${how} as it is used again costs a GET nothing`, async (t) => {
    const backend = await scriptedBackend(t, [racing, ok])
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port], retries: 0 })
    const client = await plane.connect()

    await client.send(request()).answer()
    const answer = await client.send(request()).answer()

    assert.equal(answer.body, 'second')
    const [, record] = await plane.records(2)
    assert.deepEqual(
      record?.attempts.map(({ failure, reused }) => [failure, reused]),
      [
        ['keepalive_race', true],
        ['', false],
      ],
    )
    assert.ok((record?.attempts[0]?.idle_ms ?? -1) >= 0)
    assert.equal(record?.attempts[0]?.ended_by, 'backend')
    assert.equal(record?.attempts[0]?.bytes_received, 0)
  })

  test(`a POST that meets the same race (${how}) is not repeated`, async (t) => {
    const backend = await scriptedBackend(t, [racing, ok])
    const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
    const client = await plane.connect()

    await client.send(request()).answer()
    const answer = await client.send(post('{}')).answer()

    assert.equal(answer.status, 502)
    assert.equal(backend.connections.length, 1)
    const [, record] = await plane.records(2)
    assert.equal(record?.error_key, 'keepalive_race')
    assert.equal(record?.attempts.length, 1)
  })
}

test('what counts is the method the backend is asked with: a GET that becomes a POST is not repeated', async (t) => {
  const first = await scriptedBackend(t, script.readRequest().end())
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, {
    backends: [first.port, second.port],
    resource: { backend: { name: 'default', method: 'POST', path: '/' } },
  })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()

  assert.equal(answer.status, 502)
  assert.equal(second.requestCount, 0)
})

test('a POST that one endpoint may have seen is not sent to the next', async (t) => {
  const first = await scriptedBackend(t, script.readRequest().reset())
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
  const client = await plane.connect()

  const answer = await client.send(post('{"item":1}')).answer()

  assert.equal(answer.status, 502)
  assert.equal(second.requestCount, 0)
  assert.equal((await plane.record()).attempts.length, 1)
})

test('a POST that nobody has seen goes to the next endpoint', async (t) => {
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, { backends: [await refusingPort(), second.port] })
  const client = await plane.connect()

  const answer = await client.send(post('{"item":1}')).answer()

  assert.equal(answer.body, 'second')
  assert.ok(second.requests[0]?.endsWith('{"item":1}'))
  const record = await plane.record()
  assert.deepEqual(
    record.attempts.map(({ failure }) => failure),
    ['backend_refused', ''],
  )
  assert.notEqual(record.attempts[0]?.endpoint, record.attempts[1]?.endpoint)
  assert.equal(record.error_key, '')
})

test('a PUT with a small body is sent whole again to another endpoint', async (t) => {
  for (const size of [10, 60_000]) {
    const first = await scriptedBackend(t, script.readRequest().end())
    const second = await scriptedBackend(t, ok)
    const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
    const client = await plane.connect()
    const body = 'b'.repeat(size)

    const answer = await client.send(post(body, '', 'PUT')).answer()

    assert.equal(answer.body, 'second')
    assert.ok(second.requests[0]?.endsWith(`\r\n\r\n${body}`))
    const { attempts } = await plane.record()
    assert.deepEqual(
      attempts.map(({ failure }) => failure),
      ['backend_closed_early', ''],
    )
    assert.ok(attempts.every(({ bytes_sent }) => bytes_sent > size))
  }
})

test('a chunked PUT is sent again with its trailers', async (t) => {
  const first = await scriptedBackend(t, script.readHead().wait(30).end())
  const second = await scriptedBackend(t, script.readHead().wait(60).respond(200, 'second'))
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
  const client = await plane.connect()

  const answer = await client
    .send(request('Transfer-Encoding: chunked\r\n', '2\r\nab\r\n', 'PUT'))
    .send('1\r\nc\r\n0\r\nSum: 3\r\n\r\n')
    .answer()

  assert.equal(answer.body, 'second')
  const got = second.connections[0]?.received ?? ''
  assert.match(got, /ab/)
  assert.ok(got.endsWith('0\r\nSum: 3\r\n\r\n'), got)
})

test('a PUT whose body is more than 64 KiB is not sent again', async (t) => {
  const first = await scriptedBackend(t, script.readRequest().end())
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
  const client = await plane.connect()

  const answer = await client.send(post('b'.repeat(70_000), '', 'PUT')).answer()

  assert.equal(answer.status, 502)
  assert.equal(second.requestCount, 0)
})

test('an upload that goes on while its attempt fails reaches the next endpoint in order', async (t) => {
  const first = await scriptedBackend(t, script.readHead().end())
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
  const client = await plane.connect()

  client.send(request('Content-Length: 9\r\n', 'abc', 'PUT'))
  await until(() => first.connections.length === 1, 'the first attempt')
  const answer = await client.send('def').send('ghi').answer()

  assert.equal(answer.body, 'second')
  assert.ok(second.requests[0]?.endsWith('\r\n\r\nabcdefghi'))
})

test('a timeout after the request was sent is not repeated: the backend is at work', async (t) => {
  const first = await scriptedBackend(t, script.readRequest().stall())
  const second = await scriptedBackend(t, ok)
  const timeoutMs = { firstByte: 80 }
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port], timeoutMs })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()

  assert.equal(answer.status, 504)
  assert.equal(second.requestCount, 0)
  const record = await plane.record()
  assert.equal(record.error_key, 'backend_first_byte_timeout')
  assert.equal(record.attempts[0]?.ended_by, 'gateway')
})

test('half an answer is not repeated', async (t) => {
  const first = await scriptedBackend(t, script.readRequest().send('HTTP/1.1 200').end())
  const second = await scriptedBackend(t, ok)
  const plane = await dataPlaneUnderTest(t, { backends: [first.port, second.port] })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()

  assert.equal(answer.status, 502)
  assert.equal(second.requestCount, 0)
  assert.equal((await plane.record()).attempts[0]?.first_bytes, 'HTTP/1.1 200')
})

test('when every try fails the last failure is told, and all are kept with their times', async (t) => {
  const plane = await dataPlaneUnderTest(t, {
    backends: [await refusingPort(), await refusingPort(), await refusingPort()],
    retries: 2,
  })
  const client = await plane.connect()

  const answer = await client.send(request()).answer()

  assert.equal(answer.status, 502)
  const { attempts } = await plane.record()
  assert.equal(attempts.length, 3)
  assert.equal(new Set(attempts.map(({ endpoint }) => endpoint)).size, 3)
  for (const attempt of attempts) {
    assert.equal(attempt.failure, 'backend_refused')
    assert.equal(attempt.errno, 'ECONNREFUSED')
    assert.ok(attempt.end_ms >= 0)
    assert.equal(attempt.bytes_sent, 0)
  }
})

test('an endpoint that fails often is left out, and comes back after its time', async (t) => {
  const weak = await scriptedBackend(t, [
    script.readRequest().end(),
    script.readRequest().end(),
    ok,
  ])
  const good = await scriptedBackend(t, script.readRequest().respond(200, 'good').again())
  const plane = await dataPlaneUnderTest(t, {
    backends: [weak.port, good.port],
    eject: { failures: 2, seconds: 0.4 },
  })
  const client = await plane.connect()
  const bodies: string[] = []
  const ask = async (): Promise<string> => {
    const { body } = await client.send(request()).answer()
    bodies.push(body)
    return body
  }

  while (weak.connections.length < 2) await ask()
  for (let round = 0; round < 6; round++) assert.equal(await ask(), 'good')
  assert.equal(weak.connections.length, 2, 'ejected')
  const giveUpMs = performance.now() + 5_000
  while ((await ask()) !== 'second' && performance.now() < giveUpMs) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  assert.equal(bodies.at(-1), 'second')
  assert.equal(plane.plane.openExchanges, 0)
})
