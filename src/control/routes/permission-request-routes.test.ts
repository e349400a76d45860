import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  definitionIn,
  definitionText,
  type PermissionApi,
  permissionApi,
} from '../permissions/permission-api-under-test.ts'

const requests = '/permission-requests'
const wish = {
  app: 'web',
  gateway: 'shop',
  resources: ['get_order', 'pay_order'],
  reason: 'shows orders',
  expiresInDays: 180,
}

function ask(api: PermissionApi, more: object = {}, user = 'ann') {
  return api.as(user).post(requests, { ...wish, ...more })
}

async function statuses(api: PermissionApi, app = 'web', user = 'ann'): Promise<string> {
  const { resources } = (await api.as(user).get(`/apps/${app}/permissions?gateway=shop`)).body
  return (resources as { status: string }[]).map(({ status }) => status).join()
}

const secondsLeft = (api: PermissionApi): number =>
  Math.round(((api.applier.state.granted[0]?.grant.expiresAtMs ?? 0) - Date.now()) / 1_000)

test('an owner asks, a maintainer approves: the application has it from that day on', async (t) => {
  const api = await permissionApi(t)
  assert.equal(await statuses(api), 'need_apply,need_apply,unlimited')
  const asked = await ask(api)
  assert.equal(asked.status, 201)
  assert.equal(await statuses(api), 'pending,pending,unlimited')

  const { body } = await api.as('mia').post(`${requests}/1/decision`, { decision: 'approve' })

  assert.equal(body['status'], 'approved')
  const [one] = api.applier.state.granted
  assert.equal(one?.source, 'approved')
  assert.equal(one?.by, 'mia')
  assert.equal(one?.reason, 'shows orders')
  assert.equal(secondsLeft(api), 180 * 86_400)
  assert.equal(await statuses(api), 'owned,owned,unlimited')
})

test('approved in part, the rest is rejected and says so', async (t) => {
  const api = await permissionApi(t)
  await ask(api)
  const decision = { decision: 'approve', resources: ['get_order'], comment: 'not paying' }

  const { body } = await api.as('mia').post(`${requests}/1/decision`, decision)

  assert.equal(body['status'], 'partly_approved')
  const { approved, rejected, comment, by } = body['decision'] as Record<string, unknown>
  assert.deepEqual(
    [approved, rejected, comment, by],
    [['get_order'], ['pay_order'], 'not paying', 'mia'],
  )
  assert.equal(await statuses(api), 'owned,rejected,unlimited')
})

test('of a request for the whole gateway some resources can be approved', async (t) => {
  const api = await permissionApi(t)
  await ask(api, { resources: undefined })

  const decide = (resources: string[]) =>
    api.as('mia').post(`${requests}/1/decision`, { decision: 'approve', resources })
  assert.equal((await decide(['nothing'])).body['key'], 'invalid_body')
  const { body } = await decide(['get_order'])

  assert.equal(body['status'], 'partly_approved')
  assert.deepEqual(api.applier.state.granted[0]?.grant.resources, ['get_order'])
})

test('a rejection gives nothing, and it may be asked for again', async (t) => {
  const api = await permissionApi(t)
  await ask(api)

  const { body } = await api.as('mia').post(`${requests}/1/decision`, { decision: 'reject' })

  assert.equal(body['status'], 'rejected')
  assert.deepEqual(api.applier.state.granted, [])
  assert.equal(await statuses(api), 'rejected,rejected,unlimited')
  assert.equal((await ask(api)).status, 201)
})

test('of two decisions at once one counts, and the other is told which', async (t) => {
  const api = await permissionApi(t)
  await ask(api)

  const decisions = await Promise.all([
    api.as('mia').post(`${requests}/1/decision`, { decision: 'approve', comment: 'first' }),
    api.as('mia').post(`${requests}/1/decision`, { decision: 'reject', comment: 'second' }),
  ])

  const [done] = decisions.filter(({ status }) => status === 200)
  const [late] = decisions.filter(({ status }) => status === 409)
  assert.equal(late?.body['key'], 'decided_already')
  assert.deepEqual(late?.body['request'], done?.body)
})

