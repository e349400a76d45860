import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { processLog } from '../../carrier/process-log.ts'
import { keepPermissions, type KeeperParts } from './permission-keeper.ts'
import { type PermissionApi, permissionApi } from './permission-api-under-test.ts'

const day = 86_400_000
const start = Date.now()
const inDays = (days: number): string => new Date(start + days * day).toISOString()

interface Kept {
  readonly api: PermissionApi
  /** Subjects of what was sent. */
  readonly sent: string[]
  /** What the keeper does `days` after the start. */
  readonly at: (days: number) => Promise<readonly string[]>
  readonly logged: string[]
}

async function keeper(t: TestContext, more: Partial<KeeperParts> = {}): Promise<Kept> {
  const api = await permissionApi(t)
  const sent: string[] = []
  const logged: string[] = []
  const at = async (days: number): Promise<readonly string[]> => {
    sent.length = 0
    await keepPermissions({
      applier: api.applier,
      database: api.store.database,
      notify: ({ subject, to }) => void sent.push(`${to.join()}: ${subject}`),
      log: processLog('text', (text) => logged.push(text)),
      nowMs: () => start + days * day,
      ...more,
    })
    return [...sent]
  }
  return { api, sent, at, logged }
}

const give = (api: PermissionApi, resources: string[] | undefined, days: number) =>
  api.as('mia').post('/gateways/shop/grants', { app: 'web', resources, expiresAt: inDays(days) })

test('an owner is reminded 15, 7, 3, 1 and 0 days before a permission ends, each once', async (t) => {
  const { api, at } = await keeper(t)
  await give(api, ['get_order'], 30)

  const told: Record<number, string> = {}
  for (let left = 30; left >= -2; left--) {
    const sent = [...(await at(30 - left - 0.5)), ...(await at(30 - left - 0.5))]
    assert.ok(sent.length <= 1)
    if (sent[0] !== undefined) told[left] = sent[0]
  }

  assert.deepEqual(Object.keys(told).map(Number), [0, 1, 3, 7, 15])
  assert.equal(told[7], 'ann: The permission of web on shop ends in 7 days')
  assert.equal(told[1], 'ann: The permission of web on shop ends in 1 day')
  assert.equal(told[0], 'ann: The permission of web on shop ends in less than a day')
})

test('after a pause only the reminder that holds now is sent', async (t) => {
  const { api, at } = await keeper(t)
  await give(api, ['get_order'], 20)

  assert.deepEqual(await at(1), [])
  assert.deepEqual(await at(17.5), ['ann: The permission of web on shop ends in 2 days'])
  assert.deepEqual(await at(17.6), [])
})

test('of a permission that others outlast nobody is reminded; renewed, it reminds anew', async (t) => {
  const { api, at } = await keeper(t)
  await give(api, ['get_order', 'pay_order'], 7)
  await give(api, undefined, 40)
  assert.deepEqual(await at(1), [])

  const reminded = await at(39.5)

  assert.deepEqual(reminded, ['ann: The permission of web on shop ends in less than a day'])
  await give(api, undefined, 41)
  assert.equal((await at(40.5)).length, 1)
})

test('maintainers are reminded of a request that waits for a day, and for a week', async (t) => {
  const { api, at } = await keeper(t)
  const wish = { app: 'web', gateway: 'shop', reason: 'orders', expiresInDays: 1 }
  await api.as('ann').post('/permission-requests', wish)

  assert.deepEqual(await at(0.9), [])
  const reminded = ['mia: Request 1 of web for shop waits for a decision']
  assert.deepEqual(await at(1.1), reminded)
  assert.deepEqual(await at(6.9), [])
  assert.deepEqual(await at(7.1), reminded)
  await api.as('mia').post('/permission-requests/1/decision', { decision: 'reject' })
  assert.deepEqual(await at(20), [])
})

test('whoever it concerns reads their reminders, and nobody else’s', async (t) => {
  const { api, at } = await keeper(t)
  await give(api, ['get_order'], 7)
  await at(0.5)
  const wish = { app: 'web', gateway: 'shop', resources: ['pay_order'], reason: 'orders' }
  await api.as('ann').post('/permission-requests', { ...wish, expiresInDays: 1 })
  await at(1.5)
  const kinds = async (user: string): Promise<readonly string[]> => {
    const { items } = (await api.as(user).get('/reminders')).body
    return (items as { kind: string }[]).map(({ kind }) => kind)
  }

  assert.deepEqual(await kinds('ann'), ['permission_expires'])
  assert.deepEqual(await kinds('mia'), ['request_waits'])
  assert.deepEqual(await kinds('max'), [])
  assert.deepEqual(await kinds('admin'), ['request_waits', 'permission_expires'])
})

test('what ended a year ago is taken from the lists, and reminders after 90 days', async (t) => {
  const { api, at } = await keeper(t)
  await give(api, ['get_order'], 1)
  await at(0.5)
  await at(365.5)
  assert.equal(api.applier.state.granted.length, 1)
  assert.deepEqual((await api.as('ann').get('/reminders')).body['items'], [])

  await at(366.5)

  assert.deepEqual(api.applier.state.granted, [])
  const loaded = await api.store.load()
  assert.ok(loaded.documents.every(({ kind }) => kind !== 'grant'))
})

test('a failure is told to the operator and ends nothing', async (t) => {
  const { api, at, logged } = await keeper(t, {
    notify: () => {
      throw new Error('the channel is closed')
    },
  })
  await give(api, ['get_order'], 7)

  await at(0.5)

  assert.match(logged.join(), /permissions could not be looked after.*the channel is closed/s)
})
