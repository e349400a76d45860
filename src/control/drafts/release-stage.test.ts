import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type Answered, type DraftsUnderTest, draftsUnderTest } from './drafts-under-test.ts'

/** From edits to what is served: one stage at a time, all of it or nothing, and never unsaid. */
const any = { 'if-match': '*' }
const order = { name: 'get_order', method: 'GET', path: '/orders/{id}', auth: { app: false } }
const hosts = { hosts: [{ url: 'http://127.0.0.1:9' }] }

/** A gateway with the stages prod and test, a backend and a resource; nothing is released. */
async function shopOf(t: TestContext): Promise<DraftsUnderTest> {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop', maintainers: ['ann'] })
  await api.ask('POST', '/gateways/shop/stages', { name: 'test', backends: { default: hosts } })
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/default', hosts)
  const made = await api.ask('POST', '/gateways/shop/resources', order)
  assert.equal(made.status, 201, made.text)
  return api
}

async function release(api: DraftsUnderTest, stage: string, body: object = {}): Promise<Answered> {
  return await api.ask('POST', `/gateways/shop/stages/${stage}/release`, body)
}

async function stagesOf(api: DraftsUnderTest): Promise<Record<string, unknown>> {
  const { body } = await api.ask('GET', '/gateways/shop/stages')
  const items = body['items'] as { name: string; pending: unknown }[]
  return Object.fromEntries(items.map(({ name, pending }) => [name, pending]))
}

test('a release changes its own stage only; the others go on, and say what they do not serve', async (t) => {
  const api = await shopOf(t)
  assert.deepEqual(await stagesOf(api), {
    prod: { resources: 1, backends: 1 },
    test: { resources: 1, backends: 1 },
  })

  await release(api, 'prod', { comment: 'first' })
  await release(api, 'test')
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { path: '/o/{id}' }, any)
  assert.deepEqual(await stagesOf(api), { prod: { resources: 1 }, test: { resources: 1 } })
  const released = await release(api, 'test')

  assert.deepEqual(released.body['changed'], true)
  assert.deepEqual(api.served(), ['shop/prod/1', 'shop/test/2'])
  assert.deepEqual(await stagesOf(api), { prod: { resources: 1 }, test: null })
  const { body } = await api.ask('GET', '/gateways/shop/draft')
  assert.equal(body['draft'], null, 'what is written now is what test serves')
  await release(api, 'prod')
  assert.deepEqual(await stagesOf(api), { prod: null, test: null })
  const live = (await api.ask('GET', '/gateways/shop/stages/prod')).body['live']
  assert.deepEqual([Reflect.get(Object(live), 'workers'), Reflect.get(Object(live), 'of')], [2, 2])
})

test("another stage's own edits wait for its own release", async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  await release(api, 'test')
  await api.ask('PUT', '/gateways/shop/stages/test/variables', { region: 'eu' }, any)
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { websocket: true }, any)

  await release(api, 'prod')

  assert.deepEqual(await stagesOf(api), { prod: null, test: { resources: 1, settings: 1 } })
  const exported = await api.ask('GET', '/gateways/shop/definition')
  assert.match(exported.text, /websocket: true/)
  assert.ok(!exported.text.includes('region'))
  assert.match((await api.ask('GET', '/gateways/shop/definition?of=draft')).text, /region: eu/)
})

test('words that no worker is told are pending too, and need no new release', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')

  await api.ask('PATCH', '/gateways/shop/resources/get_order', { description: 'One order' }, any)
  assert.deepEqual((await stagesOf(api))['prod'], { documentation: 1 })
  const released = await release(api, 'prod')

  assert.deepEqual([released.body['changed'], released.body['number']], [false, 1])
  assert.equal((await stagesOf(api))['prod'], null)
  assert.match((await api.ask('GET', '/gateways/shop/definition')).text, /One order/)
})

test('a stage without hosts can be edited and is not released, with a sentence that says why', async (t) => {
  const api = await shopOf(t)
  await api.ask('POST', '/gateways/shop/stages', { name: 'empty' })

  const refused = await release(api, 'empty')
  const other = await release(api, 'prod')

  assert.deepEqual([refused.status, refused.body['key']], [422, 'not_releasable'])
  assert.equal(
    refused.body['detail'],
    'stages/empty backends.default: the backend "default" has no hosts in this stage; the resource "get_order" uses it',
  )
  assert.equal(other.status, 200, 'what is wrong with one stage does not hold up another')
  assert.deepEqual(api.served(), ['shop/prod/1'])
})