test('who may not decide, take back or see is told so, or sees nothing', async (t) => {
  const api = await permissionApi(t)
  await ask(api)
  const reject = { decision: 'reject' }

  assert.equal((await api.as('ann').post(`${requests}/1/decision`, reject)).status, 403)
  assert.equal((await api.as('mia').post(`${requests}/1/withdrawal`, {})).status, 403)
  for (const path of [`${requests}/1/decision`, `${requests}/9/decision`]) {
    assert.equal((await api.as('max').post(path, reject)).status, 404)
  }
  assert.equal((await api.as('max').get(`${requests}/1`)).status, 404)
  assert.equal((await ask(api, {}, 'bob')).status, 404, 'not his application')
  const { body } = await api.as('ann').post(`${requests}/1/withdrawal`, { comment: 'no need' })
  assert.equal(body['status'], 'withdrawn')
})

test('a gateway that is not public answers as if it were not there, and its maintainers may ask', async (t) => {
  const api = await permissionApi(t)
  const missing = await ask(api, { gateway: 'missing' })

  const hidden = await ask(api, { gateway: 'hidden' })

  assert.equal(hidden.status, 404)
  assert.deepEqual(hidden.body, missing.body)
  assert.equal((await api.as('ann').get('/apps/web/permissions?gateway=hidden')).status, 404)
  await api.as('max').post('/apps', { code: 'own' })
  assert.equal((await ask(api, { app: 'own', gateway: 'hidden' }, 'max')).status, 201)
})

test('what is had already is asked for again only to have it longer, with less than 360 days left', async (t) => {
  const api = await permissionApi(t)
  const approve = (number: number) =>
    api.as('mia').post(`${requests}/${number}/decision`, { decision: 'approve' })
  await ask(api)
  await approve(1)

  assert.equal((await ask(api, { expiresInDays: 90 })).body['key'], 'owned_already')
  const renewal = await ask(api, { expiresInDays: 400 })
  assert.equal(renewal.body['renewal'], true)
  assert.equal(await statuses(api), 'owned,owned,unlimited')
  await approve(2)

  assert.equal(secondsLeft(api), 400 * 86_400)
  assert.equal(api.applier.state.granted.length, 1)
  assert.equal(api.applier.state.granted[0]?.source, 'renewed')
  const third = await ask(api, { expiresInDays: null })
  assert.match(String(third.body['detail']), /less than 360 days/)
})

test('a permission of a definition file counts as had', async (t) => {
  const api = await permissionApi(t)

  const asked = await ask(api, { app: 'old', resources: ['get_order'] }, 'ola')

  assert.equal(asked.body['key'], 'owned_already')
  assert.equal(await statuses(api, 'old', 'ola'), 'owned,need_apply,unlimited')
})

test('the same is not asked for twice at a time', async (t) => {
  const api = await permissionApi(t)
  await ask(api, { resources: ['get_order'] })

  const twice = await ask(api, { resources: undefined })

  assert.equal(twice.body['key'], 'request_pending')
  assert.equal(twice.body['request'], 1)
  assert.equal((await ask(api, { resources: ['pay_order'] })).status, 201)
})

test('what cannot be asked for is refused with the member that is wrong', async (t) => {
  const api = await permissionApi(t)
  for (const [wrong, member] of [
    [{ resources: ['nothing'] }, /resources/],
    [{ expiresInDays: 0 }, /expiresInDays/],
    [{ expiresInDays: 3_651 }, /expiresInDays/],
    [{ expiresInDays: undefined }, /expiresInDays/],
    [{ reason: '' }, /reason/],
    [{ reason: 'x'.repeat(513) }, /reason/],
  ] as const) {
    const answer = await ask(api, wrong)
    assert.equal(answer.body['key'], 'invalid_body', JSON.stringify(wrong))
    assert.match(String(answer.body['detail']), member)
  }
  await ask(api)
  const decide = (body: object) => api.as('mia').post(`${requests}/1/decision`, body)
  assert.equal((await decide({ decision: 'maybe' })).body['key'], 'invalid_body')
  const both = { decision: 'reject', resources: ['get_order'] }
  assert.equal((await decide(both)).body['key'], 'invalid_body')
  const foreign = { decision: 'approve', resources: ['ping'] }
  assert.match(String((await decide(foreign)).body['detail']), /"ping" was not asked for/)
})

