import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { inChinese } from './chinese/in-chinese.ts'
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

test('a redirect to the console is told with the address to use, and the token does not follow it', async (t) => {
  let asked = 0
  const client = await clientOf(t, ({ url = '' }, response) => {
    asked++
    response.writeHead(308, { location: `https://console.example.test${url}` }).end('moved')
  })
  const sentence = 'The server sends you to https://console.example.test: use it as --server.'

  await assert.rejects(client.get('/api/v1/doctor?lang=en'), { message: sentence, exitCode: 1 })
  await assert.rejects(client.post('/api/v1/apply', 'x', 'text/plain'), { message: sentence })
  await assert.rejects(client.stream('/api/v1/export', never), { message: sentence })
  assert.equal(asked, 3)
  assert.equal(
    inChinese(sentence),
    '服务让你转到 https://console.example.test：请把它用作 --server。',
  )
})

test('a redirect to another page, such as one for signing in, is no address of a console', async (t) => {
  const client = await clientOf(t, (_request, response) => {
    response.writeHead(302, { location: '/login?next=%2Fapi' }).end()
  })

  await assert.rejects(client.get('/api/v1/doctor'), {
    message: /^The server sends you to another page, http:\/\/127\.0\.0\.1:\d+\/login: --server is/,
  })
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