test('only the draft that was looked at is released', async (t) => {
  const api = await shopOf(t)
  const { etag } = await api.ask('GET', '/gateways/shop/draft')
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { websocket: true }, any)

  const stale = await release(api, 'prod', { ifDraft: etag })
  const seen = await api.ask('GET', '/gateways/shop/draft')
  const released = await release(api, 'prod', { ifDraft: seen.etag })

  assert.deepEqual([stale.status, stale.body['key']], [412, 'changed_meanwhile'])
  assert.equal(released.status, 200, released.text)
})

test('a resource that is granted or was called lately goes only where the warning is accepted', async (t) => {
  const api = await shopOf(t)
  const definition = (await api.ask('GET', '/gateways/shop/definition?of=draft')).text
  const applied = await api.ask(
    'POST',
    '/apply?probe=false',
    `${definition}    grants:\n      - { app: web, resources: [get_order] }\n`,
  )
  assert.equal(applied.status, 200, applied.text)
  api.calls.set('get_order', new Map([['web', 12]]))
  await api.ask('POST', '/gateways/shop/resources', { ...order, name: 'two', path: '/two' })
  await api.ask('DELETE', '/gateways/shop/resources/get_order', undefined, any)

  const preflight = await api.ask('POST', '/gateways/shop/stages/prod/preflight?probe=false')
  const refused = await release(api, 'prod')
  const accepted = await release(api, 'prod', { acceptWarnings: true })
  const zh = await api.ask('POST', '/gateways/shop/stages/test/preflight?probe=false&lang=zh')

  const findings = preflight.body['findings'] as { key: string; sentence: string }[]
  assert.deepEqual(
    findings.map(({ key, sentence }) => [key, sentence]),
    [
      ['grant_breaks', 'The application web has permission for get_order, which would be gone.'],
      [
        'called_recently',
        'get_order was called 12 times within the last 7 days (applications: web), and would be gone.',
      ],
    ],
  )
  assert.deepEqual([refused.status, refused.body['key']], [409, 'release_has_warnings'])
  assert.equal(accepted.status, 200, accepted.text)
  assert.match(zh.text, /应用 web 拥有 get_order 的权限/)
  const grants = () => api.publication().directory.grants
  await release(api, 'test', { acceptWarnings: true })
  assert.equal(grants().length, 1, 'the permission stays, for when the name is back')
})

test('a file applied over a draft shows through; only what both changed must be settled', async (t) => {
  const api = await shopOf(t)
  await api.ask('POST', '/gateways/shop/resources', { ...order, name: 'two', path: '/two' })
  await release(api, 'prod')
  const file = (await api.ask('GET', '/gateways/shop/definition')).text
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { path: '/mine' }, any)

  await api.ask('POST', '/apply?probe=false', file.replace('path: /two', 'path: /applied'))
  const fine = await api.ask('GET', '/gateways/shop/draft')
  await api.ask('POST', '/apply?probe=false', file.replace('path: /orders/{id}', 'path: /theirs'))
  const outdated = await api.ask('GET', '/gateways/shop/draft')
  const refused = await release(api, 'prod')
  const kept = await api.ask('POST', '/gateways/shop/draft/rebase', {
    keep: ['resources/get_order'],
  })
  const released = await release(api, 'prod')

  assert.deepEqual(fine.body['conflicts'], [])
  const [conflict] = outdated.body['conflicts'] as { part: string; draft: object; live: object }[]
  assert.deepEqual(conflict, {
    part: 'resources/get_order',
    draft: { ...order, path: '/mine' },
    live: { ...order, path: '/theirs' },
  })
  assert.deepEqual([refused.status, refused.body['key']], [409, 'draft_outdated'])
  assert.deepEqual(kept.body['conflicts'], [])
  assert.equal(released.status, 200, released.text)
  const [served] = api.publication().releases
  assert.deepEqual(
    served?.resources.map(({ path }) => path),
    ['/mine', '/two'],
  )
})

test('a draft is discarded as a whole, by whoever saw it', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { path: '/mine' }, any)
  const { etag } = await api.ask('GET', '/gateways/shop/draft')

  const blind = await api.ask('DELETE', '/gateways/shop/draft')
  const gone = await api.ask('DELETE', '/gateways/shop/draft', undefined, { 'if-match': etag })
  const again = await api.ask('DELETE', '/gateways/shop/draft', undefined, any)

  assert.deepEqual([blind.status, gone.status, again.status], [428, 204, 404])
  const resource = await api.ask('GET', '/gateways/shop/resources/get_order')
  assert.deepEqual(resource.body['definition'], order)
})

