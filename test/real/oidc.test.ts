import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  consoleUrl,
  type Headers,
  signedIn,
} from '../../src/control/people/people-under-test.ts'
import { listAudit } from '../../src/storage/audit-log.ts'
import { ownerOfAll } from '../clean-up.ts'
import { startProvider } from '../identity-provider.ts'

/** Signing in by OpenID Connect against a real provider (npm oidc-provider). */
const callback = `${consoleUrl}/api/v1/sign-in/oidc/callback`
const provider = await startProvider(ownerOfAll(), callback)
const ann = { name: 'Ann Other', preferred_username: 'Ann', email: 'ann@example.com' }

async function api(t: TestContext, more: { issuer?: string } = {}): Promise<ApiUnderTest> {
  const { issuer, clientId, clientSecret } = provider
  const claims = { groupsClaim: 'groups', nameClaim: 'preferred_username', adminGroup: 'operators' }
  const settings = { issuer, clientId, clientSecret, scopes: 'openid profile email', ...claims }
  return await apiUnderTest(t, { provider: { ...settings, ...more } })
}

interface Begun {
  readonly cookie: string
  /** Where the provider led back to. */
  readonly answer: string
}

async function begin({ app }: ApiUnderTest): Promise<Begun> {
  const begun = await app.inject('/api/v1/sign-in/oidc')
  assert.equal(begun.statusCode, 302, begun.body)
  const [cookie = ''] = String(begun.headers['set-cookie']).split(';')
  const answer = await provider.goThrough(String(begun.headers.location), callback)
  return { cookie, answer: answer.slice(consoleUrl.length) }
}

async function finish({ app }: ApiUnderTest, { cookie, answer }: Begun) {
  return await app.inject({ url: answer, headers: { cookie } })
}

async function signIn(to: ApiUnderTest): Promise<Headers> {
  const done = await finish(to, await begin(to))
  assert.deepEqual([done.statusCode, done.headers.location], [302, '/'], done.body)
  const set = [done.headers['set-cookie'] ?? ''].flat()
  const session = set.find((one) => one.startsWith('__Host-faultline=')) ?? ''
  return { cookie: session.split(';')[0] ?? '' }
}

async function who({ app }: ApiUnderTest, headers: Headers) {
  return (await app.inject({ url: '/api/v1/session', headers })).json()
}

test('who comes from the provider is made a user at the first sign-in, with the groups of each', async (t) => {
  const server = await api(t)
  provider.person = { subject: 's1', claims: { ...ann, groups: ['shop-admins'] } }
  const first = await who(server, await signIn(server))
  provider.person = {
    subject: 's1',
    claims: { ...ann, preferred_username: 'renamed', groups: ['operators'] },
  }
  const second = await who(server, await signIn(server))

  assert.deepEqual(
    [first.name, first.user.groups, first.isAdministrator, first.user.source],
    ['user ann', ['shop-admins'], false, 'oidc'],
  )
  assert.equal(first.user.displayName, 'Ann Other')
  assert.deepEqual(
    [second.name, second.user.groups, second.isAdministrator],
    ['user ann', ['operators'], true],
  )
  const entries = await listAudit(server.database, { kind: 'user', limit: 9 })
  assert.deepEqual(
    entries.map(({ action, actor }) => `${actor} ${action}`),
    ['identity provider update', 'identity provider create'],
  )
})

test('a user of ours is never taken over, whatever name is claimed, nor is the name of a group', async (t) => {
  const server = await api(t)
  await signedIn(server, 'ann', { groups: ['orders-team'] })
  const refused = async (name: string) => {
    provider.person = { subject: `of-${name}`, claims: { preferred_username: name } }
    return (await finish(server, await begin(server))).json().key
  }

  assert.equal(await refused('ann'), 'name_taken')
  assert.equal(await refused('orders-team'), 'name_taken')
  assert.equal(await refused('ann@example.com'), 'provider_refused')
  provider.person = {
    subject: 'bob',
    claims: { preferred_username: 'bob', groups: ['ann', 'team'] },
  }
  const bob = await who(server, await signIn(server))
  assert.deepEqual(bob.user.groups, ['team'], 'ann is a user, so no group')
})

test('an answer of the provider counts once, and only in the browser that began', async (t) => {
  const server = await api(t)
  provider.person = { subject: 's1', claims: ann }
  const begun = await begin(server)
  const other = await begin(server)
  const key = async (of: Begun) => (await finish(server, of)).json().key

  assert.equal(await key({ ...begun, cookie: '' }), 'provider_refused')
  assert.equal(
    await key({ ...begun, cookie: other.cookie }),
    'provider_refused',
    'state of another',
  )
  assert.equal(
    await key({ ...begun, answer: begun.answer.replace(/code=[^&]+/, 'code=x') }),
    'provider_refused',
  )
  assert.equal((await finish(server, other)).statusCode, 302)
  assert.equal(await key(other), 'provider_refused', 'the code was used')
})

test('what the provider says of a person is one short line, and what is no address is not written to', async (t) => {
  const server = await api(t)
  const name = `Ann\r\nBcc: eve@example.com\u0000 ${'é'.repeat(500)}`
  const claims = { ...ann, name, email: 'ann@example.com\r\nBcc: eve@example.com' }
  provider.person = { subject: 's1', claims: { ...claims, groups: ['a\nb', 'team'] } }

  const { user } = await who(server, await signIn(server))

  assert.equal(user.displayName, `Ann Bcc: eve@example.com  ${'é'.repeat(102)}`)
  assert.equal(user.displayName.length, 128)
  assert.equal(user.email, '')
  assert.deepEqual(user.groups, ['team'])
})

test('whoever sends made-up answers of the provider waits, and nobody else', async (t) => {
  const server = await api(t)
  const guess = async (at: number) => {
    const headers = { cookie: `__Host-faultline-oidc=${String(at).padEnd(43, 'x')}` }
    const url = '/api/v1/sign-in/oidc/callback?code=x&state=y'
    return (await server.app.inject({ url, headers, remoteAddress: '127.0.0.9' })).json().key
  }
  const keys: string[] = []
  for (let at = 0; at < 40; at++) keys.push(await guess(at))

  assert.equal(keys.filter((key) => key === 'provider_refused').length, 30)
  assert.equal(keys.at(-1), 'too_many_attempts')
  provider.person = { subject: 's1', claims: ann }
  await signIn(server)
})

test('who is disabled here is kept out, and the secret of the client is told nowhere', async (t) => {
  const server = await api(t)
  provider.person = { subject: 's1', claims: ann }
  await signIn(server)
  const headers = { ...asAdministrator, 'if-match': '*' }
  const payload = JSON.stringify({ disabled: true })
  await server.app.inject({ method: 'PATCH', url: '/api/v1/users/ann', headers, payload })

  const begun = await begin(server)
  const done = await finish(server, begun)

  assert.equal(done.json().key, 'provider_refused')
  assert.doesNotMatch(done.body + begun.answer + server.logged.join(''), /nobody-may-see/)
})

test('while the provider is away people are told, and it is asked again at the next sign-in', async (t) => {
  const server = await api(t, { issuer: 'http://127.0.0.1:1' })

  const first = await server.app.inject('/api/v1/sign-in/oidc')
  const without = await (await apiUnderTest(t)).app.inject('/api/v1/sign-in/oidc')

  assert.deepEqual([first.statusCode, first.json().key], [502, 'provider_away'])
  assert.equal(without.statusCode, 404)
})
