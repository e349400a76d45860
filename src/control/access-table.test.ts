import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { ServiceRights } from './people/rights.ts'
import {
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  type Headers,
  signedIn,
  withToken,
} from './people/people-under-test.ts'

/** docs/reference/access.md is the one table of who may use which route. Here every route that there is, is
 *  called as everybody, and what comes back must be what the table says: a route that is missing there,
 *  or whose rule is another, fails. Handlers do not run: only who gets as far as one is looked at. */
const page = readFileSync(new URL('../../docs/reference/access.md', import.meta.url), 'utf8')

/** What people may be, and how they say so. */
const roles = [
  'nobody',
  'guest',
  'app-owner',
  'viewer',
  'maintainer',
  'maintainer of another gateway',
  'administrator',
] as const
type Role = (typeof roles)[number]

/** A handler is reached, and if not, with which problem one is sent away. */
type Outcome = 'passes' | 'token_missing' | 'not_permitted' | 'not_found'

/** By the rule: nobody, guest, app owner, viewer, maintainer, maintainer of another gateway, administrator. */
const outcomes: Readonly<Record<string, readonly Outcome[]>> = {
  open: everyRole('passes', 'passes'),
  'signed-in': everyRole('token_missing', 'passes'),
  administrator: everyRole('token_missing', 'not_permitted'),
  loopback: everyRole('token_missing', 'not_permitted'),
  viewer: everyRole('token_missing', 'not_found', { viewer: 'passes', maintainer: 'passes' }),
  maintainer: everyRole('token_missing', 'not_found', {
    viewer: 'not_permitted',
    maintainer: 'passes',
  }),
  'app-owner': everyRole('token_missing', 'not_found', { 'app-owner': 'passes' }),
}

function everyRole(
  nobody: Outcome,
  others: Outcome,
  exceptions: Partial<Record<Role, Outcome>> = {},
): readonly Outcome[] {
  const usual: Partial<Record<Role, Outcome>> = { nobody, administrator: 'passes' }
  return roles.map((role) => exceptions[role] ?? usual[role] ?? others)
}

const definition = `version: 1
apps: [{ code: web, secrets: [], owner: web-team }]
gateways:
  - { name: shop, maintainers: [shop-admins], viewers: [shop-watchers] }
  - { name: other, maintainers: [other-admins] }
`

test('every route lets pass who the table says, by session and by token, and nobody else', async (t) => {
  const api = await apiUnderTest(t)
  await api.apply(definition)
  const callers = await everybody(api)
  const routes = await answeringRoutes(api)
  const wrong: string[] = []

  for (const [route, rule] of tableOf(page)) {
    const expected = outcomes[rule] ?? assert.fail(`"${rule}" of ${route} is no rule`)
    assert.ok(routes.has(route), `the table has ${route}, which is no route`)
    for (const { role, how, headers } of callers) {
      const found = await outcomeOf(api, route, headers)
      const wanted = expected[roles.indexOf(role)]
      if (found !== wanted) wrong.push(`${route} as ${role} ${how}: ${found} instead of ${wanted}`)
    }
  }

  assert.deepEqual(wrong, [])
})

test('the table has every route that there is', async (t) => {
  const routes = await answeringRoutes(await apiUnderTest(t))
  const listed = new Set(tableOf(page).map(([route]) => route))

  assert.ok(routes.size > 40, `${routes.size} routes`)
  assert.deepEqual(
    [...routes].filter((route) => !listed.has(route)),
    [],
  )
})

test('the page of the API says the same rule of each route', () => {
  const api = new URL('../../docs/reference/management-api.md', import.meta.url)

  const listed = tableOf(readFileSync(api, 'utf8')).map((row) => row.join(' '))
  const ruled = tableOf(page).map((row) => row.join(' '))
  assert.deepEqual(listed.toSorted(), ruled.toSorted())
})

test('a session does nothing but read without its own CSRF token, whoever is signed in', async (t) => {
  const api = await apiUnderTest(t)
  await answeringRoutes(api)
  const { cookie = '' } = await signedIn(api, 'adam', { isAdministrator: true })
  const others = { ...(await signedIn(api, 'eve')), cookie }

  for (const [route, rule] of tableOf(page)) {
    const isRead = route.startsWith('GET ')
    const wanted = isRead || rule === 'open' ? 299 : 403
    for (const headers of [{ cookie }, others]) {
      const answer = await ask(api, route, headers)
      assert.equal(answer.statusCode, wanted, route)
      if (wanted === 403) assert.equal(answer.json().key, 'csrf_refused', route)
    }
  }
})

interface TestCaller {
  readonly role: Role
  readonly how: 'by session' | 'by token' | 'without a sign'
  readonly headers: Headers
}

async function everybody(api: ApiUnderTest): Promise<readonly TestCaller[]> {
  const people: readonly (readonly [Role, user: string, group: string, ServiceRights])[] = [
    ['guest', 'gus', 'nothing-of-note', { role: 'guest' }],
    ['app-owner', 'opal', 'web-team', { role: 'app-owner', apps: ['web'] }],
    ['viewer', 'vic', 'shop-watchers', { role: 'viewer', gateways: ['shop'] }],
    ['maintainer', 'mia', 'shop-admins', { role: 'maintainer', gateways: ['shop'] }],
    [
      'maintainer of another gateway',
      'olli',
      'other-admins',
      { role: 'maintainer', gateways: ['other'] },
    ],
    ['administrator', 'adam', 'all', { role: 'administrator' }],
  ]
  const callers: TestCaller[] = [
    { role: 'nobody', how: 'without a sign', headers: {} },
    { role: 'administrator', how: 'by token', headers: asAdministrator },
  ]
  for (const [role, user, group, rights] of people) {
    const isAdministrator = role === 'administrator'
    const session = await signedIn(api, user, { groups: [group], isAdministrator })
    callers.push({ role, how: 'by session', headers: session })
    for (const whose of [{ user }, rights]) {
      callers.push({ role, how: 'by token', headers: await withToken(api, whose) })
    }
  }
  return callers
}

/** Every route by the document that is made of them. In place of the handlers of our own requests stands an
 *  answer that no handler gives. */
async function answeringRoutes({ app }: ApiUnderTest): Promise<ReadonlySet<string>> {
  app.addHook('preValidation', async ({ headers }, reply) => {
    if (headers['x-without-handler'] !== undefined) await reply.code(299).send()
  })
  const { paths } = (await app.inject('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, object>>
  }>()
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  )
}

async function outcomeOf(api: ApiUnderTest, route: string, headers: Headers): Promise<Outcome> {
  const answer = await ask(api, route, headers)
  return answer.statusCode === 299 ? 'passes' : answer.json().key
}

async function ask({ app }: ApiUnderTest, route: string, headers: Headers) {
  const [method = '', path = ''] = route.split(' ')
  const url = path
    .replace('{gateway}', 'shop')
    .replace('{app}', 'web')
    .replaceAll(/\{\w+\}/g, '1')
  // not from this machine, where more is open
  return await app.inject({
    method: method as 'GET', // or another
    url,
    headers: { ...headers, 'x-without-handler': '1' },
    remoteAddress: '192.0.2.7',
  })
}

function tableOf(text: string): [route: string, rule: string][] {
  const rows = text.matchAll(/^\| `([A-Z]+ [^`]+)` \| ([a-z-]+) \|/gm)
  return [...rows].map(([, route = '', rule = '']) => [route, rule])
}
