import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSession, endSessionsOf, sessionsOf } from '../../storage/session-store.ts'
import { listAudit } from '../../storage/audit-log.ts'
import { addUser, passwordOf, setPassword } from '../../storage/user-store.ts'
import type { ProviderSettings } from './identity-provider.ts'
import { hashPassword } from './password-hash.ts'
import { setUpLink } from './passwords.ts'
import {
  anotherSession,
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  consoleUrl,
  type Headers,
  signedIn,
} from './people-under-test.ts'

/** Signing in, passwords, and how sessions end; over the API as a browser uses it. */
const password = 'correct horse battery staple'
/** Costs a millisecond, and is made anew at the first sign-in. */
const weakCost = { memory: 32, passes: 1, parallelism: 1 }
const weakHash = await hashPassword(password, weakCost)

async function withAnn(api: ApiUnderTest): Promise<void> {
  const { tables } = api.database
  const account = { isDisabled: false, source: 'local', issuer: null, subject: null } as const
  const details = { displayName: '', email: '', groups: [], isAdministrator: false, madeAtMs: 0 }
  await addUser(tables, { name: 'ann', ...account, ...details })
  await setPassword(tables, 'ann', weakHash)
}

async function post(
  { app }: ApiUnderTest,
  path: string,
  body: object,
  more: { readonly headers?: Headers; readonly remoteAddress?: string; readonly put?: true } = {},
) {
  const { put, ...request } = more
  const method = put ? 'PUT' : 'POST'
  return await app.inject({
    method,
    url: `/api/v1${path}`,
    payload: JSON.stringify(body),
    ...request,
  })
}

async function whoAmI({ app }: ApiUnderTest, headers: Headers) {
  return await app.inject({ url: '/api/v1/session', headers })
}

function cookieOf(answer: { readonly headers: Record<string, unknown> }): Headers {
  const cookie = /^[^;]+/.exec(String(answer.headers['set-cookie']))?.[0] ?? ''
  return { cookie }
}

test('the first administrator is made by the link of the first start, which works once', async (t) => {
  const api = await apiUnderTest(t)
  const link = await setUpLink(api.people)
  const again = await setUpLink(api.people)
  const token = link.split('#')[1] ?? ''

  const weak = await post(api, '/set-up', { token, name: 'ann', password: 'short' })
  const made = await post(api, '/set-up', { token, name: 'ann', password })
  const twice = await post(api, '/set-up', { token, name: 'eve', password })
  const signedInAnn = await post(api, '/sign-in', { name: 'ann', password })
  const who = await whoAmI(api, cookieOf(signedInAnn))

  assert.ok(link.startsWith(`${consoleUrl}/set-up#fll_`))
  assert.equal(again, '', 'the link of before still works, so no other is made')
  assert.match(weak.json().detail, /fewer than 12 characters/)
  assert.equal(made.statusCode, 201)
  assert.deepEqual([twice.statusCode, twice.json().key], [410, 'link_ended'])
  assert.equal(who.json().isAdministrator, true)
  assert.equal(await setUpLink(api.people), '', 'there is an administrator now')
})

test('a sign-in gives a cookie for this host, https and our own pages alone; signing out ends it', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)

  const answer = await post(api, '/sign-in', { name: 'ann', password })
  const cookie = cookieOf(answer)
  const { csrfToken } = (await whoAmI(api, cookie)).json()
  const headers = { ...cookie, 'x-faultline-csrf': csrfToken }
  const out = await api.app.inject({ method: 'DELETE', url: '/api/v1/session', headers })
  const after = await whoAmI(api, cookie)

  assert.match(
    String(answer.headers['set-cookie']),
    /^__Host-faultline=fls_\w{60}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=604800$/,
  )
  assert.equal(csrfToken, answer.json().csrfToken)
  assert.equal(out.statusCode, 204)
  assert.match(String(out.headers['set-cookie']), /^__Host-faultline=; .*Max-Age=0$/)
  assert.deepEqual([after.statusCode, after.json().key], [401, 'session_ended'])
})

test('a wrong password, an unknown name and a disabled user are answered the same', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  await post(api, '/users', { name: 'dis', disabled: true }, { headers: asAdministrator })
  await setPassword(api.database.tables, 'dis', weakHash)

  const tries = [
    { name: 'ann', password: 'wrong horse battery staple' },
    { name: 'nobody-of-this-name', password },
    { name: 'dis', password },
  ]
  const answers = await Promise.all(tries.map((body) => post(api, '/sign-in', body)))

  assert.deepEqual(new Set(answers.map(({ body }) => body)).size, 1)
  assert.equal(answers[0]?.json().key, 'sign_in_failed')
  assert.ok(answers.every(({ headers }) => headers['set-cookie'] === undefined))
})

