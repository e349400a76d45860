import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PermissionApi, permissionApi } from '../permissions/permission-api-under-test.ts'

const grants = '/gateways/shop/grants'
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

/** Of the applications that people gave something: `APP RESOURCES`. */
function given(api: PermissionApi): readonly string[] {
  return api.applier.state.granted.map(
    ({ grant: { app, resources } }) => `${app} ${resources?.join() ?? '*'}`,
  )
}

test('a maintainer gives; others may not, and for strangers the gateway is not there', async (t) => {
  const api = await permissionApi(t)
  const wanted = { app: 'web', resources: ['get_order'], expiresAt: inDays(30), reason: 'tests' }

  assert.equal((await api.as('ann').post(grants, wanted)).status, 404)
  const { status, body } = await api.as('mia').post(grants, wanted)

  assert.equal(status, 201)
  assert.equal(body['source'], 'given')
  assert.equal(body['by'], 'mia')
  assert.equal(body['owner'], 'ann')
  assert.equal(body['expiresAt'], wanted.expiresAt)
  const told = api.served.at(-1)?.directory.grants.find(({ app }) => app === 'web')
  assert.deepEqual(Object.keys(told ?? {}), ['app', 'gateway', 'resources', 'expiresAtMs'])
})

test('what cannot be given is refused with the member that is wrong', async (t) => {
  const api = await permissionApi(t)
  for (const [wrong, detail] of [
    [{ app: 'nobody' }, /no application "nobody"/],
    [{ resources: ['get_ordr'] }, /no resource "get_ordr"/],
    [{ resources: [] }, /resources/],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, /expiresAt: it is over/],
    [{ expiresAt: 'soon' }, /expiresAt: "soon" is no time/],
    [{ expiresAt: undefined }, /expiresAt/],
    [{ reason: 'x'.repeat(513) }, /reason/],
    [{ until: 1 }, /body|until/],
  ] as const) {
    const answer = await api.as('mia').post(grants, { app: 'web', expiresAt: null, ...wrong })
    assert.equal(answer.body['key'], 'invalid_body', JSON.stringify(wrong))
    assert.match(String(answer.body['detail']), detail)
  }
})

test('a new grant takes over what it lets last longer, and shortens nothing', async (t) => {
  const api = await permissionApi(t)
  const give = (resources: string[], days: number) =>
    api.as('mia').post(grants, { app: 'web', resources, expiresAt: inDays(days) })

  await give(['get_order', 'ping'], 30)
  await give(['get_order', 'pay_order'], 60)
  assert.deepEqual(given(api), ['web ping', 'web get_order,pay_order'])

  const shorter = await give(['get_order'], 10)
  assert.equal(shorter.body['key'], 'owned_already')
  const partly = await give(['get_order', 'ping'], 45)
  assert.deepEqual(partly.body['resources'], ['ping'])
  assert.deepEqual(given(api), ['web get_order,pay_order', 'web ping'])

  await api.as('mia').post(grants, { app: 'web', expiresAt: null })
  assert.deepEqual(given(api), ['web get_order,pay_order', 'web ping', 'web *'])
})

test('a grant is renewed, shortened, left some of its resources and taken, by whoever saw it last', async (t) => {
  const api = await permissionApi(t)
  const mia = api.as('mia')
  const wanted = { app: 'web', resources: ['get_order', 'pay_order'], expiresAt: inDays(30) }
  const { etag, body } = await mia.post(grants, wanted)
  const at = `${grants}/${String(body['id'])}`

  assert.equal((await mia.patch(at, { expiresAt: null })).status, 428)
  const renewed = await mia.patch(at, { expiresAt: null }, etag)
  assert.equal(renewed.body['source'], 'renewed')
  assert.equal((await mia.patch(at, { expiresAt: inDays(1) }, etag)).status, 412)
  const fewer = await mia.patch(at, { resources: ['pay_order'] }, renewed.etag)
  assert.deepEqual(fewer.body['resources'], ['pay_order'])
  assert.equal(fewer.body['expiresAt'], null)
  const more = await mia.patch(at, { resources: ['get_order'] }, fewer.etag)
  assert.equal(more.body['key'], 'invalid_body')
  assert.equal((await mia.get(at)).etag, fewer.etag)

  assert.equal((await mia.delete(at, fewer.etag)).status, 204)
  assert.deepEqual(given(api), [])
  assert.equal((await mia.get(at)).status, 404)
  const history = (await mia.get(grants)).body
  assert.equal((history['items'] as unknown[]).length, 2, 'those of the file stay')
})

test('a grant of a definition file is listed and changed only there', async (t) => {
  const api = await permissionApi(t)
  const { items } = (await api.as('mia').get(`${grants}?source=file&app=old`)).body
  const [{ id } = assert.fail()] = items as { id: string }[]

  assert.equal((await api.as('mia').get(`${grants}/${id}`)).status, 200)
  assert.equal((await api.as('mia').delete(`${grants}/${id}`, '*')).body['key'], 'kept_in_file')
  assert.equal((await api.as('mia').patch(`${grants}/${id}`, {}, '*')).body['key'], 'kept_in_file')
})

test('grants are found by application, resource, end and source, page by page', async (t) => {
  const api = await permissionApi(t)
  const mia = api.as('mia')
  await mia.post(grants, { app: 'web', resources: ['get_order'], expiresAt: inDays(1) })
  await mia.post(grants, { app: 'web', resources: ['pay_order'], expiresAt: inDays(2) })
  const idsAt = async (query: string): Promise<readonly string[]> => {
    const { items } = (await mia.get(`${grants}${query}`)).body
    return (items as { app: string; resources: string[] | null }[]).map(
      ({ app, resources }) => `${app} ${resources?.join() ?? '*'}`,
    )
  }

  const all = ['web pay_order', 'web get_order', 'later *', 'old get_order']
  assert.deepEqual((await idsAt('')).toSorted(), all.toSorted())
  assert.deepEqual(await idsAt('?app=web&resource=get_order'), ['web get_order'])
  assert.deepEqual(await idsAt('?resource=pay_order'), ['web pay_order', 'later *'])
  assert.deepEqual(await idsAt('?expired=true'), [])
  const first = (await mia.get(`${grants}?limit=3`)).body
  const rest = (await mia.get(`${grants}?limit=3&cursor=${String(first['next'])}`)).body
  const seen = [...(first['items'] as object[]), ...(rest['items'] as object[])]
  assert.equal(new Set(seen.map((one) => JSON.stringify(one))).size, 4)
  assert.equal((await api.as('ann').get(grants)).status, 404)
})
