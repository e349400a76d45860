import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type DraftsUnderTest, draftsUnderTest } from './drafts-under-test.ts'

/** Parts of a gateway edited through the API: nobody overwrites another unseen, nothing wrong is kept, no
 *  secret is shown, and nothing of it is served. */
async function shopOf(t: TestContext): Promise<DraftsUnderTest> {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  const made = await api.ask('POST', '/gateways', { name: 'shop', maintainers: ['ann'] })
  assert.equal(made.status, 201, made.text)
  return api
}

const order = { name: 'get_order', method: 'GET', path: '/orders/{id}' }
const any = { 'if-match': '*' }

test('of two who change the same resource the second is told what is there now, and overwrites nothing', async (t) => {
  const api = await shopOf(t)
  await api.ask('POST', '/gateways/shop/resources', order)
  const { etag } = await api.ask('GET', '/gateways/shop/resources/get_order')
  const path = '/gateways/shop/resources/get_order'

  const first = await api.ask('PATCH', path, { description: 'first' }, { 'if-match': etag })
  const second = await api.ask('PATCH', path, { description: 'second' }, { 'if-match': etag })
  const blind = await api.ask('PATCH', path, { description: 'third' })

  assert.equal(first.status, 200, first.text)
  assert.equal(second.status, 412)
  assert.equal(second.body['key'], 'changed_meanwhile')
  assert.deepEqual(second.body['current'], { ...order, description: 'first' })
  assert.equal(second.body['etag'], first.etag)
  assert.equal(blind.status, 428)
})

test('those who change different resources, or variables and hosts of one stage, do not meet', async (t) => {
  const api = await shopOf(t)
  await api.ask('POST', '/gateways/shop/resources', order)
  await api.ask('POST', '/gateways/shop/resources', { ...order, name: 'two', path: '/two' })
  const variables = '/gateways/shop/stages/prod/variables'
  const [one, two, vars] = await Promise.all(
    ['/gateways/shop/resources/get_order', '/gateways/shop/resources/two', variables].map(
      async (path) => (await api.ask('GET', path)).etag,
    ),
  )

  const answers = await Promise.all([
    api.ask('PATCH', '/gateways/shop/resources/get_order', { description: 'x' }, match(one)),
    api.ask('PATCH', '/gateways/shop/resources/two', { description: 'y' }, match(two)),
    api.ask('PUT', variables, { region: 'eu' }, match(vars)),
    api.ask('PUT', '/gateways/shop/stages/prod/backends/default', {
      hosts: [{ url: 'http://{env.region}.example.com' }],
    }),
  ])

  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
    answers.map(({ text }) => text).join('\n'),
  )
  const stage = await api.ask('GET', '/gateways/shop/stages/prod')
  assert.deepEqual(stage.body['definition'], {
    name: 'prod',
    variables: { region: 'eu' },
    backends: { default: { hosts: [{ url: 'http://{env.region}.example.com' }] } },
  })
})

test('what is wrong by itself is refused with the member, and nothing is kept of it', async (t) => {
  const api = await shopOf(t)
  const post = async (body: object) => await api.ask('POST', '/gateways/shop/resources', body)

  const answers = [
    await post({ ...order, method: 'GRT' }),
    await post({ ...order, path: 'orders' }),
    await post({ ...order, colour: 'red' }),
    await post({ ...order, description: 'by ${OWNER}' }),
    await post({ ...order, plugins: [{ type: 'rate-limit', config: { default: [] } }] }),
    await post({ method: 'GET', path: '/x' }),
    await post({ ...order, auth: { app: false, permission: true } }),
  ]

  for (const { status, text } of answers) assert.equal(status, 422, text)
  const paths = answers.map(({ body }) => (body['errors'] as { path: string }[])[0]?.path)
  assert.deepEqual(paths, [
    'method',
    'path',
    'colour',
    'description',
    'plugins[0].config.default',
    'name',
    'auth.permission',
  ])
  const { body } = await api.ask('GET', '/gateways/shop/draft')
  assert.equal(body['draft'], null)
})

test('a reference that leads nowhere yet may be kept, and is told with the part and the draft', async (t) => {
  const api = await shopOf(t)

  const made = await api.ask('POST', '/gateways/shop/resources', {
    ...order,
    backend: { name: 'orders' },
  })

  assert.equal(made.status, 201)
  const [problem] = made.body['problems'] as { part: string; path: string; message: string }[]
  assert.equal(problem?.part, 'resources/get_order')
  assert.equal(problem.path, 'backend.name')
  assert.equal(problem.message, 'there is no backend "orders" in this gateway')
})

