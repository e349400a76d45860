import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAudit } from '../../storage/audit-log.ts'
import {
  definitionIn,
  definitionText,
  permissionApi,
} from '../permissions/permission-api-under-test.ts'

test('whoever creates an application owns it; others do not see that it is there', async (t) => {
  const api = await permissionApi(t)

  const found = await api.as('ann').get('/apps/web')

  assert.deepEqual(found.body, {
    code: 'web',
    owner: 'ann',
    description: '',
    managedBy: 'api',
    secrets: [],
  })
  assert.equal((await api.as('bob').get('/apps/web')).status, 404)
  assert.equal((await api.as('bob').get('/apps/web/secrets')).status, 404)
  assert.deepEqual((await api.as('bob').get('/apps')).body['items'], [])
  assert.equal((await api.as('bob').post('/apps', { code: 'web' })).body['key'], 'app_exists')
})

test('an application of a file is marked as that, and the file takes back what the API made of it', async (t) => {
  const api = await permissionApi(t)
  const { etag, body } = await api.as('ola').get('/apps/old')
  assert.equal(body['managedBy'], 'file')

  await api.as('ola').patch('/apps/old', { description: 'by hand' }, etag)
  await api.as('ola').post('/apps/old/secrets')
  assert.equal(api.applier.state.apps[0]?.secretHashes.length, 2)
  const author = { actor: 'token admin', address: '' }
  const options = { dryRun: false, probe: false, author, comment: '' }
  await api.applier.apply(definitionIn(definitionText), options)

  assert.deepEqual((await api.as('ola').get('/apps/old')).body, body)
  assert.equal((await api.as('ann').get('/apps/web')).body['managedBy'], 'api')
})

test('a code that was somebody’s, or that a gateway grants something, is only an administrator’s to give', async (t) => {
  const api = await permissionApi(t)
  await api.as('ann').delete('/apps/web', '*')

  for (const code of ['web', 'later']) {
    assert.equal((await api.as('eve').post('/apps', { code })).body['key'], 'app_exists')
    assert.equal((await api.as('admin').post('/apps', { code, owner: 'ann' })).status, 201)
  }
})

test('nobody has more applications than one can look after by naming other owners, nor does a service', async (t) => {
  const api = await permissionApi(t)
  const eve = api.as('eve')
  for (let at = 0; at < 100; at++) {
    const made = await eve.post('/apps', { code: `app-${at}`, owner: `made-up-${at}` })
    assert.equal(made.status, 201)
  }

  const { body } = await eve.post('/apps', { code: 'one-more', owner: 'another' })

  assert.equal(body['key'], 'too_many_apps')
  assert.match(String(body['detail']), /^You made 100 applications/)
  assert.equal((await api.as('ann').post('/apps', { code: 'one-more' })).status, 201)
})

test('a change says which version it was made upon, and an owner may hand the application over', async (t) => {
  const api = await permissionApi(t)
  const ann = api.as('ann')
  const { etag } = await ann.get('/apps/web')

  assert.equal((await ann.patch('/apps/web', { owner: 'bob' })).status, 428)
  const changed = await ann.patch('/apps/web', { description: 'the shop' }, etag)
  assert.equal((await ann.patch('/apps/web', { owner: 'bob' }, etag)).status, 412)
  assert.equal((await ann.patch('/apps/web', { owner: 'bob' }, changed.etag)).status, 200)

  assert.equal((await ann.get('/apps/web')).status, 404)
  assert.equal((await api.as('bob').get('/apps/web')).body['description'], 'the shop')
})

test('two secrets are valid at once and a third is refused; a deleted one is gone for workers', async (t) => {
  const api = await permissionApi(t)
  const ann = api.as('ann')
  const first = (await ann.post('/apps/web/secrets')).body
  const second = (await ann.post('/apps/web/secrets')).body

  assert.equal((await ann.post('/apps/web/secrets')).body['key'], 'two_secrets')
  assert.equal(toldHashes(), 2)
  assert.equal((await ann.delete(`/apps/web/secrets/${String(first['id'])}`)).status, 204)

  assert.equal(toldHashes(), 1)
  const { items } = (await ann.get('/apps/web/secrets')).body
  assert.deepEqual(items, [{ id: second['id'], createdAt: second['createdAt'] }])
  assert.equal((await ann.delete(`/apps/web/secrets/${String(first['id'])}`)).status, 404)

  function toldHashes(): number {
    const told = api.served.at(-1)?.directory.apps.find(({ code }) => code === 'web')
    return told?.secretHashes.length ?? 0
  }
})

