/** A caller that reads slowly is not one that stopped: every piece that it takes buys the next. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { Type } from 'typebox'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import type { Plugin } from '../../src/model/plugin.ts'
import type { Owner } from '../clean-up.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

/** More than the kernel holds for both ends, so that the pace is the caller's. */
const size = 40_000_000
/** As much as makes room in the kernel's buffers: of less, nobody can see that it was taken. */
const pieceBytes = 2_000_000
const restMs = 100

/** Answers by itself, with the whole body in one write. */
const largeMock: Plugin = {
  name: 'large-mock',
  scope: 'built-in',
  refuses: [],
  merge: 'replaces',
  options: Type.Object({}),
  bind: () => {
    const body = Buffer.alloc(size)
    const answer = { answeredBy: 'mock', status: 200, headerLines: '', body } as const
    return { onRequest: () => ({ kind: 'answer', answer }) }
  },
}

/** Takes a piece, rests, takes the next: how many bytes came in all. */
async function readInPieces(owner: Owner, caller: Socket): Promise<number> {
  owner.after(() => void caller.destroy())
  let got = 0
  let ofPiece = 0
  caller.on('data', (bytes) => {
    got += bytes.length
    ofPiece += bytes.length
    if (ofPiece < pieceBytes) return
    ofPiece = 0
    caller.pause()
    setTimeout(() => caller.resume(), restMs)
  })
  caller.on('error', () => undefined) // of a caller that is cut off
  caller.write(request('Connection: close\r\n'))
  await new Promise((resolve) => caller.once('close', resolve))
  return got
}

const file = (name: string): string =>
  readFileSync(new URL(`../certificates/${name}`, import.meta.url), 'utf8')

/** Less than all rests together; more than a busy machine leaves us waiting at a time. */
const timeoutMs = { idle: 1_500 }
const shortMs = { idle: 300 }

test('a caller that takes an answer in pieces gets all of it, however long it takes', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1], plugins: [largeMock], timeoutMs })

  const got = await readInPieces(t, connect({ port: plane.port, host: '127.0.0.1' }))

  assert.ok(got > size, `${got} bytes came`)
  const record = await plane.record()
  assert.deepEqual([record.error_key, record.complete], ['', true])
  assert.ok(record.request_duration > timeoutMs.idle, `${record.request_duration} ms`)
})

test('over TLS, too, where our writes are not those of the connection', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [1], plugins: [largeMock], timeoutMs })
  const tls = { cert: file('valid.pem'), key: file('valid.key.pem') }
  const port = await plane.plane.listen({ host: '127.0.0.1', port: 0, reusePort: false, tls })

  const caller = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
  const got = await readInPieces(t, caller)

  assert.ok(got > size, `${got} bytes came`)
  assert.ok((await plane.record()).complete)
})

test('and from a backend', async (t) => {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`
  const backend = await scriptedBackend(t, script.readRequest().send(head).send(Buffer.alloc(size)))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port], timeoutMs })

  const got = await readInPieces(t, connect({ port: plane.port, host: '127.0.0.1' }))

  assert.ok(got > size, `${got} bytes came`)
  assert.ok((await plane.record()).complete)
})

test('the time of the whole exchange ends it all the same', async (t) => {
  const total = { ...shortMs, total: 400 }
  const plane = await dataPlaneUnderTest(t, {
    backends: [1],
    plugins: [largeMock],
    timeoutMs: total,
  })

  const got = await readInPieces(t, connect({ port: plane.port, host: '127.0.0.1' }))

  assert.ok(got < size, `${got} bytes came`)
  const record = await plane.record()
  assert.equal(record.complete, false)
  assert.equal(record.error_key, 'client_stalled')
  assert.deepEqual(record.error_facts, {
    reason: 'the caller was still reading the answer',
    limit: 'total',
  })
  const { summary, next_steps: steps } = diagnose(record)
  assert.match(summary, /^The mock of this resource answered 200, but the caller was still reading/)
  assert.match(steps.join(' '), /timeoutMs\.total/)
})

for (const length of [1_000, 5])
  test(`a caller that takes nothing is not kept for ${length} bytes of body that it still sends`, async (t) => {
    const plane = await dataPlaneUnderTest(t, {
      backends: [1],
      plugins: [largeMock],
      timeoutMs: shortMs,
    })
    const client = await plane.connect()
    client.pause()
    client.send(request(`Content-Length: ${length}\r\n`, '', 'POST'))
    const drip = setInterval(() => client.send('x'), 20)
    t.after(() => clearInterval(drip))

    const record = await plane.record()

    assert.match(record.error, /stopped reading/)
  })
