import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  apiUnderTest,
  asAdministrator,
  signedIn,
  type Headers,
} from '../people/people-under-test.ts'
import { success } from '../../flowlog/engine/engine-under-test.ts'

const definition = `version: 1
apps: [{ code: web, secrets: [], owner: web-team }]
gateways:
  - { name: shop, maintainers: [shop-admins], viewers: [shop-watchers] }
  - { name: other, maintainers: [other-admins] }
`
const atMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 7_200_000
const range = `from=${atMs}&to=${atMs + 3_600_000}`

test('statistics are of what one may see: a gateway, an application of one’s own, all for administrators', async (t) => {
  const { ask, viewer, owner } = await under(t)

  const all = await ask(`${range}&by=gateway&step=30m`, asAdministrator)
  const shop = await ask(`${range}&gateway=shop`, viewer)
  const web = await ask(`${range}&app=web`, owner)

  assert.deepEqual(all.body.total.requests, 6)
  assert.deepEqual(
    all.body.groups.map((group: Group) => [group.value, group.total.requests]),
    [
      ['shop', 4],
      ['other', 2],
    ],
  )
  assert.deepEqual([all.body.times.length, all.body.by, all.body.timeZone], [2, 'gateway', 'UTC'])
  assert.deepEqual([shop.body.total.requests, web.body.total.requests], [4, 3])
  for (const [query, headers, key] of [
    [range, viewer, 'not_permitted'],
    [`${range}&gateway=other`, viewer, 'not_found'],
    [`${range}&gateway=shop`, owner, 'not_found'],
    [`${range}&app=mobile`, owner, 'not_found'],
  ] as const) {
    assert.equal((await ask(query, headers)).body.key, key, query)
  }
})

test('as CSV it is a line for each bar and value, and no cell is a formula', async (t) => {
  const { ask } = await under(t)

  const { text } = await ask(`${range}&by=app&step=1h&format=csv`, asAdministrator)

  const lines = text
    .trim()
    .split('\r\n')
    .map((line) => line.split(',').slice(1, 4).join())
  assert.deepEqual(lines, [
    'app,requests,failures',
    'web,3,0',
    "'=1+1,2,0",
    '(none),1,0',
    '(others),0,0',
    '(all),6,0',
  ])
})

test('what cannot be asked is told with its parameter', async (t) => {
  const { ask } = await under(t)

  for (const [query, detail] of [
    ['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z', /^from: it must be before/],
    ['from=0&step=1h', /^step: more than/],
    [`from=${atMs - 20 * 86_400_000}&step=5m`, /kept by the hour/],
    [`${range}&timeZone=Mars`, /^timeZone/],
    [`${range}&by=path`, /by/],
  ] as const) {
    const { status, body } = await ask(query, asAdministrator)
    assert.deepEqual([status, body.key], [400, 'invalid_parameter'], query)
    assert.match(body.detail, detail)
  }
})

interface Group {
  readonly value: string
  readonly total: { readonly requests: number }
}

async function under(t: TestContext) {
  const records = ['web', 'web', 'web', '=1+1', '=1+1', ''].map((app_code, number) => {
    const gateway = number < 4 ? 'shop' : 'other'
    return { ...success(number), timestamp: atMs + number, gateway, app_code }
  })
  const api = await apiUnderTest(t, { records })
  await api.apply(definition)
  const ask = async (query: string, headers: Headers) => {
    const answer = await api.app.inject({ url: `/api/v1/statistics?${query}`, headers })
    const text = answer.payload
    // each test reads what the route gives
    const body: ReturnType<typeof JSON.parse> = text.startsWith('{') ? JSON.parse(text) : undefined
    return { status: answer.statusCode, text, body }
  }
  const viewer = await signedIn(api, 'ann', { groups: ['shop-watchers'] })
  const owner = await signedIn(api, 'bob', { groups: ['web-team'] })
  return { ask, viewer, owner }
}