test('the audit says who did what to an application and has of its secrets only their ids', async (t) => {
  const api = await permissionApi(t)
  const { body } = await api.as('ann').post('/apps/web/secrets')

  const [entry, created] = await listAudit(api.store.database, { limit: 2 })

  assert.equal(entry?.actor, 'user ann')
  assert.equal(entry?.path, 'apps/web')
  assert.deepEqual([entry?.action, created?.action], ['update', 'create'])
  const { secretIds } = Object(entry?.after) as { secretIds: unknown }
  assert.deepEqual(secretIds, [body['id']])
  assert.ok(!JSON.stringify([entry, created]).includes(String(body['secret'])))
})

test('a deleted application takes its permissions and open requests with it', async (t) => {
  const api = await permissionApi(t)
  const expiresAt = null
  await api
    .as('mia')
    .post('/gateways/shop/grants', { app: 'web', resources: ['get_order'], expiresAt })
  const wish = {
    app: 'web',
    gateway: 'shop',
    resources: ['pay_order'],
    reason: 'pays',
    expiresInDays: 1,
  }
  await api.as('ann').post('/permission-requests', wish)

  assert.equal((await api.as('ann').delete('/apps/web', '*')).status, 204)

  assert.deepEqual(api.applier.state.granted, [])
  assert.equal(
    api.served.at(-1)?.directory.grants.some(({ app }) => app === 'web'),
    false,
  )
  const seen = (await api.as('mia').get('/permission-requests/1')).body
  assert.equal(seen['status'], 'withdrawn')
})

test('a token that stands for no person creates no application', async (t) => {
  const api = await permissionApi(t)

  const refused = await api.as('').post('/apps', { code: 'ours' })

  assert.equal(refused.body['key'], 'not_permitted')
  const unnamed = await api.as('admin').post('/apps', { code: 'ours' })
  assert.match(String(unnamed.body['detail']), /^owner: name the user or the group/)
})

test('an owner can have only so many applications', async (t) => {
  const api = await permissionApi(t)
  for (let index = 0; index < 100; index++)
    await api.as('bob').post('/apps', { code: `app-${index}` })

  const refused = await api.as('bob').post('/apps', { code: 'one-more' })

  assert.equal(refused.body['key'], 'too_many_apps')
  const page = (await api.as('bob').get('/apps?limit=60')).body
  const rest = (await api.as('bob').get(`/apps?limit=60&cursor=${String(page['next'])}`)).body
  assert.equal((rest['items'] as unknown[]).length, 40)
  assert.equal(rest['next'], null)
})

test('an owner sees what the application may call everywhere, page by page; nobody else does', async (t) => {
  const api = await permissionApi(t)
  const give = (resources: string[]) =>
    api.as('mia').post('/gateways/shop/grants', { app: 'web', resources, expiresAt: null })
  await give(['get_order'])
  await give(['pay_order'])

  const first = await api.as('ann').get('/apps/web/grants?limit=1')
  const second = await api.as('ann').get(`/apps/web/grants?cursor=${String(first.body['next'])}`)

  const pages = [first, second].flatMap(({ body }) => body['items'] as Record<string, unknown>[])
  assert.deepEqual(
    pages.map(({ gateway, resources, source }) => [gateway, resources, source]),
    [
      ['shop', ['pay_order'], 'given'],
      ['shop', ['get_order'], 'given'],
    ],
  )
  assert.equal(second.body['next'], null)
  assert.equal((await api.as('mia').get('/apps/web/grants')).status, 404)
  const ofFile = (await api.as('ola').get('/apps/old/grants')).body['items']
  assert.ok(Array.isArray(ofFile) && ofFile.every(({ source }) => source === 'file'))
})
