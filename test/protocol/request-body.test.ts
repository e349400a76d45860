import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import type { Owner } from '../clean-up.ts'
import { listeningPort } from '../program.ts'
import { field } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { bytesHeldSince, heldBufferBytes, heldBytes } from './buffer-memory.ts'
import { dataPlaneUnderTest, post, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const answering = script.readRequest().respond(200, 'done').again()
const chunkedLine = 'Transfer-Encoding: chunked\r\n'

/** The body that a backend received, its framing taken off. */
function payloadOf(received: string): string {
  const start = received.indexOf('\r\n\r\n') + 4
  if (!/^transfer-encoding/im.test(received.slice(0, start))) return received.slice(start)
  let payload = ''
  for (let at = start; ;) {
    const lineEnd = received.indexOf('\r\n', at)
    const size = Number.parseInt(received.slice(at, lineEnd), 16)
    if (lineEnd < 0 || size === 0) return payload
    payload += received.slice(lineEnd + 2, lineEnd + 2 + size)
    at = lineEnd + 2 + size + 2
  }
}

test('a body of declared length arrives whole, wherever it was split', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const text = post('0123456789')

  for (let split = 1; split < text.length; split += 3) {
    const client = await plane.connect()
    client.send(text.slice(0, split))
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal((await client.send(text.slice(split)).answer()).status, 200)
    client.close()
  }

  for (const got of backend.requests) assert.equal(payloadOf(got), '0123456789')
})

test('a chunked body arrives whole, sent byte by byte, its extensions dropped', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const text = request(chunkedLine, '5;note="x"\r\nhello\r\n6\r\n world\r\n0\r\n\r\n', 'POST')
  for (const byte of text) {
    client.send(byte)
    await new Promise((resolve) => setImmediate(resolve))
  }

  assert.equal((await client.answer()).status, 200)
  assert.equal(payloadOf(backend.requests[0] ?? ''), 'hello world')
  assert.ok(!backend.requests[0]?.includes('note'))
  assert.equal((await plane.record()).client.bytes_received > 11, true)
})

test('chunks of all sizes in one read arrive in their order', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()
  const sizes = [1, 300, 2, 5_000, 1, 1, 70_000, 3]
  const pieces = sizes.map((size, index) => String(index).repeat(size))
  const chunks = pieces.map((piece) => `${piece.length.toString(16)};x=y\r\n${piece}\r\n`)

  client.send(request(chunkedLine, `${chunks.join('')}0\r\n\r\n`, 'POST'))

  assert.equal((await client.answer()).status, 200)
  assert.equal(payloadOf(backend.requests[0] ?? ''), pieces.join(''))
})

test('trailers pass, but none that could change what was decided', async (t) => {
  const backend = await scriptedBackend(t, script.readHead().wait(50).respond(200))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()
  const trailers =
    'Checksum: abc\r\nAuthorization: Bearer x\r\nHost: evil\r\nContent-Length: 4\r\n' +
    'X-Bkapi-JWT: forged\r\nX-Forwarded-For: 1.2.3.4\r\n'

  client.send(request(chunkedLine, `1\r\na\r\n0\r\n${trailers}\r\n`, 'POST'))

  assert.equal((await client.answer()).status, 200)
  const got = backend.connections[0]?.received ?? ''
  assert.ok(got.endsWith('1\r\na\r\n0\r\nChecksum: abc\r\n\r\n'), got)
})

test('an empty chunked body keeps its trailers', async (t) => {
  const backend = await scriptedBackend(t, script.readHead().wait(50).respond(200))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  client.send(request(chunkedLine, '0\r\nChecksum: abc\r\n\r\n', 'POST'))

  assert.equal((await client.answer()).status, 200)
  const got = backend.connections[0]?.received ?? ''
  assert.ok(got.endsWith('\r\n\r\n0\r\nChecksum: abc\r\n\r\n'), got)
})