test('everyone lists what is theirs: asked by them, or theirs to decide', async (t) => {
  const api = await permissionApi(t)
  await ask(api)
  await api.as('mia').post('/apps', { code: 'mine' })
  await ask(api, { app: 'mine' }, 'mia')
  const numbers = async (user: string, query = ''): Promise<readonly number[]> => {
    const { items } = (await api.as(user).get(`${requests}${query}`)).body
    return (items as { number: number }[]).map(({ number }) => number)
  }

  assert.deepEqual(await numbers('ann'), [1])
  assert.deepEqual(await numbers('ann', '?as=maintainer'), [])
  assert.deepEqual(await numbers('mia'), [2, 1])
  assert.deepEqual(await numbers('mia', '?as=owner'), [2])
  assert.deepEqual(await numbers('mia', '?gateway=shop&status=pending&app=web'), [1])
  assert.deepEqual(await numbers('mia', '?status=approved'), [])
  assert.deepEqual(await numbers('max'), [])
  assert.deepEqual(await numbers('admin', '?limit=1'), [2])
})

test('what is not public is neither listed nor asked for by strangers, and what nobody may ask for is refused', async (t) => {
  const api = await permissionApi(t)
  const text = definitionText.replace(
    '"resources":[',
    `"resources":[${JSON.stringify({ name: 'secret', method: 'GET', path: '/secret', public: false })},
      ${JSON.stringify({ name: 'given', method: 'GET', path: '/given', allowApply: false })},`,
  )
  const author = { actor: 'test', address: '' }
  const options = { dryRun: false, probe: false, author, comment: '' }
  await api.applier.apply(definitionIn(text), options)
  const namesFor = async (user: string): Promise<string> => {
    const { body } = await api.as(user).get('/apps/web/permissions?gateway=shop')
    return (body['resources'] as { resource: string }[]).map(({ resource }) => resource).join()
  }

  const secret = await ask(api, { resources: ['secret'] })
  const missing = await ask(api, { resources: ['no_such'] })
  const closed = await ask(api, { resources: ['given'] })
  const all = await ask(api, { resources: ['given', 'get_order'] })
  const whole = await ask(api, { resources: undefined })

  assert.deepEqual([secret.status, secret.body['key']], [missing.status, missing.body['key']])
  assert.equal(
    secret.body['detail'],
    String(missing.body['detail']).replace('"no_such"', '"secret"'),
  )
  for (const { status, body } of [closed, all]) {
    assert.equal(status, 403)
    assert.match(
      String(body['detail']),
      /"given" cannot be asked for.*maintains "shop" can give it/,
    )
  }
  assert.equal(whole.status, 201, 'its maintainers decide about the whole gateway')
  assert.equal(await namesFor('ann'), 'given,get_order,pay_order,ping')
})

test('who was given what is not public sees it, and may ask for a longer permission', async (t) => {
  const api = await permissionApi(t)
  const hiding = definitionText.replace('"name":"get_order",', '"name":"get_order","public":false,')
  const author = { actor: 'test', address: '' }
  const options = { dryRun: false, probe: false, author, comment: '' }
  await api.applier.apply(definitionIn(hiding), options)
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const grant = { app: 'web', resources: ['get_order'], expiresAt: inAMonth }

  const before = await statuses(api)
  const refused = await ask(api, { resources: ['get_order'] })
  const given = await api.as('mia').post('/gateways/shop/grants', grant)
  const longer = await ask(api, { resources: ['get_order'] })

  assert.equal(before, 'need_apply,unlimited')
  assert.deepEqual([refused.status, given.status, longer.status], [400, 201, 201])
  assert.equal(longer.body['renewal'], true)
  assert.equal(await statuses(api), 'owned,need_apply,unlimited')
})