test('a secret is shown to nobody, and stays where what was shown is sent back', async (t) => {
  const api = await shopOf(t)
  const secret = 'planted-secret-of-a-header'
  const config = { set: [{ key: 'X-Api-Token', value: secret }] }
  const plugins = [{ type: 'bk-header-rewrite', config }]
  const made = await api.ask('POST', '/gateways/shop/resources', { ...order, plugins })
  assert.equal(made.status, 201, made.text)
  const path = '/gateways/shop/resources/get_order'
  const shown = await api.ask('GET', path)

  const sent = { ...Object(shown.body['definition']), description: 'changed' }
  const put = await api.ask('PUT', path, sent, match(shown.etag))
  const lost = await api.ask('POST', '/gateways/shop/resources', { ...sent, name: 'two' })

  assert.equal(put.status, 200, put.text)
  assert.equal(lost.status, 422, 'a hidden value of nothing')
  const exported = await api.ask('GET', '/gateways/shop/definition?of=draft')
  assert.match(exported.text, new RegExp(secret))
  const draft = await api.ask('GET', '/gateways/shop/draft')
  const audit = await api.ask('GET', '/audit')
  const list = await api.ask('GET', '/gateways/shop/resources')
  for (const { text } of [made, shown, put, draft, audit, list]) {
    assert.ok(!text.includes(secret), text)
  }
})

test('a plugin is bound, changed and taken off by its type, with or without its prefix', async (t) => {
  const api = await shopOf(t)
  const path = '/gateways/shop/stages/prod/plugins/rate-limit'
  const config = { default: [{ limit: 5, periodSeconds: 60 }] }

  const bound = await api.ask('PUT', path, { config })
  const again = await api.ask('PUT', path, { config })
  const changed = await api.ask('PUT', path.replace('rate-limit', 'bk-rate-limit'), { config }, any)
  const other = await api.ask('PUT', path, { type: 'mock', config: {} }, any)
  const gone = await api.ask('DELETE', path, undefined, any)
  const known = await api.ask('GET', '/plugins')

  assert.deepEqual(
    [bound, again, changed, other, gone].map(({ status }) => status),
    [200, 428, 200, 422, 204],
  )
  assert.deepEqual((await api.ask('GET', '/gateways/shop/stages/prod')).body['definition'], {
    name: 'prod',
    plugins: [],
  })
  const items = known.body['items'] as { type: string; title: { zh: string }; order: number }[]
  assert.ok(items.length > 10)
  for (const { type, title } of items) assert.notEqual(title.zh, type, `${type} has no title`)
})

test('a backend that resources lead to stays; one that is free goes from every stage as well', async (t) => {
  const api = await shopOf(t)
  await api.ask('POST', '/gateways/shop/backends', { name: 'old' })
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/old', {
    hosts: [{ url: 'http://old' }],
  })
  const resource = { ...order, backend: { name: 'old' } }
  await api.ask('POST', '/gateways/shop/resources', resource)

  const used = await api.ask('DELETE', '/gateways/shop/backends/old', undefined, any)
  const path = '/gateways/shop/resources/get_order'
  await api.ask('PATCH', path, { backend: { name: 'default' } }, any)
  const free = await api.ask('DELETE', '/gateways/shop/backends/old', undefined, any)

  assert.deepEqual([used.status, used.body['key'], free.status], [409, 'still_used', 204])
  const stage = await api.ask('GET', '/gateways/shop/stages/prod')
  assert.deepEqual(stage.body['definition'], { name: 'prod', backends: {} })
})

test('many resources are labelled, changed or deleted at once, all or none', async (t) => {
  const api = await shopOf(t)
  const names = ['a', 'b', 'c']
  for (const name of names) {
    await api.ask('POST', '/gateways/shop/resources', { ...order, name, path: `/${name}` })
  }
  const path = '/gateways/shop/resources/batch'
  const { etag } = await api.ask('GET', '/gateways/shop/draft')

  const patched = await api.ask('POST', path, { names, patch: { websocket: true } }, match(etag))
  const stale = await api.ask('POST', path, { names, delete: true }, match(etag))
  const wrong = await api.ask('POST', path, { names: ['a', 'x'], delete: true }, any)
  const deleted = await api.ask('POST', path, { names: ['a', 'b'], delete: true }, any)

  assert.deepEqual(patched.body, { changed: 3, deleted: 0 })
  assert.deepEqual([stale.status, wrong.status, deleted.status], [412, 404, 200])
  const { body } = await api.ask('GET', '/gateways/shop/resources')
  assert.equal(body['total'], 1)
})