test('a declared body over the limit is refused before the backend is asked', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const resource = { bodyLimitBytes: 100 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource })
  const client = await plane.connect()

  const answer = await client.send(request('Content-Length: 101\r\n', '', 'POST')).answer()

  assert.equal(answer.status, 413)
  assert.equal(field(answer, 'connection'), 'close')
  assert.equal(backend.connections.length, 0)
  assert.equal((await plane.record()).error_key, 'body_too_large')
})

test('a chunked body that grows over the limit never reaches the backend as a whole one', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const resource = { bodyLimitBytes: 100 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource })
  const client = await plane.connect()

  client.send(request(chunkedLine, `32\r\n${'a'.repeat(50)}\r\n`, 'POST'))
  await until(() => backend.connections[0]?.received.includes('aaa') === true, 'the first chunk')
  client.send(`33\r\n${'b'.repeat(51)}\r\n0\r\n\r\n`)
  const answer = await client.answer()
  await until(() => backend.connections[0]?.endedByPeer !== '', 'the end of the attempt')

  assert.equal(answer.status, 413)
  assert.equal(backend.requestCount, 0)
  const record = await plane.record()
  assert.equal(record.error_key, 'body_too_large')
  assert.equal(record.attempts[0]?.ended_by, 'gateway')
})

test('a caller that goes on sending after a 413 can still read it', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const resource = { bodyLimitBytes: 100 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], resource })
  const client = await plane.connect()

  client.send(request('Content-Length: 8000000\r\n', 'x'.repeat(8_000_000), 'POST'))

  assert.equal((await client.answer()).status, 413)
})

test('a body that never completes is the caller’s fault, and the record counts it', async (t) => {
  const backend = await scriptedBackend(t, script.readHead().stall())
  const limits = { clientBodyMs: 60 }
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], limits })
  const client = await plane.connect()

  const answer = await client.send(request('Content-Length: 10\r\n', 'ab', 'POST')).answer()

  assert.equal(answer.status, 408)
  const record = await plane.record()
  assert.equal(record.error_key, 'client_timeout')
  assert.match(record.error, /2 of 10 bytes/)
  assert.equal(record.answered_by, 'gateway')
  assert.equal(record.attempts[0]?.failure, '')
  await until(() => backend.connections[0]?.endedByPeer !== '', 'the end of the attempt')
})

test('a caller that had not sent everything when the time was over is not blamed on the backend', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], timeoutMs: { total: 150 } })
  const client = await plane.connect()
  client.send(request('Content-Length: 300\r\n', '', 'POST'))
  const drip = setInterval(() => client.send('x'), 5)
  t.after(() => clearInterval(drip))

  assert.equal((await client.answer()).status, 408)
  const { error_key: key, error_facts: facts } = await plane.record()
  assert.equal(key, 'client_timeout')
  assert.equal(facts['reason'], 'the caller had not sent the whole request')
})

test('a bad chunk is the caller’s fault, before and after the backend was asked', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const atOnce = await plane.connect()
  const later = await plane.connect()
  const requestsSeen = (): number => backend.connections[0]?.received.split('POST').length ?? 0

  await later.send(post('warms the connection')).answer()
  const first = await atOnce.send(request(chunkedLine, 'ZZ\r\n', 'POST')).answer()
  later.send(request(chunkedLine, '1\r\na\r\n', 'POST'))
  await until(() => requestsSeen() === 3, 'the first chunk at the backend')
  const second = await later.send('ZZ\r\n').answer()

  for (const answer of [first, second]) {
    assert.equal(answer.status, 400)
    assert.equal(field(answer, 'x-bkapi-error-code'), '1640010')
  }
  const [, ...records] = await plane.records(3)
  for (const record of records) assert.match(record.error, /chunk size/)
  assert.deepEqual(
    records.map(({ attempts }) => attempts.length),
    [0, 1],
    'nothing is asked for a request known to be broken',
  )
})

