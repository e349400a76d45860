import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import type { Exchange } from '../model/exchange.ts'
import { proceed, type Outcome, type PluginServices } from '../model/plugin.ts'
import type { Release, Resource, UserAuth } from '../model/release.ts'
import { appAuth } from './app-auth.ts'
import {
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
  type RequestParts,
} from './plugin-under-test.ts'
import { directoryWithApp, encoded, keySet, providerToken } from './tokens-under-test.ts'
import { userAuth } from './user-auth.ts'

const login: UserAuth = {
  tokenUrl: 'http://login/verify?lang=en',
  algorithms: ['RS256', 'RS512', 'ES256'],
  timeoutMs: 5_000,
}
const provider: UserAuth = {
  jwksUrl: 'http://idp/keys',
  issuer: 'https://idp.example',
  audience: 'shop',
  algorithms: ['RS512'],
  timeoutMs: 5_000,
}
const provided = { iss: 'https://idp.example', aud: 'shop' }

type FetchJson = PluginServices['fetchJson']
const alice: FetchJson = async () => ({
  status: 200,
  body: { result: true, data: { bk_username: 'alice' } },
})

interface Setting {
  readonly userAuth?: UserAuth | null
  readonly fetchJson?: FetchJson
  readonly nowMs?: () => number
  readonly auth?: Partial<Resource['auth']>
  readonly release?: Partial<Release>
}

function gateway(setting: Setting) {
  const { fetchJson = alice, nowMs = () => testTimeMs, auth = {} } = setting
  const asked: string[] = []
  const services = testServices({
    directory: directoryWithApp(),
    nowMs,
    fetchJson(url, timeoutMs) {
      asked.push(url)
      return fetchJson(url, timeoutMs)
    },
  })
  const release = testRelease({ userAuth: setting.userAuth ?? null, ...setting.release })
  const resource = testResource({ auth: { app: false, user: true, permission: false, ...auth } })
  const at = { release, resource, level: 'built-in' } as const
  const plugins = [appAuth, userAuth].flatMap(
    (plugin) => plugin.bind(undefined, at, services) ?? [],
  )
  const call = async (parts: RequestParts) => {
    const exchange: Exchange = testExchange({ ...parts, release, resource })
    let outcome: Outcome = proceed
    for (const plugin of plugins) {
      outcome = (await plugin.onRequest?.(exchange)) ?? proceed
      if (outcome.kind !== 'continue') break
    }
    return { outcome, exchange, identity: exchange.identity }
  }
  return { call, asked }
}

const withHeader = (credentials: object): RequestParts => ({
  headers: { 'x-bkapi-authorization': JSON.stringify(credentials) },
})
const withToken = withHeader({ bk_token: 'token-1' })

