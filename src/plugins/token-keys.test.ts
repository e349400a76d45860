import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../model/plugin.ts'
import type { UserAuth } from '../model/release.ts'
import { testTimeMs } from './plugin-under-test.ts'
import { encoded, keySet, providerToken } from './tokens-under-test.ts'
import { userGateway, withHeader } from './user-gateway-under-test.ts'

const provider: UserAuth = {
  jwksUrl: 'http://idp/keys',
  issuer: 'https://idp.example',
  audience: 'shop',
  algorithms: ['RS512'],
  timeoutMs: 5_000,
}
const provided = { iss: 'https://idp.example', aud: 'shop' }

test('a token of the identity provider proves the user, as bearer and as access_token', async () => {
  const token = providerToken(provided)
  const { call, asked } = userGateway({
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
  const { call } = userGateway({
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
  const { call } = userGateway({
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
  const { call } = userGateway({
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
  const { call, asked } = userGateway({
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
  const { call } = userGateway({
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
