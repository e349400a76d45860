import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exchange } from '../model/exchange.ts'
import { proceed, type Outcome, type PluginServices } from '../model/plugin.ts'
import type { Release, Resource } from '../model/release.ts'
import { appAuth } from './app-auth.ts'
import {
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
  type RequestParts,
} from './plugin-under-test.ts'
import {
  appSecret,
  directoryWithApp,
  encoded,
  signedToken,
  validTimes,
} from './tokens-under-test.ts'

const good = JSON.stringify({ bk_app_code: 'demo-app', bk_app_secret: appSecret })

interface Setting {
  readonly release?: Partial<Release>
  readonly auth?: Partial<Resource['auth']>
  readonly services?: Partial<PluginServices>
}

function gateway({ release = {}, auth = {}, services = {} }: Setting = {}) {
  const resource = testResource({ auth: { app: true, user: false, permission: true, ...auth } })
  const at = { release: testRelease(release), resource, level: 'built-in' } as const
  const bound = appAuth.bind(
    undefined,
    at,
    testServices({ directory: directoryWithApp(), ...services }),
  )
  return (parts: RequestParts): { outcome: Outcome; exchange: Exchange } => {
    const exchange = testExchange({ ...parts, ...at })
    return { outcome: decisionOf(bound, exchange), exchange }
  }
}

const withHeader = (header: string): RequestParts => ({
  headers: { 'x-bkapi-authorization': header },
})

function keyOf(outcome: Outcome): string {
  return outcome.kind === 'reject' ? outcome.key : outcome.kind
}

test('an application with its secret is verified, under both names of the members', () => {
  const call = gateway()
  const headers = [good, JSON.stringify({ app_code: 'demo-app', app_secret: appSecret })]

  for (const header of headers) {
    const { outcome, exchange } = call(withHeader(header))
    assert.equal(outcome, proceed)
    const { memo, ...identity } = exchange.identity
    assert.ok(memo, 'plugins may remember what they work out')
    assert.deepEqual(identity, {
      appCode: 'demo-app',
      appVerified: true,
      appReason: '',
      username: '',
      userVerified: false,
      userReason:
        'user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token',
      location: 'header',
    })
  }
})

test('each way of not being an application has its own key', () => {
  const call = gateway()
  const json = (value: object) => withHeader(JSON.stringify(value))
  const cases: [RequestParts, string][] = [
    [{}, 'app_missing'],
    [json({}), 'app_missing'],
    [json({ bk_app_code: '' }), 'app_missing'],
    [json({ bk_app_code: 'x'.repeat(33), bk_app_secret: 's' }), 'app_code_too_long'],
    [json({ bk_app_code: 'demo-app' }), 'app_secret_missing'],
    [json({ bk_app_code: 'demo-app', bk_signature: 's', bk_nonce: 'n' }), 'app_secret_missing'],
    [json({ bk_app_code: 'demo-app', bk_app_secret: 's'.repeat(129) }), 'app_secret_too_long'],
    [json({ bk_app_code: 'stranger', bk_app_secret: 's' }), 'app_not_found'],
    [json({ bk_app_code: 'constructor', bk_app_secret: 's' }), 'app_not_found'],
    [json({ bk_app_code: 'demo-app', bk_app_secret: 'wrong' }), 'app_secret_wrong'],
    [json({ access_token: '' }), 'access_token_empty'],
    [json({ access_token: 'opaque' }), 'access_token_unsupported'],
    [withHeader("{'bk_app_code': 'demo-app'}"), 'credentials_not_json'],
    [withHeader('["demo-app"]'), 'credentials_not_json'],
    [withHeader('null'), 'credentials_not_json'],
    [json({ jwt: 'a.b' }), 'jwt_invalid'],
    [
      json({ jwt: signedToken({ ...validTimes, user: { username: 'u', verified: true } }) }),
      'jwt_no_app',
    ],
    [
      json({ jwt: signedToken({ ...validTimes, app: { app_code: 'demo-app', verified: false } }) }),
      'jwt_app_unverified',
    ],
  ]
  for (const [parts, key] of cases) assert.equal(keyOf(call(parts).outcome), key)
})

test('what is too long for a code or a name is not kept, not even its beginning: it may be a secret', () => {
  const call = gateway({ auth: { app: false, permission: false } })
  const named = (code: string, user: string): Exchange['identity'] =>
    call(withHeader(JSON.stringify({ bk_app_code: code, bk_username: user }))).exchange.identity

  const kept = named('x'.repeat(32), 'y'.repeat(64))
  const dropped = named('x'.repeat(33), 'y'.repeat(65))

  assert.deepEqual([kept.appCode, kept.username], ['x'.repeat(32), 'y'.repeat(64)])
  assert.deepEqual([dropped.appCode, dropped.username], ['', ''])
  assert.match(dropped.appReason, /app code/)
  assert.match(dropped.userReason, /not verified/)
})

