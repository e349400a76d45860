import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { proceed } from '../model/plugin.ts'
import type { UserAuth } from '../model/release.ts'
import { testTimeMs, type RequestParts } from './plugin-under-test.ts'
import { userGateway, withHeader, type FetchJson } from './user-gateway-under-test.ts'

const login: UserAuth = {
  tokenUrl: 'http://login/verify?lang=en',
  algorithms: ['RS256', 'RS512', 'ES256'],
  timeoutMs: 5_000,
}
const withToken = withHeader({ bk_token: 'token-1' })

test('a login token is verified once by a real endpoint and remembered for five minutes', async (t) => {
  const { url, fetchJson } = await loginService(t, (request, response) => {
    assert.equal(request.method, 'GET')
    response.end('{"result": true, "data": {"bk_username": "alice"}}')
  })
  let now = testTimeMs
  const { call, asked } = userGateway({
    userAuth: { ...login, tokenUrl: `${url}/verify?lang=en` },
    fetchJson,
    nowMs: () => now,
  })

  const first = await call(withToken)
  await call(withToken)
  assert.equal(first.outcome, proceed)
  assert.deepEqual([first.identity.username, first.identity.userVerified], ['alice', true])
  assert.deepEqual(asked, [`${url}/verify?lang=en&bk_token=token-1`])

  now += 300_000
  await call(withToken)
  assert.equal(asked.length, 2)
})

test('requests with one new token ask one question together', async () => {
  const { call, asked } = userGateway({ userAuth: login })

  const calls = await Promise.all([call(withToken), call(withToken), call(withToken)])

  assert.ok(calls.every(({ identity }) => identity.userVerified))
  assert.equal(asked.length, 1)
})

test('a token is found in the query, and in the login cookie as the last place', async () => {
  const { call } = userGateway({ userAuth: login })

  const query = await call({ query: 'bk_token=token-1' })
  const cookie = await call({ headers: { cookie: 'a=b; bk_token=token-1' } })

  assert.deepEqual([query.identity.username, query.identity.location], ['alice', 'query'])
  assert.deepEqual([cookie.identity.username, cookie.identity.location], ['alice', 'cookie'])
})

test('each way of not being a user has its own key', async () => {
  const refuse: FetchJson = async () => ({
    status: 200,
    body: { result: false, message: 'expired' },
  })
  const { call } = userGateway({ userAuth: login, fetchJson: refuse })
  const cases: [RequestParts, string, unknown][] = [
    [{}, 'user_missing', {}],
    [withHeader({ bk_username: 'alice' }), 'user_unverified', {}],
    [withToken, 'user_token_invalid', { reason: 'expired' }],
    [
      withHeader({ bk_token: 'x'.repeat(5_000) }),
      'user_token_invalid',
      { reason: 'bk_token is not valid' },
    ],
    [{ headers: { 'x-bkapi-authorization': '{' } }, 'credentials_not_json', {}],
  ]
  for (const [parts, key, facts] of cases) {
    assert.deepEqual((await call(parts)).outcome, { kind: 'reject', key, facts })
  }
  const unset = await userGateway({ userAuth: null }).call(withToken)
  assert.equal(unset.outcome.kind === 'reject' && unset.outcome.key, 'user_auth_not_configured')
})

test("a login service's text that repeats the token is not passed on", async () => {
  const { call } = userGateway({
    userAuth: login,
    fetchJson: async () => ({ status: 200, body: { result: false, message: 'bad token-1' } }),
  })

  assert.deepEqual((await call(withToken)).outcome, {
    kind: 'reject',
    key: 'user_token_invalid',
    facts: { reason: 'bk_token is not valid' },
  })
})

test('an endpoint that is down or talks nonsense is our failure, and is asked again in two seconds', async () => {
  const failures: FetchJson[] = [
    async () => Promise.reject(new Error('connection refused')),
    async () => ({ status: 502, body: 'Bad Gateway' }),
    async () => ({ status: 200, body: { result: true, data: {} } }),
    async () => ({ status: 200, body: null }),
  ]
  for (const fetchJson of failures) {
    let now = testTimeMs
    const { call, asked } = userGateway({ userAuth: login, fetchJson, nowMs: () => now })

    const { outcome } = await call(withToken)
    await call(withToken)
    now += 2_000
    await call(withToken)

    assert.equal(outcome.kind === 'reject' && outcome.key, 'user_service_failed')
    assert.equal(outcome.facts?.['reason'], 'the login service gave no verdict')
    assert.equal(asked.length, 2)
  }
})

test('where no user is needed a token is checked but nothing refused, nor an endpoint waited for that is down', async () => {
  const optional = { auth: { user: false }, userAuth: login }
  const good = await userGateway(optional).call(withToken)
  const down = userGateway({
    ...optional,
    fetchJson: async () => Promise.reject(new Error('down')),
  })

  const first = await down.call(withToken)
  const second = await down.call(withHeader({ bk_token: 'token-2' }))

  assert.deepEqual([good.outcome, good.identity.username], [proceed, 'alice'])
  assert.deepEqual([first.outcome, second.outcome], [proceed, proceed])
  assert.equal(down.asked.length, 1)
})

async function loginService(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; fetchJson: FetchJson }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return {
    url: `http://127.0.0.1:${address.port}`,
    async fetchJson(url, timeoutMs) {
      const response = await fetch(url, {
        signal: AbortSignal.timeout(timeoutMs),
        headers: { connection: 'close' },
      })
      return { status: response.status, body: await response.json() }
    },
  }
}
