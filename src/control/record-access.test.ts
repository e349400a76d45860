import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { idOf, startMs } from '../flowlog/engine/engine-under-test.ts'
import type { Attempt, FlowRecord } from '../model/flow-record.ts'
import { attemptDefaults, recordDefaults } from '../model/record-defaults.ts'
import {
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  type Headers,
  signedIn,
  withToken,
} from './people/people-under-test.ts'

/** Who sees which flow records, and how much of them. In every member that is about what is behind the
 *  gateway, one word is planted, so that it shows wherever it comes out. */
const planted = 'planted-internal'

const definition = `version: 1
apps: [{ code: web, secrets: [], owner: web-team }, { code: other, secrets: [] }]
gateways: [{ name: shop, maintainers: [mia], viewers: [vic] }, { name: pay, maintainers: [pia] }]
`

const attempt = Object.fromEntries(
  Object.entries(attemptDefaults).map(([name, value]) => [name, value === '' ? planted : value]),
) as unknown as Attempt // texts stay texts

function record(number: number, more: Partial<FlowRecord>): Partial<FlowRecord> {
  return {
    ...recordDefaults,
    request_id: idOf(number),
    timestamp: startMs + number,
    gateway: 'shop',
    stage: 'prod',
    app_code: 'web',
    method: 'GET',
    http_path: `/orders/${number}`,
    status: 502,
    error_key: 'backend_refused',
    error: 'Bad gateway',
    answered_by: 'gateway',
    complete: true,
    backend: planted,
    backend_scheme: planted,
    backend_method: planted,
    backend_host: `${planted}:9000`,
    backend_path: `/${planted}`,
    backend_addr: planted,
    node: planted,
    error_facts: { endpoint: planted },
    backend_headers: [['Server', planted]],
    plugins: [{ plugin: 'app-auth', outcome: 'continue', ms: 1, evidence: { why: planted } }],
    attempts: [{ ...attempt, failure: 'backend_refused', ended_by: 'backend' }],
    ...more,
  }
}

const answered = { status: 200, error_key: '', error: '', answered_by: 'backend' } as const
/** Of web at shop, of web at pay, of another application at shop, of nobody at pay. */
const records = [
  record(0, {}),
  record(1, { gateway: 'pay', ...answered }),
  record(2, { app_code: 'other' }),
  record(3, { gateway: 'pay', app_code: '' }),
]
const [webAtShop, webAtPay, otherAtShop, nobodyAtPay] = [0, 1, 2, 3].map(idOf)

interface Seen {
  readonly api: ApiUnderTest
  readonly owner: Headers
  readonly viewer: Headers
  readonly guest: Headers
}

async function withRecords(t: TestContext): Promise<Seen> {
  const api = await apiUnderTest(t, { records })
  await api.apply(definition)
  const owner = await signedIn(api, 'opal', { groups: ['web-team'] })
  return { api, owner, viewer: await signedIn(api, 'vic'), guest: await signedIn(api, 'gus') }
}

async function get({ app }: ApiUnderTest, path: string, headers: Headers) {
  return await app.inject({ url: `/api/v1/flow-records${path}`, headers })
}

const range = `from=${startMs}&to=${startMs + 60_000}`

test('lists, counts and exports are of the records that one may see, whatever the query says', async (t) => {
  const { api, owner, viewer, guest } = await withRecords(t)
  const pia = await withToken(api, { role: 'maintainer', gateways: ['pay'] })
  const seen = {
    administrator: [asAdministrator, [nobodyAtPay, otherAtShop, webAtPay, webAtShop]],
    owner: [owner, [webAtPay, webAtShop]],
    viewer: [viewer, [otherAtShop, webAtShop]],
    maintainer: [pia, [nobodyAtPay, webAtPay]],
    guest: [guest, []],
  } as const

  for (const [who, [headers, ids]] of Object.entries(seen)) {
    for (const query of ['', 'status:>0 OR status:0', 'NOT app_code:x', 'gateway:* OR *']) {
      const list = await get(api, `?query=${encodeURIComponent(query)}`, headers)
      assert.equal(list.statusCode, 200, `${who}: ${query}`)
      const found = list.json().items.map(({ request_id: id }: FlowRecord) => id)
      assert.deepEqual(found, ids, `${who}: ${query}`)
    }
    const count = await get(api, `/top-values?${range}&field=gateway`, headers)
    assert.equal(count.json().fields[0].total, ids.length, who)
    const bars = await get(api, `/histogram?${range}`, headers)
    assert.equal(bars.json().total, ids.length, who)
    const percentiles = await get(api, `/percentiles?${range}`, headers)
    assert.ok(percentiles.json().all.count <= ids.length, who)
    const { counted } = (await get(api, `/differences?${range}&query=status:502`, headers)).json()
    assert.equal(counted.selected + counted.rest, ids.length, who)
    const file = await get(api, '/export?format=ndjson', headers)
    assert.equal(file.body.split('\n').filter((line) => line !== '').length, ids.length, who)
  }
})

test('a record that one may not see is not told from one that does not exist', async (t) => {
  const { api, owner, viewer } = await withRecords(t)

  const [hidden, missing] = await Promise.all([
    get(api, `/${nobodyAtPay}`, owner),
    get(api, `/${idOf(99)}`, owner),
  ])
  const another = await get(api, `/${webAtPay}`, viewer)

  assert.deepEqual([hidden.statusCode, hidden.body], [404, missing.body])
  assert.equal(another.statusCode, 404)
})

