/** A TLS listener owns a connection from its first byte on, and not only once it is encrypted. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { script, scriptedBackend } from '../scripted-backend.ts'
import { type DataPlaneUnderTest, dataPlaneUnderTest, request } from './data-plane-under-test.ts'
import { until } from './until.ts'

const certificate = { cert: file('valid.pem'), key: file('valid.key.pem') }

function file(name: string): string {
  return readFileSync(new URL(`../certificates/${name}`, import.meta.url), 'utf8')
}

function listenTls({ plane }: DataPlaneUnderTest): Promise<number> {
  return plane.listen({ host: '127.0.0.1', port: 0, reusePort: false, tls: certificate })
}

async function silentPeer(t: TestContext, port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port })
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  return socket.resume().on('error', () => undefined)
}

test('a connection that never begins its handshake is closed after the time for a head', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [], limits: { clientHeadMs: 100 } })
  const port = await listenTls(plane)

  const silent = await silentPeer(t, port)

  await until(() => silent.closed, 'the end of the silent connection')
  await until(() => plane.plane.metrics().openConnections === 0, 'it is forgotten')
})

test('a connection in its handshake counts as open, and a drain closes it', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [], limits: { clientHeadMs: 60_000 } })
  const port = await listenTls(plane)
  const silent = await silentPeer(t, port)
  await until(() => plane.plane.metrics().openConnections === 1, 'the connection is known')

  plane.plane.startDrain()
  plane.plane.stopListening()

  await until(() => silent.closed, 'the end of the silent connection')
  assert.equal(plane.plane.metrics().openConnections, 0)
})

test('once its handshake is done a drain leaves a connection its answer', async (t) => {
  const backend = await scriptedBackend(t, script.readRequest().wait(50).respond(200, 'done'))
  const plane = await dataPlaneUnderTest(t, { backends: [backend.port] })
  const port = await listenTls(plane)
  const caller = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false })
  t.after(() => caller.destroy())
  let got = ''
  caller.setEncoding('latin1').on('data', (text) => (got += String(text)))
  caller.write(request())
  await until(() => backend.requestCount === 1, 'the request at the backend')
  assert.equal(plane.plane.metrics().openConnections, 1)

  plane.plane.startDrain()
  plane.plane.stopListening()

  await once(caller, 'end')
  assert.match(got, /^HTTP\/1\.1 200 [^]*done$/)
})
