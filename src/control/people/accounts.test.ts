import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAudit } from '../../storage/audit-log.ts'
import {
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  type Headers,
  signedIn,
  withToken,
} from './people-under-test.ts'

/** Users and tokens, as administrators and their owners handle them. */
async function send(
  { app }: ApiUnderTest,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  headers: Headers = asAdministrator,
  body?: object,
) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
  return await app.inject({ method, url: `/api/v1${path}`, headers, ...payload })
}

test('a user made by an administrator chooses a password by a link that works once', async (t) => {
  const api = await apiUnderTest(t)

  const made = await send(api, 'POST', '/users', asAdministrator, {
    name: 'ann',
    groups: ['shop-admins'],
  })
  const first = made.json().passwordLink.split('#')[1]
  const renewed = await send(api, 'POST', '/users/ann/password-link')
  const second = renewed.json().passwordLink.split('#')[1]
  const choose = async (token: string) =>
    await send(api, 'POST', '/password', {}, { token, password: 'correct horse battery' })

  assert.equal(made.statusCode, 201)
  assert.deepEqual(made.json().user.groups, ['shop-admins'])
  assert.equal((await choose(first)).json().key, 'link_ended', 'a newer one took its place')
  assert.deepEqual((await choose(second)).json(), { user: 'ann' })
  assert.equal((await choose(second)).json().key, 'link_ended')
  const signIn = { name: 'ann', password: 'correct horse battery' }
  assert.equal((await send(api, 'POST', '/sign-in', {}, signIn)).statusCode, 200)
})

test('a user is changed only upon the version that was read, and each change is in the audit', async (t) => {
  const api = await apiUnderTest(t)
  await send(api, 'POST', '/users', asAdministrator, { name: 'ann' })
  const { etag } = (await send(api, 'GET', '/users/ann')).headers

  const without = await send(api, 'PATCH', '/users/ann', asAdministrator, { email: 'a@b.test' })
  const match = { ...asAdministrator, 'if-match': String(etag) }
  const first = await send(api, 'PATCH', '/users/ann', match, { email: 'a@b.test' })
  const second = await send(api, 'PATCH', '/users/ann', match, { email: 'c@d.test' })
  const gone = await send(api, 'DELETE', '/users/ann', { ...asAdministrator, 'if-match': '*' })

  assert.equal(without.json().key, 'precondition_required')
  assert.equal(first.json().email, 'a@b.test')
  assert.equal(second.json().key, 'changed_meanwhile')
  assert.equal(gone.statusCode, 204)
  const entries = await listAudit(api.database, { kind: 'user', limit: 10 })
  assert.deepEqual(
    entries.map(({ actor, action, path }) => `${actor} ${action} ${path}`),
    [
      'token admin delete users/ann',
      'token admin update users/ann',
      'token admin create users/ann',
    ],
  )
})

test('who is disabled is out at once, session and token alike', async (t) => {
  const api = await apiUnderTest(t)
  const session = await signedIn(api, 'ann')
  const token = await withToken(api, { user: 'ann' })
  for (const headers of [session, token, session, token]) {
    assert.equal((await send(api, 'GET', '/session', headers)).statusCode, 200) // remembered now
  }

  const match = { ...asAdministrator, 'if-match': '*' }
  await send(api, 'PATCH', '/users/ann', match, { disabled: true })

  assert.equal((await send(api, 'GET', '/session', session)).json().key, 'session_ended')
  assert.equal((await send(api, 'GET', '/session', token)).json().key, 'token_wrong')
})

test('no name is a user’s and a group’s at once', async (t) => {
  const api = await apiUnderTest(t)
  await send(api, 'POST', '/users', asAdministrator, { name: 'ann', groups: ['orders-team'] })

  const asGroup = await send(api, 'POST', '/users', asAdministrator, { name: 'orders-team' })
  const inUser = await send(api, 'POST', '/users', asAdministrator, {
    name: 'bob',
    groups: ['ann'],
  })
  const twice = await send(api, 'POST', '/users', asAdministrator, { name: 'ann' })

  for (const { statusCode, body } of [asGroup, inUser, twice]) assert.equal(statusCode, 409, body)
})