test('guesses are slowed down, and strangers who guess keep nobody from signing in', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const home = { remoteAddress: '127.0.0.2' }
  await post(api, '/sign-in', { name: 'ann', password }, home)
  await endSessionsOf(api.database.tables, 'ann')

  const wrong = { name: 'ann', password: 'wrong horse battery staple' }
  const statuses: number[] = []
  for (let guess = 0; guess < 30; guess++) {
    const from = { remoteAddress: `127.0.1.${Math.floor(guess / 3)}` }
    const answer = await post(api, '/sign-in', wrong, from)
    statuses.push(answer.statusCode)
    if (answer.statusCode === 429) assert.match(String(answer.headers['retry-after']), /^\d+$/)
  }
  const fromHome = await post(api, '/sign-in', { name: 'ann', password }, home)

  assert.equal(statuses.filter((status) => status === 401).length, 20)
  assert.equal(statuses.at(-1), 429)
  assert.equal(fromHome.statusCode, 200, 'where ann signed in before')
})

test('failed sign-ins are counted in the audit by name, and unknown names are not written down', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  for (const name of ['ann', 'ann', 'my-password-in-the-wrong-field']) {
    await post(api, '/sign-in', { name, password: 'wrong' })
  }

  await api.people.failures.write()

  const entries = await listAudit(api.database, { kind: 'session', limit: 10 })
  const shown = entries.map(({ action, path, after }) => [action, path, after])
  assert.deepEqual(shown.toReversed(), [
    ['refuse', 'users/ann', { failures: 2, addresses: ['127.0.0.1'] }],
    ['refuse', 'users', { failures: 1, addresses: ['127.0.0.1'] }],
  ])
})

test('over plain http nobody signs in from afar, unless a trusted proxy says that it was https', async (t) => {
  const api = await apiUnderTest(t, { trustedProxies: ['192.0.2.1'] })
  await withAnn(api)
  const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7' }
  const from = async (remoteAddress: string, headers: Headers) =>
    (await post(api, '/sign-in', { name: 'ann', password }, { remoteAddress, headers })).json()

  assert.equal((await from('192.0.2.7', {})).key, 'https_needed')
  assert.equal((await from('192.0.2.7', https)).key, 'https_needed', 'no proxy that is trusted')
  assert.equal((await from('127.0.0.1', https)).key, 'https_needed', 'nor is one on this machine')
  assert.equal((await from('192.0.2.1', https)).user, 'ann')
  const [entry] = await listAudit(api.database, { kind: 'session', limit: 1 })
  assert.equal(entry?.address, '198.51.100.7')
})

test('a page of another site can sign nobody in', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const from = async (headers: Headers) =>
    (await post(api, '/sign-in', { name: 'ann', password }, { headers })).statusCode

  assert.equal(await from({ 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await from({ 'sec-fetch-site': 'same-site' }), 403)
  assert.equal(await from({ origin: 'https://evil.test' }), 403)
  assert.equal(await from({ origin: 'http://localhost:80', host: 'localhost:80' }), 200)
  assert.equal(await from({ 'sec-fetch-site': 'same-origin' }), 200)
})

test('a new password ends every other session, and needs the one before', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const { tables } = api.database
  const here = await anotherSession(tables, 'ann')
  const elsewhere = await anotherSession(tables, 'ann')
  await whoAmI(api, elsewhere) // it is remembered now
  const next = 'another horse battery staple'
  const change = async (current: string) =>
    await post(api, '/password', { current, password: next }, { headers: here, put: true })

  const wrong = await change('not the password at all')
  const done = await change(password)

  assert.equal(wrong.json().key, 'sign_in_failed')
  assert.equal(done.statusCode, 204)
  assert.equal((await whoAmI(api, here)).statusCode, 200)
  assert.equal((await whoAmI(api, elsewhere)).statusCode, 401)
  assert.equal((await post(api, '/sign-in', { name: 'ann', password })).statusCode, 401)
  assert.equal((await post(api, '/sign-in', { name: 'ann', password: next })).statusCode, 200)
})

