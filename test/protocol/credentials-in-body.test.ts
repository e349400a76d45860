/** A body that may hold credentials is waited for before anything is decided: not for ever, and not however
 *  much it is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../../src/model/plugin.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, plugin, post, request } from './data-plane-under-test.ts'

const answering = script.readRequest().respond(200, 'done').again()

test('a body that we read for its credentials takes no longer than the route allows in all', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    release: { credentialsInBody: true },
    resource: { auth: { app: true, user: false, permission: false } },
    timeoutMs: { total: 150 },
  })
  const client = await plane.connect()
  client.send(request('Content-Length: 300\r\n', '', 'POST'))
  const drip = setInterval(() => client.send('x'), 5) // never silent for long, whole after 1.5 s
  t.after(() => clearInterval(drip))

  const answer = await client.answer()

  assert.equal(answer.status, 408)
  assert.equal(backend.connections.length, 0)
  const { error_key: key, error_facts: facts } = await plane.record()
  assert.equal(key, 'client_timeout')
  assert.match(String(facts['reason']), /of 300 bytes of body came/)
})

test('a body over 64 KiB is not read for credentials, however it arrives', async (t) => {
  const backend = await scriptedBackend(t, answering)
  const seen: (number | undefined)[] = []
  const reader = plugin('reader', {
    onRequest({ request: { body } }) {
      seen.push(body?.length)
      return proceed
    },
  })
  const plane = await dataPlaneUnderTest(t, {
    backends: [backend.port],
    plugins: [reader],
    release: { credentialsInBody: true },
    resource: { auth: { app: true, user: false, permission: false } },
  })
  const send = async (size: number, pieces: readonly number[]): Promise<void> => {
    const client = await plane.connect()
    const text = post('x'.repeat(size))
    const head = text.length - size
    let from = 0
    for (const piece of [...pieces.map((bytes) => head + bytes), text.length]) {
      client.send(text.slice(from, piece))
      from = piece
      await new Promise(setImmediate)
    }
    assert.equal((await client.answer()).status, 200)
  }

  await send(65_536, [])
  await send(65_536, [0, 40_000])
  for (const pieces of [[], [0], [65_535], [65_536], [20_000, 60_000]]) await send(65_537, pieces)

  assert.deepEqual(seen, [65_536, 65_536, ...Array.from({ length: 5 }, () => undefined)])
})