test('the owner of an application sees nothing of what is behind the gateway, anywhere', async (t) => {
  const { api, owner } = await withRecords(t)
  const paths = [
    '',
    `/${webAtShop}`,
    `/${webAtShop}?lang=zh`,
    `/${webAtPay}`,
    '/export?format=ndjson',
    '/export?format=csv',
    `/differences?${range}&query=status:502`,
    `/top-values?${range}&field=key&field=resource`,
  ]

  for (const path of paths) {
    const answer = await get(api, path, owner)
    assert.equal(answer.statusCode, 200, path)
    assert.doesNotMatch(answer.body, /planted/, path)
    assert.match((await get(api, path, asAdministrator)).body, /planted|"counted"|"fields"/, path)
  }
  const { record: shown, verdict } = (await get(api, `/${webAtShop}`, owner)).json()
  assert.equal(shown.http_path, '/orders/0')
  assert.equal(shown.attempts[0].failure, 'backend_refused')
  assert.equal(verdict.key, 'backend_refused')
  assert.ok(verdict.evidence.length > 1 && verdict.summary !== '')
})

test('what is hidden cannot be asked for, in no query and no count', async (t) => {
  const { api, owner, viewer } = await withRecords(t)
  const hidden = ['backend', 'backend_scheme', 'backend_method', 'backend_host', 'backend_path']
  const fields = [...hidden, 'backend_addr', 'node', 'attempt_endpoint', 'attempt_address']

  for (const [place, field] of fields.entries()) {
    const ways = [
      `?query=${field}:planted*`,
      `?query=NOT (status:200 OR -${field}:*)`,
      `?include=${field}:${planted}`,
      `?exclude=${field}:x`,
      `/histogram?${range}&query=${field}:*`,
      `/histogram?${range}&by=${field}`,
      `/top-values?${range}&field=status&field=${field}`,
      `/percentiles?${range}&by=${field}`,
      `/export?format=csv&query=${field}:*`,
    ]
    // each field in a query, and in one of the other ways; each way with one of the fields
    for (const path of ways.filter((_, at) => at === 0 || at === place)) {
      const answer = await get(api, path.replaceAll(' ', '%20'), owner)
      assert.equal(answer.statusCode, countable(answer.body) ? 403 : 400, `${path} ${answer.body}`)
      assert.doesNotMatch(answer.body, /planted-/, path)
      assert.ok((await get(api, path.replaceAll(' ', '%20'), viewer)).statusCode !== 403, path)
    }
  }
  const parquet = await get(api, '/export?format=parquet', owner)
  assert.equal(parquet.statusCode, 422)
})

/** Fields of which nobody can be told counts are refused before rights are looked at. */
function countable(body: string): boolean {
  return !/cannot be counted/.test(body)
}

test('who owns the application and may view the gateway sees its records whole, and may ask by its name', async (t) => {
  const { api } = await withRecords(t)
  const both = await signedIn(api, 'pia', { groups: ['web-team'] })

  const list = (await get(api, '', both)).json().items as FlowRecord[]
  const named = await get(api, `?gateway=pay&query=backend:${planted}`, both)
  const unnamed = await get(api, `?query=backend:${planted}`, both)

  assert.deepEqual(
    list.map(({ gateway, backend }) => [gateway, backend]),
    [
      ['pay', planted],
      ['pay', planted],
      ['shop', ''],
    ],
  )
  assert.equal(named.json().items.length, 2)
  assert.equal(unnamed.json().key, 'not_permitted')
})

test('a link shows its one record to everybody, whole only to who is signed in, until it is revoked', async (t) => {
  const { api, owner, viewer, guest } = await withRecords(t)
  const share = async (headers: Headers, body: object) =>
    await api.app.inject({
      method: 'POST',
      url: `/api/v1/flow-records/${webAtShop}/share`,
      headers,
      payload: JSON.stringify(body),
    })
  const open = async (token: string, headers: Headers = {}) =>
    await api.app.inject({ url: `/api/v1/shared-records/${token}`, headers })

  const mine = (await share(owner, {})).json()
  const tooMuch = await share(owner, { view: 'full' })
  const notMine = await share(guest, {})
  const full = (await share(viewer, { view: 'full', expiresInHours: 1 })).json()

  assert.match(mine.link, /\/shared-record#flr_\w{60}$/)
  assert.deepEqual([tooMuch.json().key, notMine.json().key], ['not_permitted', 'not_found'])
  for (const answer of [
    await open(mine.token),
    await open(mine.token, viewer),
    await open(full.token),
  ]) {
    assert.equal(answer.json().view, 'caller')
    assert.doesNotMatch(answer.body, /planted/)
  }
  assert.match((await open(full.token, guest)).body, /planted/)
  assert.equal((await open(full.token, { cookie: '__Host-faultline=x' })).json().view, 'caller')
  assert.equal((await open(`${mine.token.slice(0, -1)}x`)).json().key, 'link_ended')

  const mia = await withToken(api, { role: 'maintainer', gateways: ['shop'] })
  const listed = await api.app.inject({ url: '/api/v1/gateways/shop/record-shares', headers: mia })
  const revoke = async (id: string, headers: Headers) =>
    (await api.app.inject({ method: 'DELETE', url: `/api/v1/record-shares/${id}`, headers }))
      .statusCode
  assert.equal(listed.json().items.length, 2)
  assert.doesNotMatch(listed.body, /flr_/)
  assert.deepEqual([await revoke(full.id, guest), await revoke(full.id, mia)], [404, 204])
  assert.equal(await revoke(mine.id, owner), 204)
  assert.equal((await open(mine.token)).json().key, 'link_ended')
})