test('many people of one office set their passwords at once, and guesses from there are slowed down', async (t) => {
  const api = await apiUnderTest(t)
  const choose = async (token: string) =>
    await send(api, 'POST', '/password', {}, { token, password: 'correct horse battery' })
  const chosen: number[] = []
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    const made = await send(api, 'POST', '/users', asAdministrator, { name })
    chosen.push((await choose(made.json().passwordLink.split('#')[1])).statusCode)
  }
  const guessed: number[] = []
  for (let guess = 0; guess < 7; guess++) guessed.push((await choose('fll_guess')).statusCode)

  assert.deepEqual(new Set(chosen), new Set([200]))
  assert.deepEqual(guessed, [410, 410, 410, 410, 410, 429, 429])
})

test('users come by name, page by page', async (t) => {
  const api = await apiUnderTest(t)
  for (const name of ['cem', 'ann', 'bob']) await signedIn(api, name)

  const first = (await send(api, 'GET', '/users?limit=2')).json()
  const second = (await send(api, 'GET', `/users?limit=2&cursor=${first.next}`)).json()
  const madeUp = await send(api, 'GET', '/users?cursor=eve')

  const names = [...first.items, ...second.items].map(({ name }) => name)
  assert.deepEqual([names, second.next], [['ann', 'bob', 'cem'], null])
  assert.equal(madeUp.json().key, 'invalid_parameter')
})

test('a personal token acts as its user, begets no other, and ends when it is revoked', async (t) => {
  const api = await apiUnderTest(t)
  await api.apply('version: 1\ngateways: [{ name: shop, maintainers: [ann] }]\n')
  const session = await signedIn(api, 'ann')
  const eve = await signedIn(api, 'eve')

  const made = await send(api, 'POST', '/tokens', session, { name: 'laptop', expiresInDays: 30 })
  const { id, token, begins } = made.json()
  const headers = { authorization: `Bearer ${token}` }
  const who = (await send(api, 'GET', '/session', headers)).json()
  const child = await send(api, 'POST', '/tokens', headers, { name: 'more', expiresInDays: 300 })
  const byEve = await send(api, 'DELETE', `/tokens/${id}`, eve)
  const listed = (await send(api, 'GET', '/tokens', session)).json().items
  await send(api, 'DELETE', `/tokens/${id}`, session)

  assert.equal(made.statusCode, 201)
  assert.match(token, new RegExp(`^${begins}\\w{49}$`))
  assert.deepEqual(who.gateways, [{ name: 'shop', role: 'maintainer' }])
  assert.equal(who.csrfToken, null)
  assert.equal(child.json().key, 'not_permitted')
  assert.equal(byEve.statusCode, 404)
  assert.equal(JSON.stringify(listed).includes(token), false)
  assert.equal((await send(api, 'GET', '/session', headers)).json().key, 'token_wrong')
})

test('a service’s token needs an administrator, an end, and rights that name what they are about', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')
  const make = async (body: object, headers = asAdministrator) =>
    (await send(api, 'POST', '/tokens', headers, { name: 'ci', expiresInDays: 1, ...body })).json()

  assert.equal((await make({ role: 'administrator' }, ann)).key, 'not_permitted')
  assert.match((await make({ role: 'maintainer' })).detail, /gateways: a maintainer needs at least/)
  assert.match((await make({ role: 'guest', apps: ['web'] })).detail, /apps: .* takes none/)
  assert.match((await make({ role: 'guest', expiresInDays: 400 })).detail, /expiresInDays/)
  assert.equal((await make({ role: 'guest', name: 'admin' })).key, 'name_taken')
  const { token } = await make({ role: 'viewer', gateways: ['shop'] })
  const who = await send(api, 'GET', '/session', { authorization: `Bearer ${token}` })
  assert.deepEqual(who.json().gateways, [{ name: 'shop', role: 'viewer' }])
  assert.equal((await make({ role: 'guest' })).key, 'name_taken')
})