test('a resource that needs no application passes everybody and still notes who is proved', () => {
  const call = gateway({ auth: { app: false, permission: false } })

  assert.equal(call({}).outcome, proceed)
  assert.equal(call(withHeader('broken')).outcome, proceed)
  assert.equal(call(withHeader(good)).exchange.identity.appVerified, true)
  const wrong = call(withHeader('{"bk_app_code":"demo-app","bk_app_secret":"wrong"}'))
  assert.equal(wrong.exchange.identity.appVerified, false)
  assert.equal(wrong.exchange.identity.appReason, 'bk_app_code or bk_app_secret is incorrect')
})

test('with the header present nothing else is read', () => {
  const { outcome } = gateway()({
    ...withHeader('{}'),
    query: `bk_app_code=demo-app&bk_app_secret=${appSecret}`,
  })

  assert.equal(keyOf(outcome), 'app_missing')
})

test('credentials are found in the query, percent-encoded or not', () => {
  const call = gateway()
  for (const name of ['bk_app_code', 'app_code', 'bk%5Fapp_code']) {
    const query = `page=1&${name}=demo-app&bk_app_secret=${appSecret}`
    const { outcome, exchange } = call({ query })
    assert.equal(outcome, proceed)
    assert.equal(exchange.identity.location, 'query')
  }
  assert.equal(keyOf(call({ query: 'page=1' }).outcome), 'app_missing')
})