test('a session that is over is not listed as one where somebody is signed in', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')
  const { tables } = api.database
  const nowMs = Date.now()
  const times = { usedAtMs: nowMs, madeAtMs: nowMs - 9e8, expiresAtMs: nowMs + 1e6 }
  const session = { hash: '', user: 'ann', address: '', agent: '', ...times }
  await addSession(tables, { ...session, id: 'expired', expiresAtMs: nowMs - 1 })
  await addSession(tables, { ...session, id: 'idle', usedAtMs: nowMs - 12 * 3_600_000 })

  for (const [path, headers] of [
    ['/sessions', ann],
    ['/users/ann/sessions', asAdministrator],
  ] as const) {
    const { items } = (await api.app.inject({ url: `/api/v1${path}`, headers })).json()
    assert.equal(items.length, 1, path)
  }
})

test('the set-up link is closed by any administrator who can sign in, also at the provider', async (t) => {
  const provider = { issuer: 'https://login.example.com' } as ProviderSettings // it is not asked
  const api = await apiUnderTest(t, { provider })
  const token = (await setUpLink(api.people)).split('#')[1] ?? ''
  const account = { isDisabled: false, source: 'oidc', issuer: 'i', subject: 's' } as const
  const details = { displayName: '', email: '', groups: [], isAdministrator: true, madeAtMs: 0 }
  await addUser(api.database.tables, { name: 'ola', ...account, ...details })

  const late = await post(api, '/set-up', { token, name: 'eve', password })

  assert.deepEqual([late.statusCode, late.json().key], [410, 'link_ended'])
  assert.equal(await setUpLink(api.people), '')
  const without = { ...api.people, provider: undefined }
  assert.match(await setUpLink(without), /set-up#/, 'without a provider nobody could sign in')
})

test('the own password is changed over a private way only', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const headers = await anotherSession(api.database.tables, 'ann')
  const wanted = { current: password, password: 'another horse battery staple' }

  const from = { headers, put: true, remoteAddress: '192.0.2.7' } as const
  assert.equal((await post(api, '/password', wanted, from)).json().key, 'https_needed')
})

test('sessions are listed, ended one by one, and another person’s cannot be', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')
  const eve = await signedIn(api, 'eve')
  await anotherSession(api.database.tables, 'ann')
  const listed = async () =>
    (await api.app.inject({ url: '/api/v1/sessions', headers: ann })).json().items
  const other = (await listed()).find(({ isThisOne }: { isThisOne: boolean }) => !isThisOne)
  const end = async (headers: Headers) =>
    await api.app.inject({ method: 'DELETE', url: `/api/v1/sessions/${other.id}`, headers })

  const byEve = await end(eve)
  const byAnn = await end(ann)

  assert.equal(byEve.statusCode, 404)
  assert.equal(byAnn.statusCode, 204)
  assert.equal((await listed()).length, 1)
})

test('a password that is changed while somebody signs in with it lets nobody in any more', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const { database, people } = api
  const next = await hashPassword('another horse battery staple', weakCost)
  const begin = people.limits.begin.bind(people.limits)
  let isChanged: Promise<void> | undefined
  people.limits.begin = (...attempt) => {
    isChanged = setPassword(database.tables, 'ann', next) // what was read is outdated from here on
    return begin(...attempt)
  }

  const { statusCode } = await post(api, '/sign-in', { name: 'ann', password })
  await isChanged

  assert.equal(statusCode, 401)
  assert.equal((await sessionsOf(database.tables, 'ann')).length, 0)
  const kept = await passwordOf(database.tables, 'ann')
  assert.equal(kept, next, 'nor does the old one come back as a better hash')
})

test('of two who change a password with the same one before, the second is told that it is another now', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const headers = await anotherSession(api.database.tables, 'ann')
  const change = async (next: string) =>
    await post(api, '/password', { current: password, password: next }, { headers, put: true })

  const both = await Promise.all([change('another horse battery'), change('a third horse battery')])

  assert.deepEqual(new Set(both.map(({ statusCode }) => statusCode)), new Set([204, 401]))
})

test('a new password that is refused is no guess', async (t) => {
  const api = await apiUnderTest(t)
  await withAnn(api)
  const headers = await anotherSession(api.database.tables, 'ann')
  const made = await post(api, '/users', { name: 'bob' }, { headers: asAdministrator })
  const token = made.json().passwordLink.split('#')[1]
  const statuses: number[] = []
  for (const next of [...Array<string>(7).fill('short'), 'another horse battery']) {
    const wanted = { current: password, password: next }
    statuses.push((await post(api, '/password', wanted, { headers, put: true })).statusCode)
    statuses.push((await post(api, '/password', { token, password: next })).statusCode)
  }

  assert.deepEqual(statuses, [...Array<number>(14).fill(400), 204, 200])
})