test('a login token is verified once by a real endpoint and remembered for five minutes', async (t) => {
  const { url, fetchJson } = await loginService(t, (request, response) => {
    assert.equal(request.method, 'GET')
    response.end('{"result": true, "data": {"bk_username": "alice"}}')
  })
  let now = testTimeMs
  const { call, asked } = gateway({
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
  const { call, asked } = gateway({ userAuth: login })

  const calls = await Promise.all([call(withToken), call(withToken), call(withToken)])

  assert.ok(calls.every(({ identity }) => identity.userVerified))
  assert.equal(asked.length, 1)
})

test('a token is found in the query, and in the login cookie as the last place', async () => {
  const { call } = gateway({ userAuth: login })

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
  const { call } = gateway({ userAuth: login, fetchJson: refuse })
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
  const unset = await gateway({ userAuth: null }).call(withToken)
  assert.equal(unset.outcome.kind === 'reject' && unset.outcome.key, 'user_auth_not_configured')
})

test("a login service's text that repeats the token is not passed on", async () => {
  const { call } = gateway({
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
    const { call, asked } = gateway({ userAuth: login, fetchJson, nowMs: () => now })

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
  const good = await gateway(optional).call(withToken)
  const down = gateway({ ...optional, fetchJson: async () => Promise.reject(new Error('down')) })

  const first = await down.call(withToken)
  const second = await down.call(withHeader({ bk_token: 'token-2' }))

  assert.deepEqual([good.outcome, good.identity.username], [proceed, 'alice'])
  assert.deepEqual([first.outcome, second.outcome], [proceed, proceed])
  assert.equal(down.asked.length, 1)
})

test('a token of the identity provider proves the user, as bearer and as access_token', async () => {
  const token = providerToken(provided)
  const { call, asked } = gateway({
    userAuth: provider,
    fetchJson: async () => ({ status: 200, body: keySet }),
  })

  const bearer = await call({ headers: { authorization: `Bearer ${token}` } })
  const member = await call(withHeader({ access_token: token }))

  for (const { outcome, identity } of [bearer, member]) {
    assert.equal(outcome, proceed)
    assert.deepEqual([identity.username, identity.userVerified], ['alice', true])
  }
  assert.deepEqual(bearer.exchange.toBackend.header.removed, ['authorization'])
  assert.deepEqual(asked, ['http://idp/keys'], 'keys are fetched once')
})

test('an application by secret and a user by bearer go together', async () => {
  const { call } = gateway({
    userAuth: provider,
    auth: { app: true },
    fetchJson: async () => ({ status: 200, body: keySet }),
  })
  const secret = 'demo-secret-0123456789'
  const authorization = `Bearer ${providerToken(provided)}`

  for (const app of [
    { 'x-bkapi-authorization': JSON.stringify({ bk_app_code: 'demo-app', bk_app_secret: secret }) },
    { 'x-api-key': `demo-app:${secret}` },
  ]) {
    const { outcome, identity } = await call({ headers: { ...app, authorization } })
    assert.equal(outcome, proceed)
    assert.deepEqual([identity.appCode, identity.username], ['demo-app', 'alice'])
  }
})

test('a token names the application where it carries bk_app_code of one that exists', async () => {
  const { call } = gateway({
    userAuth: provider,
    auth: { app: true },
    fetchJson: async () => ({ status: 200, body: keySet }),
  })
  const bearer = (claims: object) =>
    call({ headers: { authorization: `Bearer ${providerToken({ ...provided, ...claims })}` } })

  const known = await bearer({ bk_app_code: 'demo-app', bk_username: 'bob' })
  const unknown = await bearer({ bk_app_code: 'stranger' })
  const none = await bearer({ azp: 'demo-app' })

  assert.deepEqual([known.identity.appVerified, known.identity.username], [true, 'bob'])
  assert.equal(unknown.outcome.kind === 'reject' && unknown.outcome.key, 'app_not_found')
  assert.equal(none.outcome.kind === 'reject' && none.outcome.key, 'app_missing')
})

test('a token that is expired, foreign, unsigned or names keys of its own is refused', async () => {
  const { call } = gateway({
    userAuth: provider,
    fetchJson: async () => ({ status: 200, body: keySet }),
  })
  const unsigned = `${encoded({ alg: 'none', kid: 'idp-1' })}.${encoded({ ...provided, exp: 4e9 })}.AA`
  const cases = [
    [providerToken({ ...provided, exp: testTimeMs / 1_000 }), 'token has expired'],
    [providerToken({ ...provided, exp: undefined }), 'claim exp is missing or not accepted'],
    [providerToken({ ...provided, aud: 'other' }), 'claim aud is missing or not accepted'],
    [providerToken({ ...provided, iss: 'other' }), 'claim iss is missing or not accepted'],
    [providerToken(provided, { alg: 'RS256' }), 'algorithm is not accepted'],
    [providerToken(provided, { alg: 'HS256' }), 'algorithm is not accepted'],
    [unsigned, 'algorithm is not accepted'],
    [providerToken(provided, { jku: 'http://evil/keys' }), 'the token names keys of its own'],
    [providerToken(provided, { x5u: 'http://evil/cert' }), 'the token names keys of its own'],
    [providerToken(provided, { kid: 'idp-9' }), 'no key for this token'],
    [`${providerToken(provided).slice(0, -8)}AAAAAAAA`, 'signature mismatch'],
  ] as const

  for (const [token, reason] of cases) {
    const { outcome } = await call({ headers: { authorization: `Bearer ${token}` } })
    assert.deepEqual(outcome, { kind: 'reject', key: 'jwt_invalid', facts: { reason } })
  }
})

test('an unknown key id fetches new keys, at most every 30 seconds', async () => {
  let now = testTimeMs
  const { call, asked } = gateway({
    userAuth: provider,
    nowMs: () => now,
    fetchJson: async () => ({ status: 200, body: keySet }),
  })
  const unknown = (n: number) =>
    call(withHeader({ access_token: providerToken({ ...provided, n }, { kid: 'idp-9' }) }))

  await unknown(1)
  await unknown(2)
  now += 30_000
  await unknown(3)
  await unknown(4)

  assert.equal(asked.length, 2)
})

test('keys that cannot be fetched are our failure; keys once had go on serving', async () => {
  let now = testTimeMs
  let isDown = true
  const { call } = gateway({
    userAuth: provider,
    nowMs: () => now,
    fetchJson: async () => {
      if (isDown) throw new Error('timed out')
      return { status: 200, body: keySet }
    },
  })
  const bearer = (n: number) =>
    call({
      headers: { authorization: `Bearer ${providerToken({ ...provided, n, exp: 4_000_000_000 })}` },
    })

  const failed = await bearer(1)
  now += 2_000
  isDown = false
  const served = await bearer(2)
  now += 700_000
  isDown = true
  const servedByOldKeys = await bearer(3)

  assert.equal(failed.outcome.kind === 'reject' && failed.outcome.key, 'user_service_failed')
  assert.equal(served.outcome, proceed)
  assert.equal(servedByOldKeys.outcome, proceed)
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
