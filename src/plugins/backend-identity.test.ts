import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import type { Identity } from '../model/exchange.ts'
import { proceed, type DirectoryView, type PluginServices } from '../model/plugin.ts'
import { backendIdentity } from './backend-identity.ts'
import { noUser } from './callers.ts'
import {
  testExchange,
  testRelease,
  testResource,
  testServices,
  testTimeMs,
} from './plugin-under-test.ts'
import { directoryWithApp, gatewayKey } from './tokens-under-test.ts'

const app = { appCode: 'demo-app', appVerified: true, userReason: noUser.reason }

function gateway(parts: Partial<PluginServices> = {}) {
  const services = testServices({ directory: directoryWithApp(), ...parts })
  const at = { release: testRelease(), resource: testResource(), level: 'built-in' } as const
  const bound = backendIdentity.bind(undefined, at, services)
  return (identity: Partial<Identity> = app) => {
    const exchange = testExchange({ identity })
    return { outcome: bound?.onRequest?.(exchange), header: exchange.toBackend.header }
  }
}

function tokenIn(appended: string): string {
  return /^X-Bkapi-JWT: (\S+)\r\n$/.exec(appended)?.[1] ?? ''
}

function partsOf(token: string) {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  const isGenuine = verify(
    'RSA-SHA512',
    Buffer.from(`${head}.${payload}`),
    createPublicKey(gatewayKey.publicPem),
    Buffer.from(signature, 'base64url'),
  )
  return { head: read(head), payload: read(payload), isGenuine }
}

test('the backend gets a token that the public key confirms, with the payload it knows', async () => {
  const { outcome, header } = gateway()()

  assert.equal(await outcome, proceed)
  assert.deepEqual(partsOf(tokenIn(header.appended)), {
    head: { kid: 'shop', typ: 'JWT', alg: 'RS512', iat: testTimeMs / 1_000 },
    payload: {
      iss: 'APIGW',
      nbf: testTimeMs / 1_000 - 300,
      exp: testTimeMs / 1_000 + 1_500,
      app: { version: 1, app_code: 'demo-app', verified: true, valid_error_message: '' },
      user: {
        version: 1,
        username: '',
        verified: false,
        valid_error_message:
          'user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token',
      },
    },
    isGenuine: true,
  })
})

test('the second request of a caller gets the same token at once, for ten minutes', async () => {
  let now = testTimeMs
  const call = gateway({ nowMs: () => now })
  const first = call()
  const joined = call()
  await Promise.all([first.outcome, joined.outcome])

  now += 599_999
  const second = call()
  now += 1
  const third = call()
  await third.outcome

  assert.equal(joined.header.appended, first.header.appended, 'two at once share one signature')
  assert.equal(second.outcome, proceed)
  assert.equal(second.header.appended, first.header.appended)
  assert.notEqual(third.header.appended, first.header.appended)
})

test('every difference in what is said gets a token of its own', async () => {
  const call = gateway()
  const identities: Partial<Identity>[] = [
    app,
    { ...app, username: 'alice', userVerified: true, userReason: '' },
    { ...app, username: 'bob', userVerified: true, userReason: '' },
    { ...app, userReason: 'bk_token is not valid' },
    { appCode: 'demo-app', appVerified: false, appReason: 'app secret wrong' },
    {},
  ]
  const tokens = new Map<string, unknown>()
  for (const identity of identities) {
    const { outcome, header } = call(identity)
    await outcome
    const { app: said, user } = partsOf(tokenIn(header.appended)).payload
    tokens.set(header.appended, [said.app_code, said.verified, user.username, user.verified])
  }

  assert.deepEqual(
    [...tokens.values()],
    [
      ['demo-app', true, '', false],
      ['demo-app', true, 'alice', true],
      ['demo-app', true, 'bob', true],
      ['demo-app', true, '', false],
      ['demo-app', false, '', false],
      ['', false, '', false],
    ],
  )
})

test('names thought up by a caller are not signed, so junk costs no signatures', async () => {
  const call = gateway()
  await call({ appCode: 'junk-0', username: 'nobody-0' }).outcome

  const outcomes = Array.from({ length: 100 }, (_, n) => {
    return call({ appCode: `junk-${n}`, username: `nobody-${n}` }).outcome
  })

  assert.ok(outcomes.every((outcome) => outcome === proceed))
})

test('a new key is used at once, and a change of the directory alone signs nothing anew', async () => {
  const other = { ...gatewayKey, kid: 'shop-2' }
  let key = gatewayKey
  const directory: DirectoryView & { version: number } = {
    ...directoryWithApp(),
    version: 1,
    keyOf: () => key,
  }
  const call = gateway({ directory })
  const first = call()
  await first.outcome

  directory.version = 2
  const same = call()
  directory.version = 3
  key = other
  const rotated = call()
  await rotated.outcome

  assert.equal(same.outcome, proceed)
  assert.equal(same.header.appended, first.header.appended)
  assert.equal(partsOf(tokenIn(rotated.header.appended)).head.kid, 'shop-2')
})

test('a gateway without a key, or with a broken one, refuses as its own failure', async () => {
  const without = gateway({ directory: directoryWithApp({ keyOf: () => undefined }) })
  const broken = gateway({
    directory: directoryWithApp({ keyOf: () => ({ ...gatewayKey, privatePem: 'broken' }) }),
  })

  for (const call of [without, broken]) {
    const outcome = await call().outcome
    assert.equal(outcome?.kind === 'reject' && outcome.key, 'jwt_sign_failed')
    assert.ok(!JSON.stringify(outcome).includes('PRIVATE'))
  }
})
