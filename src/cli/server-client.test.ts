import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { ServerClient } from './server-client.ts'

const never = new AbortController().signal
const short = 50
const long = 60_000

test(
  'a server that accepts a stream and never answers is given up',
  { timeout: long },
  async (t) => {
    const client = await clientOf(t, () => undefined)

    await assert.rejects(client.stream('/', never, { headMs: short, bodyMs: long }), {
      message: /^No answer from http:\S+ \(no answer in time\)\./,
    })
  },
)

test('a stream that falls silent is given up, after what it sent', { timeout: long }, async (t) => {
  const client = await clientOf(t, (_request, response) => void response.write('begun'))
  const { bytes } = await client.stream('/', never, { headMs: long, bodyMs: short })

  assert.equal(Buffer.from((await bytes.next()).value ?? []).toString(), 'begun')
  await assert.rejects(bytes.next(), { message: /^http:\S+ has sent nothing more for 0\.05 s\.$/ })
})

test('the time that a reader takes is no silence of the server', { timeout: long }, async (t) => {
  const client = await clientOf(t, (_request, response) => {
    response.write('begun')
    response.end('ended')
  })
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const { bytes } = await client.stream('/', never, { headMs: long, bodyMs: short })
  await bytes.next()

  t.mock.timers.tick(short * 10)

  await assert.doesNotReject(Array.fromAsync(bytes))
})

async function clientOf(t: TestContext, answer: RequestListener): Promise<ServerClient> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo // it listens on a port
  return new ServerClient({ server: `http://127.0.0.1:${port}`, data: '/nowhere', token: 'a' })
}
