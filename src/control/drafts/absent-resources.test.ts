import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { type DraftsUnderTest, draftsUnderTest } from './drafts-under-test.ts'

/** What becomes of permissions when the resource they are for goes: the same by a release, an apply and a rollback. */
const any = { 'if-match': '*' }
const order = { name: 'get_order', method: 'GET', path: '/orders/{id}' }
const ping = { name: 'ping', method: 'GET', path: '/ping' }
const shop = '/gateways/shop'

/** Release 1 of prod has ping, release 2 get_order too, for which people gave a permission. */
async function grantedShop(t: TestContext): Promise<DraftsUnderTest> {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/apps', { code: 'web', owner: 'ann' })
  await api.ask('POST', '/gateways', { name: 'shop', public: true })
  const hosts = { hosts: [{ url: 'http://127.0.0.1:9' }] }
  await api.ask('PUT', `${shop}/stages/prod/backends/default`, hosts)
  await api.ask('POST', `${shop}/resources`, ping)
  await release(api)
  await api.ask('POST', `${shop}/resources`, order)
  await release(api)
  const grant = { app: 'web', resources: ['get_order', 'ping'], expiresAt: null }
  const given = await api.ask('POST', `${shop}/grants`, grant)
  assert.equal(given.status, 201, given.text)
  return api
}

async function release(api: DraftsUnderTest): Promise<void> {
  const { status, text } = await api.ask('POST', `${shop}/stages/prod/release`, {
    acceptWarnings: true,
  })
  assert.equal(status, 200, text)
}

async function rollback(api: DraftsUnderTest, number: number): Promise<void> {
  const { status, text } = await api.ask('POST', `${shop}/stages/prod/rollback`, { number })
  assert.equal(status, 200, text)
}

/** Of the only grant: what it names, and what of that is not in force. */
async function granted(api: DraftsUnderTest): Promise<unknown[]> {
  const { body } = await api.ask('GET', `${shop}/grants`)
  const items = body['items'] as { resources: string[]; absent: string[] }[]
  return items.map(({ resources, absent }) => [resources.join(), absent.join()])
}

const removals: Readonly<Record<string, (api: DraftsUnderTest) => Promise<void>>> = {
  release: async (api) => {
    await api.ask('DELETE', `${shop}/resources/get_order`, undefined, any)
    await release(api)
  },
  apply: async (api) => {
    const { text } = await api.ask('GET', `${shop}/definition`)
    const at = text.indexOf('      - name: get_order')
    await apply(api, text.slice(0, at))
  },
  rollback: async (api) => await rollback(api, 1),
}

for (const [way, remove] of Object.entries(removals)) {
  test(`a resource taken away by ${way} takes no permission along: it is not in force until the name is back`, async (t) => {
    const api = await grantedShop(t)
    assert.deepEqual(await granted(api), [['get_order,ping', '']])

    await remove(api)
    const absent = await granted(api)
    const listed = await api.ask('GET', '/apps/web/permissions?gateway=shop')
    await rollback(api, 2)

    assert.deepEqual(absent, [['get_order,ping', 'get_order']])
    const statuses = (listed.body['resources'] as { resource: string; status: string }[]).map(
      ({ resource, status }) => `${resource} ${status}`,
    )
    assert.deepEqual(statuses, ['ping owned', 'get_order absent'])
    assert.deepEqual(await granted(api), [['get_order,ping', '']])
    assert.deepEqual(
      api.publication().directory.grants.map(({ resources }) => resources?.join()),
      ['get_order,ping'],
    )
  })
}

test('a new resource of a name that somebody has a permission for is released only where that is accepted', async (t) => {
  const api = await grantedShop(t)
  await removals['release']?.(api)
  await api.ask('POST', `${shop}/resources`, { ...order, path: '/other' })

  const refused = await api.ask('POST', `${shop}/stages/prod/release`, {})
  await release(api)

  assert.deepEqual([refused.status, refused.body['key']], [409, 'release_has_warnings'])
  assert.match(refused.text, /"grant_revives"/)
  assert.match(refused.text, /web has a permission for get_order from before/)
})

test('a permission of a file outlives its resource: it is back with the name, and in what is exported then', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  const file = `version: 1
apps: [{ code: web, secret: one-of-a-test }]
gateways:
  - name: shop
    stages: [{ name: prod, backends: { default: { hosts: [{ url: 'http://127.0.0.1:9' }] } } }]
    resources: [${JSON.stringify(order)}, ${JSON.stringify(ping)}]
    grants: [{ app: web, resources: [ping, get_order] }]
`
  await apply(api, file)
  const exported = async (of: string): Promise<string> =>
    (await api.ask('GET', `${shop}/definition?of=${of}`)).text

  await api.ask('DELETE', `${shop}/resources/get_order`, undefined, any)
  const edited = await exported('draft')
  await release(api)
  const without = await exported('live')
  await api.ask('POST', `${shop}/resources`, order)
  const refused = await api.ask('POST', `${shop}/stages/prod/release`, {})
  await release(api)
  await apply(api, await exported('live'))

  assert.match(refused.text, /"grant_revives"/)
  assert.deepEqual([grantsIn(edited), grantsIn(without)], ['ping', 'ping'], 'can be applied')
  assert.deepEqual(
    api.publication().directory.grants.map(({ resources }) => resources?.join()),
    ['ping,get_order'],
  )
})

async function apply(api: DraftsUnderTest, text: string): Promise<void> {
  const applied = await api.ask('POST', '/apply?probe=false', text)
  assert.equal(applied.status, 200, applied.text)
}

/** What the only grant of an exported definition names. */
function grantsIn(text: string): string {
  const [, grants = ''] = text.split('    grants:\n')
  return [...grants.matchAll(/^ {10}- (\w+)$/gm)].map(([, name]) => name).join()
}