test('a half-close inside the body is answered with 400, whole', async (t) => {
  const backend = await scriptedBackend(t, script.readHead().stall())
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const client = await plane.connect()

  const answer = await client
    .send(request('Content-Length: 10\r\n', 'ab', 'POST'))
    .halfClose()
    .answer()

  assert.equal(answer.status, 400)
  assert.ok(answer.complete)
  assert.match(answer.body, /half-closed inside the body/)
  assert.equal((await plane.record()).error_key, 'malformed_request')
})

/** Accepts and does not read until told to. */
async function lazyBackend(owner: Owner): Promise<{ port: number; socket: Promise<Socket> }> {
  const server = createServer({ pauseOnConnect: true })
  const sockets: Socket[] = []
  const socket = once(server, 'connection').then(([first]) => {
    sockets.push(first as Socket)
    return first as Socket
  })
  owner.after(() => {
    for (const open of sockets) open.destroy()
    server.close()
  })
  return { port: await listeningPort(server), socket }
}

test('a backend that stops reading stops the caller: memory stays bounded, nothing is lost', async (t) => {
  const lazy = await lazyBackend(t)
  const plane = await dataPlaneUnderTest(t, { backends: [lazy.port] })
  const client = await plane.connect()
  const size = 32 * 1_024 * 1_024
  const slab = Buffer.alloc(size, 'x')
  const before = heldBufferBytes()

  client.send(request(`Content-Length: ${size}\r\n`, '', 'POST')).send(slab)
  const socket = await lazy.socket
  const held = await bytesHeldSince(before)
  let got = 0
  socket.on('data', (bytes: Buffer) => {
    got += bytes.length
    if (got > size) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
  })
  socket.resume()

  assert.equal((await client.answer()).status, 200)
  assert.ok(held < 1_000_000, `${held} bytes held for a backend that does not read`)
  const { attempts } = await plane.record()
  assert.ok((attempts[0]?.bytes_sent ?? 0) > size)
})

test('a body in tiny chunks is held as its bytes, not as its pieces', async (t) => {
  const chunkCount = 65_000
  const payloadAt = await countingBackend(t, '~')
  const plane = await dataPlaneUnderTest(t, { backends: [payloadAt.port] })
  const client = await plane.connect()
  const chunks = Buffer.from('1;note="y"\r\n~\r\n'.repeat(chunkCount))
  client.send(request(chunkedLine, '1\r\n~\r\n', 'POST'))
  await until(() => payloadAt.count() === 1, 'the first chunk at the backend')
  const before = heldBytes()

  client.send(chunks)
  await until(() => payloadAt.count() === chunkCount + 1, 'every chunk at the backend')
  const held = await bytesHeldSince(before, heldBytes)

  assert.ok(held < 1_000_000, `${held} bytes held for a body of ${chunkCount}`)
})

/** Reads, keeps nothing but the number of times that `letter` came, and never answers. */
async function countingBackend(
  owner: Owner,
  letter: string,
): Promise<{ port: number; count: () => number }> {
  let count = 0
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes) => (count += bytes.toString('latin1').split(letter).length - 1))
  })
  owner.after(() => {
    for (const open of sockets) open.destroy()
    server.close()
  })
  return { port: await listeningPort(server), count: () => count }
}

test('a backend that never reads on is named as the one who stalled', async (t) => {
  const lazy = await lazyBackend(t)
  const timeoutMs = { send: 100 }
  const plane = await dataPlaneUnderTest(t, { backends: [lazy.port], timeoutMs })
  const client = await plane.connect()
  const size = 20_000_000

  client.send(request(`Content-Length: ${size}\r\n`, '', 'POST')).send(Buffer.alloc(size))
  const answer = await client.answer()

  assert.equal(answer.status, 504)
  const record = await plane.record()
  assert.equal(record.error_key, 'backend_send_timeout')
  assert.equal(record.attempts[0]?.ended_by, 'gateway')
})