test('a gateway that came from a file with references is not edited here, and the file is named', async (t) => {
  const api = await shopOf(t)
  const gateway = {
    name: 'filed',
    stages: [{ name: 'prod', backends: { default: { hosts: [{ url: '${URL}' }] } } }],
    backends: [{ name: 'default', owners: ['${TEAM}'] }],
  }
  const file = JSON.stringify({ version: 1, gateways: [gateway] })
  const bundle = {
    faultlineBundle: 1,
    definitions: [{ file: 'shop.yaml', text: file }],
    values: { TEAM: 'planted-value', URL: 'http://127.0.0.1:9' },
    files: [],
  }
  const applied = await api.ask('POST', '/apply', bundle)
  assert.equal(applied.status, 200, applied.text)

  const answers = [
    await api.ask('POST', '/gateways/filed/resources', order),
    await api.ask('PATCH', '/gateways/filed', { description: 'x' }, any),
    await api.ask('POST', '/gateways/filed/stages', { name: 'test' }),
  ]

  for (const { status, body, text } of answers) {
    assert.deepEqual([status, body['key']], [409, 'managed_by_files'])
    assert.deepEqual(body['references'], ['${URL}', '${TEAM}'])
    assert.ok(!text.includes('planted'))
  }
  const stage = await api.ask('GET', '/gateways/filed/stages/prod')
  assert.deepEqual(stage.body['pending'], { managedByFiles: 2 }, 'nothing of it is a problem')
})

test('a creation that is sent again with its key is answered as before, and creates nothing twice', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  const key = { 'idempotency-key': 'a-key' }

  const first = await api.ask('POST', '/gateways', { name: 'shop' }, key)
  await api.restart()
  const again = await api.ask('POST', '/gateways', { name: 'shop' }, key)
  const without = await api.ask('POST', '/gateways', { name: 'shop' })
  const other = await api.ask('POST', '/gateways', { name: 'shop2' }, key)
  const elsewhere = await api.ask('POST', '/gateways/shop/resources', order, key)
  const bad = await api.ask('POST', '/gateways', { name: 'shop3' }, { 'idempotency-key': 'a b' })

  assert.equal(first.status, 201, first.text)
  assert.deepEqual([again.status, again.text, again.etag], [201, first.text, first.etag])
  assert.equal(again.headers['location'], '/api/v1/gateways/shop')
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.deepEqual([without.status, without.body['key']], [409, 'exists_already'])
  assert.deepEqual([other.status, other.body['key']], [422, 'key_reused'])
  assert.deepEqual([elsewhere.status, elsewhere.body['key']], [422, 'key_reused'])
  assert.deepEqual([bad.status, bad.body['key']], [400, 'invalid_parameter'])
})

test('of two creations with one key at the same time one is made, and what failed may be tried again', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop' })
  const key = { 'idempotency-key': 'a-key' }
  const post = async (body: object) => await api.ask('POST', '/gateways/shop/resources', body, key)

  const wrong = await post({ ...order, method: 'GRT' })
  const [one, two] = await Promise.all([post(order), post(order)])

  assert.equal(wrong.status, 422)
  for (const { status, text, body } of [one, two]) {
    const isTold = status === 409 && body['key'] === 'key_in_use'
    assert.ok(isTold || (status === 201 && /get_order/.test(text)), text)
  }
  assert.equal((await api.ask('GET', '/gateways/shop/resources')).body['total'], 1)
})

test('a document that comes again changes what it says, and nothing of what it does not say', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop' })
  const own = { name: 'own', method: 'GET', path: '/own' }
  const mine = { name: 'mine', method: 'GET', path: '/orders/{any}', auth: { user: true } }
  await api.ask('POST', '/gateways/shop/resources', own)
  await api.ask('POST', '/gateways/shop/resources', mine)
  const path = '/gateways/shop/draft/import'

  const dry = await api.ask('POST', `${path}?dryRun=true`, document)
  const before = await api.ask('GET', '/gateways/shop/resources')
  const first = await api.ask('POST', path, document)
  await api.ask('PATCH', '/gateways/shop/resources/list', { websocket: true }, any)
  const replaced = await api.ask('POST', `${path}?mode=replace&backend=orders`, document)

  const actionsOf = ({ body }: typeof first): string[] =>
    (body['imported'] as { name: string; action: string }[]).map(
      ({ name, action }) => `${name} ${action}`,
    )
  assert.deepEqual(dry.body['imported'], first.body['imported'])
  assert.equal(before.body['total'], 2)
  assert.deepEqual(actionsOf(first), ['mine update', 'list create'])
  assert.deepEqual(actionsOf(replaced), ['mine update', 'list update'])
  assert.deepEqual(replaced.body['removed'], ['own'])
  const { body } = await api.ask('GET', '/gateways/shop/resources/mine')
  const merged = body['definition'] as Record<string, unknown>
  assert.deepEqual([merged['path'], merged['auth']], ['/orders/{id}', { user: true }])
  const audit = await api.ask('GET', '/audit?kind=draft&limit=1')
  assert.match(audit.text, /"removed":\{"count":1,"names":\["own"\]\}/)
})

const document = `openapi: 3.1.0
paths:
  /orders/{id}:
    get: { operationId: get_order, summary: "One order for \${NAME}" }
  /orders:
    get: { operationId: list }
`

function match(etag: string | undefined): Readonly<Record<string, string>> {
  return { 'if-match': etag ?? '' }
}