test('a right that is taken away in a definition is gone with the next request', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann', { groups: ['shop-admins'] })
  const seen = async () => (await send(api, 'GET', '/gateways/shop', ann)).statusCode

  await api.apply('version: 1\ngateways: [{ name: shop, maintainers: [shop-admins] }]\n')
  const before = await seen()
  await api.apply('version: 1\ngateways: [{ name: shop, maintainers: [others] }]\n')

  assert.deepEqual([before, await seen()], [200, 404])
})

test('the list of gateways is of those that one may view', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')
  await api.apply('version: 1\ngateways: [{ name: shop, viewers: [ann] }, { name: other }]\n')

  const { items } = (await send(api, 'GET', '/gateways', ann)).json()

  assert.deepEqual(
    items.map(({ name }: { name: string }) => name),
    ['shop'],
  )
})

test('the audit is the administrators’, and of one gateway its maintainers’', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')
  await api.apply('version: 1\ngateways: [{ name: shop, maintainers: [ann] }, { name: other }]\n')

  const own = await send(api, 'GET', '/audit?gateway=shop', ann)
  const others = await send(api, 'GET', '/audit?gateway=other', ann)
  const all = await send(api, 'GET', '/audit', ann)

  assert.deepEqual(
    new Set(own.json().items.map(({ gateway }: { gateway: string }) => gateway)),
    new Set(['shop']),
  )
  assert.deepEqual([others.statusCode, all.statusCode], [403, 403])
})

test('a token that is found lets nobody in for good: accounts and their links need who is signed in', async (t) => {
  const api = await apiUnderTest(t)
  const admin = await signedIn(api, 'root', { isAdministrator: true })
  await signedIn(api, 'bob')
  const any = { 'if-match': '*' }
  const tokens = [
    await withToken(api, { user: 'root' }),
    await withToken(api, { role: 'administrator' }),
  ]
  const orders = [
    ['POST', '/users', { name: 'eve' }],
    ['POST', '/users/bob/password-link', undefined],
    ['PATCH', '/users/bob', { isAdministrator: true }],
  ] as const

  for (const headers of tokens) {
    for (const [method, path, body] of orders) {
      const { key } = (await send(api, method, path, { ...headers, ...any }, body)).json()
      assert.equal(key, 'not_permitted', `${method} ${path}`)
    }
    const off = { ...headers, ...any }
    assert.equal((await send(api, 'PATCH', '/users/bob', off, { disabled: true })).statusCode, 200)
    const on = await send(api, 'PATCH', '/users/bob', off, { disabled: false })
    const above = await send(api, 'PATCH', '/users/bob', off, { isAdministrator: true })
    assert.deepEqual([on.json().key, above.json().key], ['not_permitted', 'not_permitted'])
    const back = { disabled: false, email: 'bob@example.com' }
    const done = await send(api, 'PATCH', '/users/bob', { ...admin, ...any }, back)
    assert.equal(done.statusCode, 200)
    assert.equal((await send(api, 'PATCH', '/users/bob', off, { email: '' })).statusCode, 200)
  }
  for (const [method, path, body] of orders) {
    const { statusCode } = await send(api, method, path, { ...admin, ...any }, body)
    assert.ok(statusCode < 300, `${method} ${path}: ${statusCode}`)
  }
})

test('a service creates no application in the name of others', async (t) => {
  const api = await apiUnderTest(t)
  const guest = await withToken(api, { role: 'guest' })
  const admin = await withToken(api, { role: 'administrator' })
  const wanted = { code: 'web', owner: 'ann' }

  const refused = (await send(api, 'POST', '/apps', guest, wanted)).json()
  const made = await send(api, 'POST', '/apps', admin, wanted)

  assert.equal(refused.key, 'not_permitted')
  assert.equal(made.json().owner, 'ann', made.body)
})