test('what a worker cannot take is served by none, and the stage says why', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { path: '/mine' }, any)
  api.refuseNext('the route table is too large')

  const refused = await release(api, 'prod')
  const stage = await api.ask('GET', '/gateways/shop/stages/prod')

  assert.deepEqual([refused.status, refused.body['key']], [500, 'release_refused'])
  assert.deepEqual(api.served(), ['shop/prod/1'])
  const { reason } = Object(stage.body['lastRefusal'])
  assert.equal(reason, 'the route table is too large')
  assert.deepEqual(stage.body['pending'], { resources: 1 }, 'the draft is still there')
  await release(api, 'prod')
  assert.equal((await api.ask('GET', '/gateways/shop/stages/prod')).body['lastRefusal'], null)
})

test('a stage is taken off, comes back by a release or a rollback, and goes on counting', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  const stage = '/gateways/shop/stages/prod'

  const kept = await api.ask('DELETE', stage, undefined, any)
  await api.ask('POST', `${stage}/unpublish`, { comment: 'not ready' })
  const served = [api.served()]
  const off = await api.ask('GET', stage)
  await api.ask('POST', `${stage}/rollback`, { number: 1 })
  served.push(api.served())
  await api.ask('POST', `${stage}/unpublish`)
  await release(api, 'prod')
  served.push(api.served())

  assert.deepEqual([kept.status, kept.body['key']], [409, 'still_served'])
  assert.deepEqual(served, [[], ['shop/prod/2'], ['shop/prod/3']])
  assert.deepEqual([off.body['release'], off.body['live']], [null, null])
  const audit = await api.ask('GET', '/audit?kind=stage')
  assert.match(audit.text, /"action":"unpublish".*"comment":"not ready"/)
})

test('a gateway goes when it serves nothing, and one of its name counts on, also after a restart', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')

  const served = await api.ask('DELETE', '/gateways/shop', undefined, any)
  await api.ask('POST', '/gateways/shop/stages/prod/unpublish')
  const gone = await api.ask('DELETE', '/gateways/shop', undefined, any)
  await api.restart()
  await api.ask('POST', '/gateways', { name: 'shop' })
  await api.ask('PUT', '/gateways/shop/stages/prod/backends/default', hosts)
  await api.ask('POST', '/gateways/shop/resources', order)
  const released = await release(api, 'prod')

  assert.deepEqual([served.status, served.body['key'], gone.status], [409, 'still_served', 204])
  assert.equal(released.body['number'], 2, released.text)
})

test('a draft is there after a restart, and an edit in between is not lost', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  await api.ask('PATCH', '/gateways/shop/resources/get_order', { path: '/mine' }, any)
  const before = await api.ask('GET', '/gateways/shop/draft')

  await api.restart()
  const after = await api.ask('GET', '/gateways/shop/draft')
  await api.ask('POST', '/gateways/shop/resources', { ...order, name: 'two', path: '/two' })
  await release(api, 'prod')

  for (const member of ['draft', 'changes', 'conflicts', 'problems']) {
    assert.deepEqual(after.body[member], before.body[member])
  }
  assert.equal(after.etag, before.etag)
  const [served] = api.publication().releases
  assert.deepEqual(
    served?.resources.map(({ path }) => path),
    ['/mine', '/two'],
  )
})

test('what is said about a gateway is in effect at once, and makes no release', async (t) => {
  const api = await shopOf(t)
  await release(api, 'prod')
  const { etag } = await api.ask('GET', '/gateways/shop')
  const patch = { description: 'Orders', maintainers: ['ann', 'bob'], 'x-team': { b: 1 } }

  const changed = await api.ask('PATCH', '/gateways/shop', patch, { 'if-match': etag })
  const stale = await api.ask('PATCH', '/gateways/shop', patch, { 'if-match': etag })
  const part = await api.ask('PATCH', '/gateways/shop', { stages: [] }, any)

  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual([stale.status, part.status], [412, 422])
  // what is there now comes with the refusal, as of a part
  assert.deepEqual(stale.body['current'], {
    name: 'shop',
    description: 'Orders',
    public: true,
    maintainers: ['ann', 'bob'],
    viewers: [],
    'x-team': { b: 1 },
  })
  const { body } = await api.ask('GET', '/gateways/shop')
  assert.deepEqual([body['description'], body['x-team']], ['Orders', { b: 1 }])
  assert.deepEqual(api.served(), ['shop/prod/1'])
  assert.equal((await stagesOf(api))['prod'], null)
  assert.match((await api.ask('GET', '/gateways/shop/definition')).text, /description: Orders/)
})

test('a gateway of a name that was there before begins without the old draft', async (t) => {
  const api = await shopOf(t)
  await api.ask('DELETE', '/gateways/shop', undefined, any)

  const made = await api.ask('POST', '/gateways', { name: 'shop' })
  const { body } = await api.ask('GET', '/gateways/shop/draft')

  assert.equal(made.status, 201, made.text)
  assert.deepEqual([body['draft'], body['changes']], [null, []])
})
