import assert from 'node:assert/strict'
import http, { type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test, type TestContext } from 'node:test'
import { jsonFetcher } from './fetch-json.ts'
import { NameResolver } from './resolver.ts'

const resolver = new NameResolver()
after(() => resolver.close())
const fetchJson = jsonFetcher(resolver)

async function serving(t: TestContext, answer: RequestListener): Promise<string> {
  const server = http.createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://localhost:${(server.address() as AddressInfo).port}` // never a string for TCP
}

test('a JSON answer comes with its status', async (t) => {
  const origin = await serving(t, (_request, response) =>
    response.writeHead(403).end('{"result":false}'),
  )

  assert.deepEqual(await fetchJson(`${origin}/check?bk_token=t`, 1_000), {
    status: 403,
    body: { result: false },
  })
})

test('a body that is no JSON is undefined, and a redirect is not followed', async (t) => {
  const origin = await serving(t, (_request, response) =>
    response.writeHead(302, { location: '/login' }).end('<html>'),
  )

  assert.deepEqual(await fetchJson(origin, 1_000), { status: 302, body: undefined })
})

test('silence and failure are errors that never hold the token', async (t) => {
  const origin = await serving(t, () => undefined)

  await assert.rejects(fetchJson(`${origin}/check?bk_token=secret`, 50), (error: Error) => {
    assert.equal(error.message, `${origin}/check: no answer within 50 ms`)
    return true
  })
  await assert.rejects(fetchJson('http://127.0.0.1:1/check?bk_token=secret', 1_000), {
    message: 'http://127.0.0.1:1/check: ECONNREFUSED',
  })
})

test('an endless answer is cut off', async (t) => {
  const origin = await serving(t, (_request, response) => response.end(Buffer.alloc(2_000_000, 32)))

  await assert.rejects(fetchJson(origin, 5_000), /larger than 1 MiB/)
})