test('a body is read only where the stage says so, as JSON or as a form', () => {
  const json = {
    body: `{"bk_app_code":"demo-app","bk_app_secret":"${appSecret}","n":1}`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }
  const form = {
    body: `bk_app_code=demo-app&bk_app_secret=${appSecret}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }
  const reading = gateway({ release: { credentialsInBody: true } })

  for (const parts of [json, form]) {
    const { outcome, exchange } = reading(parts)
    assert.equal(outcome, proceed)
    assert.equal(exchange.identity.location, 'body')
    assert.equal(keyOf(gateway()(parts).outcome), 'app_missing')
  }
  assert.equal(keyOf(reading({ ...json, body: 'bk_app_code' }).outcome), 'app_missing')
})

test('an API key is code and secret, is not forwarded, and is read only where allowed', () => {
  const parts = { headers: { 'x-api-key': `demo-app:${appSecret}` } }

  const { outcome, exchange } = gateway()(parts)
  assert.equal(outcome, proceed)
  assert.deepEqual(exchange.toBackend.header.removed, ['x-api-key'])
  assert.equal(
    keyOf(gateway({ release: { credentials: ['bkapi'] } })(parts).outcome),
    'app_missing',
  )
  const wrong = gateway()({ headers: { 'x-api-key': 'demo-app:no' } })
  assert.equal(keyOf(wrong.outcome), 'app_secret_wrong')
  assert.equal(keyOf(gateway()({ headers: { 'x-api-key': 'other' } }).outcome), 'app_missing')
})

test('a JWT of ours proves application and user, in the header and as bearer', () => {
  const token = signedToken({
    ...validTimes,
    app: { app_code: 'demo-app', verified: true },
    user: { username: 'alice', verified: true },
  })
  const call = gateway({ auth: { user: true } })
  const cases = [
    withHeader(JSON.stringify({ jwt: token })),
    { headers: { authorization: `Bearer ${token}` } },
  ]

  for (const parts of cases) {
    const { outcome, exchange } = call(parts)
    assert.equal(outcome, proceed)
    assert.deepEqual(
      [exchange.identity.appCode, exchange.identity.username, exchange.identity.userVerified],
      ['demo-app', 'alice', true],
    )
  }
  assert.deepEqual(call(cases[1] ?? {}).exchange.toBackend.header.removed, ['authorization'])
})

test('a JWT that is forged, of another algorithm, expired or not yet valid is refused', () => {
  const claims = { ...validTimes, app: { app_code: 'demo-app', verified: true } }
  const token = signedToken(claims)
  const [head = '', , signature = ''] = token.split('.')
  const forged = `${head}.${encoded({ ...claims, app: { app_code: 'admin', verified: true } })}.${signature}`
  const none = `${encoded({ kid: 'shop', alg: 'none' })}.${encoded(claims)}.${signature}`
  const seconds = testTimeMs / 1_000
  const cases = [
    [forged, 'failed to verify jwt, signature mismatch'],
    [none, 'failed to verify jwt, only RS512 is accepted'],
    [signedToken(claims, { alg: 'HS512' }), 'failed to verify jwt, only RS512 is accepted'],
    [signedToken(claims, { kid: 'other' }), 'failed to get public_key of gateway other'],
    [signedToken(claims, { kid: '' }), 'missing kid in JWT token'],
    [signedToken({ ...claims, exp: seconds }), 'failed to verify jwt, token has expired'],
    [signedToken({ app: claims.app }), 'failed to verify jwt, token has expired'],
    [signedToken({ ...claims, nbf: seconds + 1 }), 'failed to verify jwt, token is not valid yet'],
    ['x', 'JWT Token invalid'],
  ] as const
  const call = gateway()

  for (const [jwt, reason] of cases) {
    const { outcome } = call(withHeader(JSON.stringify({ jwt })))
    assert.deepEqual(outcome, { kind: 'reject', key: 'jwt_invalid', facts: { reason } })
  }
})

test("a backend's own bearer token on an open resource is left alone", () => {
  const call = gateway({ auth: { app: false, permission: false } })

  for (const token of ['opaque-token', 'a.b.c']) {
    const { outcome, exchange } = call({ headers: { authorization: `Bearer ${token}` } })
    assert.equal(outcome, proceed)
    assert.deepEqual(exchange.toBackend.header.removed, [])
  }
})

test('an application without a valid secret is revoked: what proved it a moment ago does not', () => {
  const directory = directoryWithApp()
  const live = { ...directory, version: 1 }
  const call = gateway({ services: { directory: live } })

  assert.equal(call(withHeader(good)).outcome, proceed)
  Object.assign(live, { version: 2, secretHashesOf: () => [] })
  assert.equal(keyOf(call(withHeader(good)).outcome), 'app_secret_wrong')
})

test('a remembered secret falls with the next directory, and at the end of its life', () => {
  let now = testTimeMs
  let lookups = 0
  const directory = directoryWithApp()
  const live = {
    ...directory,
    version: 1,
    secretHashesOf: (code: string) => {
      lookups += 1
      return directory.secretHashesOf(code)
    },
  }
  const call = gateway({ services: { directory: live, nowMs: () => now } })
  const lookupsOf = () => {
    const before = lookups
    assert.equal(call(withHeader(good)).outcome, proceed)
    return lookups - before
  }

  assert.deepEqual([lookupsOf(), lookupsOf()], [1, 0])
  live.version = 2
  assert.deepEqual([lookupsOf(), lookupsOf()], [1, 0])
  now += 600_000
  assert.deepEqual([lookupsOf(), lookupsOf()], [1, 0])
})

test('a token is not remembered beyond its own end', () => {
  let now = testTimeMs
  const app = { app_code: 'demo-app', verified: true }
  const header = JSON.stringify({ jwt: signedToken({ exp: testTimeMs / 1_000 + 10, app }) })
  const call = gateway({ services: { nowMs: () => now } })

  assert.equal(call(withHeader(header)).outcome, proceed)
  now += 10_000
  assert.equal(keyOf(call(withHeader(header)).outcome), 'jwt_invalid')
})

test('a refusal is remembered for two seconds at most', () => {
  let now = testTimeMs
  let known = false
  const directory = directoryWithApp()
  const call = gateway({
    services: {
      nowMs: () => now,
      directory: {
        ...directory,
        secretHashesOf: (code) => (known ? directory.secretHashesOf(code) : undefined),
      },
    },
  })

  assert.equal(keyOf(call(withHeader(good)).outcome), 'app_not_found')
  known = true
  now += 2_000
  assert.equal(call(withHeader(good)).outcome, proceed)
})

test('the same credentials in another place or stage are another decision', () => {
  const call = gateway()
  call(withHeader(good))

  assert.equal(keyOf(call({ headers: { authorization: `Bearer ${good}` } }).outcome), 'app_missing')
  const elsewhere = gateway({
    services: { directory: directoryWithApp({ secretHashesOf: () => [] }) },
  })
  assert.equal(keyOf(elsewhere(withHeader(good)).outcome), 'app_secret_wrong')
})

test('a name outside ASCII is read as the UTF-8 it is', () => {
  const header = Buffer.from('{"bk_app_code":"caf\u00e9","bk_app_secret":"s"}').toString('latin1')

  assert.equal(gateway()(withHeader(header)).exchange.identity.appCode, 'caf\u00e9')
})
