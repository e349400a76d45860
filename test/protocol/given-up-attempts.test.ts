/** An attempt that is given up gives its endpoint free, whoever gave it up. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RawClient } from '../raw-client.ts'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const endings = [
  ['client', (client: RawClient) => client.reset()],
  ['gateway', (client: RawClient) => client.answer()], // the rest of the body never comes
] as const

for (const [endedBy, end] of endings) {
  test(`an attempt ended by the ${endedBy} counts no longer against its endpoint`, async (t) => {
    const silent = await scriptedBackend(t, script.readHead().stall())
    const answering = await scriptedBackend(t, script.readRequest().respond(200).again())
    const backends = [silent.port, answering.port]
    const balance = 'least-connections'
    const plane = await dataPlaneUnderTest(t, { backends, balance, limits: { clientBodyMs: 100 } })
    const first = await plane.connect()

    first.send(request('Content-Length: 10\r\n', 'ab', 'POST'))
    await until(() => silent.connections.length === 1, 'the request at the silent backend')
    await end(first)
    assert.equal((await plane.record()).attempts[0]?.ended_by, endedBy)

    const second = await plane.connect()
    assert.equal((await second.send(request()).answer()).status, 200) // the other one's turn
    second.send(request())
    await until(() => silent.connections.length === 2, 'a request where the first was given up')
  })
}
