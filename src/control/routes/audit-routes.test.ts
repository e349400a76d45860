import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type WholeApi, wholeApi } from '../whole-api-under-test.ts'
import { nobody } from '../caller.ts'

interface Entry {
  readonly id: number
  readonly actor: string
  readonly kind: string
  readonly path: string
  readonly action: string
  readonly before: unknown
  readonly after: unknown
}

interface List {
  readonly items: readonly Entry[]
  readonly next: string | null
}

function definition(parts: Partial<Record<Part, string>> = {}): string {
  const said = { ...usual, ...parts }
  return `version: 1
apps: [${said.app}]
gateways:
  - name: shop
    description: ${said.description}
    x-team: ${said.team}
    backends: [${said.backend}]
    stages: [${said.stage}]
    resources: [${said.resource}]
    references: ${said.references}
    grants: [${said.grant}]
`
}

type Part = keyof typeof usual

const hosts = 'backends: { default: { hosts: [{ url: http://127.0.0.1:9 }] } }'
const usual = {
  app: '{ code: web, secret: planted-secret-0123456789, owner: web-team }',
  description: 'Orders',
  team: 'one',
  backend: '{ name: default }',
  stage: `{ name: prod, ${hosts} }`,
  resource: '{ name: get_order, method: GET, path: /orders, summary: One }',
  references: '{}',
  grant: '{ app: web }',
}

/** What is changed, and how it must stand in the audit. */
const changes: readonly (readonly [part: Part, now: string, kind: string, path: string])[] = [
  ['app', usual.app.replace('web-team', 'other-team'), 'app', 'apps/web'],
  ['description', 'Payments', 'gateway', 'gateways/shop'],
  ['team', 'two', 'gateway', 'gateways/shop'],
  ['backend', '{ name: default, description: other }', 'backend', 'gateways/shop/backends/default'],
  ['stage', `{ name: prod, passCookies: true, ${hosts} }`, 'stage', 'gateways/shop/stages/prod'],
  [
    'resource',
    usual.resource.replace('GET', 'PUT'),
    'resource',
    'gateways/shop/resources/get_order',
  ],
  [
    'resource',
    usual.resource.replace('One', 'Two'),
    'documentation',
    'gateways/shop/documentation/resources/get_order',
  ],
  ['references', '{ "#/a": 1 }', 'documentation', 'gateways/shop/documentation/references'],
  ['grant', '{ app: web, resources: [get_order] }', 'grant', 'gateways/shop/grants/web'],
]

suite('the audit', () => {
  let api: WholeApi

  before(async () => {
    api = await wholeApi()
  })
  after(() => api[Symbol.asyncDispose]())

  async function audit(query = ''): Promise<List> {
    return (await api.get(`/api/v1/audit?${query}`)).json()
  }

  async function applied(parts: Partial<Record<Part, string>> = {}): Promise<void> {
    const answer = await api.apply(definition(parts))
    assert.equal(answer.statusCode, 200, answer.body)
  }

  for (const [part, now, kind, path] of changes) {
    test(`holds a changed ${part} as ${kind}, with what was before and is after`, async () => {
      await applied()
      const [last] = (await audit('limit=1')).items

      await applied({ [part]: now })

      const { items } = await audit()
      const own = items.filter(({ id }) => id > (last?.id ?? 0))
      const entry = own.find((one) => one.kind === kind && one.path === path)
      assert.ok(entry !== undefined, JSON.stringify(own.map((one) => [one.kind, one.path])))
      assert.deepEqual([entry.actor, entry.action], ['token admin', 'update'])
      assert.notEqual(entry.before, null)
      assert.notDeepEqual(entry.after, entry.before)
      const others = own.filter((one) => one !== entry && one.kind !== 'release')
      assert.deepEqual(others, [])
    })
  }

  test('holds what came and went, with all that was said of it', async () => {
    await applied()
    await applied({ resource: '{ name: pay, method: POST, path: /pay, summary: Pays }' })

    const { items } = await audit('kind=resource&search=pay&limit=1')
    const { items: gone } = await audit('kind=resource&action=delete&limit=1')

    assert.deepEqual([items[0]?.action, items[0]?.before], ['create', null])
    assert.match(JSON.stringify(items[0]?.after), /"summary":"Pays"/)
    assert.deepEqual([gone[0]?.path, gone[0]?.after], ['gateways/shop/resources/get_order', null])
  })

  test('an apply that changes nothing leaves nothing', async () => {
    await applied()
    const { items } = await audit('limit=1')

    await applied()

    assert.deepEqual((await audit('limit=1')).items, items)
  })

  test('entries are found by action, path and text, in pages, and one by its id', async () => {
    await applied({ description: 'a=b "quoted", 订单' })
    const under = await audit('path=gateways/shop/backends/&limit=1000')
    const found = await audit('search=%E8%AE%A2%E5%8D%95')
    const first = await audit('limit=1')
    const second = await audit(`limit=1&cursor=${first.next}`)
    const one = await api.get(`/api/v1/audit/${first.items[0]?.id}`)

    assert.ok(under.items.length > 0)
    assert.ok(under.items.every(({ path }) => path.startsWith('gateways/shop/backends/')))
    assert.ok(found.items.length > 0)
    assert.ok(found.items.every((entry) => JSON.stringify(entry).includes('订单')))
    assert.equal(second.items[0]?.id, (first.items[0]?.id ?? 0) - 1)
    assert.deepEqual(one.json(), first.items[0])
    assert.equal((await api.get('/api/v1/audit/2147483647')).statusCode, 404)
    const unbounded = await api.get('/api/v1/audit?limit=1e999')
    assert.equal(unbounded.json().detail, 'limit: it is too large a number.')
  })

  test('leaves as a file with all of it, in which no text is a formula', async () => {
    await applied({ description: '"=cmd|calc"' })
    const { items } = await audit('limit=1000')

    const csv = await api.get('/api/v1/audit/export?format=csv')
    const lines = (await api.get('/api/v1/audit/export?format=ndjson')).body.trim().split('\n')
    const none = await api.get('/api/v1/audit/export?format=csv&actor=%3Dnobody')

    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      items,
    )
    assert.match(String(csv.headers['content-disposition']), /attachment; filename="audit.csv"/)
    assert.match(csv.body, /^id,at,actor,address,gateway,kind,path,action,before,after\r\n/)
    assert.equal(csv.body.split('\r\n').length, items.length + 2)
    assert.doesNotMatch(csv.body, /(?:^|,)"?[=+@-]/m)
    assert.equal(none.body.split('\r\n').length, 2)
    assert.doesNotMatch(csv.body + lines.join(''), /planted-secret/)
  })

  test('who is no administrator reads that of the gateways that they maintain', async (t) => {
    t.after(() => api.as(undefined))
    const { items } = await audit('limit=1000')
    const app = items.find(({ kind }) => kind === 'app')
    const own = items.find(({ path }) => path.startsWith('gateways/shop'))
    api.as({ ...nobody, name: 'user ann', mayMaintain: (gateway) => gateway === 'shop' })

    const status = async (path: string) => (await api.get(`/api/v1/audit${path}`)).statusCode

    assert.ok((await audit('gateway=shop')).items.length > 0)
    assert.equal(await status(''), 403)
    assert.equal(await status('?gateway=other'), 403)
    assert.equal(await status('/export?format=csv'), 403)
    assert.equal(await status(`/${own?.id}`), 200)
    assert.equal(await status(`/${app?.id}`), 404)
  })
})
