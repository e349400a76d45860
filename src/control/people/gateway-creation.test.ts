import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { ControlStore } from '../../storage/control-store.ts'
import { nobody } from '../caller.ts'
import { stateOf } from '../stored-state.ts'
import { requireMayMake } from './gateway-creation.ts'
import {
  apiUnderTest,
  type ApiUnderTest,
  asAdministrator,
  type Headers,
  signedIn,
  withToken,
} from './people-under-test.ts'

/** Who may make a gateway, and what it is to them then. */
async function everyoneMakes(t: TestContext): Promise<ApiUnderTest> {
  return await apiUnderTest(t, { parts: { gatewayCreation: 'everyone' } })
}

async function make(api: ApiUnderTest, headers: Headers, body: object) {
  const answer = await api.app.inject({ method: 'POST', url: '/api/v1/gateways', headers, body })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

async function mayMake({ app }: ApiUnderTest, headers: Headers): Promise<unknown> {
  const answer = await app.inject({ method: 'GET', url: '/api/v1/session', headers })
  return answer.json<Record<string, unknown>>()['mayCreateGateways']
}

test('unless the operator says otherwise only administrators make gateways', async (t) => {
  const api = await apiUnderTest(t)
  const ann = await signedIn(api, 'ann')

  const refused = await make(api, ann, { name: 'shop' })
  const made = await make(api, asAdministrator, { name: 'shop', maintainers: ['ann'] })

  assert.deepEqual([refused.status, refused.body['key']], [403, 'not_permitted'])
  assert.deepEqual([made.status, made.body['maintainers']], [201, ['ann']])
  assert.deepEqual([await mayMake(api, ann), await mayMake(api, asAdministrator)], [false, true])
})

test('where everyone may, whoever makes a gateway maintains it, and nobody else by that', async (t) => {
  const api = await everyoneMakes(t)
  const [ann, eve] = [await signedIn(api, 'ann'), await signedIn(api, 'eve')]

  const alone = await make(api, ann, { name: 'shop' })
  const shared = await make(api, await withToken(api, { user: 'ann' }), {
    name: 'pay',
    maintainers: ['bob'],
  })
  const strange = await make(api, ann, { name: 'odd', maintainers: 'bob' })
  const asFor = async (headers: Headers): Promise<number> => {
    const url = '/api/v1/gateways/shop/draft'
    return (await api.app.inject({ method: 'GET', url, headers })).statusCode
  }

  assert.deepEqual([alone.status, alone.body['maintainers']], [201, ['ann']])
  assert.deepEqual([shared.status, shared.body['maintainers']], [201, ['ann', 'bob']])
  assert.deepEqual([strange.status, strange.body['key']], [422, 'part_invalid'])
  assert.deepEqual([await asFor(ann), await asFor(eve)], [200, 404])
  assert.equal(await mayMake(api, eve), true)
})

test('programs make none, and a name that was a gateway before is only an administrator’s to give', async (t) => {
  const api = await everyoneMakes(t)
  const [ann, eve] = [await signedIn(api, 'ann'), await signedIn(api, 'eve')]
  const program = await withToken(api, { role: 'guest' })
  await make(api, ann, { name: 'shop' })
  const url = '/api/v1/gateways/shop'
  const gone = await api.app.inject({ method: 'DELETE', url, headers: { ...ann, 'if-match': '*' } })

  const byProgram = await make(api, program, { name: 'pay' })
  const byStranger = await make(api, eve, { name: 'shop' })
  const byAdministrator = await make(api, asAdministrator, { name: 'shop', maintainers: ['eve'] })

  assert.equal(gone.statusCode, 204)
  assert.deepEqual([byProgram.status, await mayMake(api, program)], [403, false])
  assert.deepEqual([byStranger.status, byStranger.body['key']], [403, 'not_permitted'])
  assert.match(String(byStranger.body['detail']), /shop was a gateway before/)
  assert.equal(byAdministrator.status, 201)
})

test('one person makes a hundred gateways at most, whoever maintains them since and whatever became of them', async (t) => {
  const api = await everyoneMakes(t)
  const ann = { ...(await signedIn(api, 'ann')), 'if-match': '*' }
  const shop = '/api/v1/gateways/shop'
  const send = async (method: 'PATCH' | 'POST', url: string, body: object): Promise<void> => {
    const { statusCode, body: text } = await api.app.inject({ method, url, headers: ann, body })
    assert.ok(statusCode < 300, text)
  }

  await make(api, ann, { name: 'shop' })
  await send('PATCH', shop, { description: 'Orders', maintainers: ['bob', 'ann'] })
  await api.apply(`version: 1
gateways:
  - name: shop
    maintainers: [bob, ann]
    stages: [{ name: prod, backends: { default: { hosts: [{ url: 'http://127.0.0.1:9' }] } } }]
`)
  await send('POST', `${shop}/resources`, { name: 'ping', method: 'GET', path: '/ping' })
  await send('POST', `${shop}/stages/prod/release`, { acceptWarnings: true })
  await send('PATCH', shop, { maintainers: ['bob'] })

  const state = stateOf(await (await ControlStore.open(api.database)).load())
  const asked = (count: number, user: string) => (): void => {
    const gateways = Array.from({ length: count }, () => state.gateways).flat()
    requireMayMake({ ...state, gateways }, 'one-more', { ...nobody, user })
  }
  assert.throws(asked(100, 'ann'), { key: 'limit_reached' })
  assert.doesNotThrow(asked(99, 'ann'))
  assert.doesNotThrow(asked(100, 'bob'))
})

test('what others made for somebody is not counted as theirs', async (t) => {
  const api = await everyoneMakes(t)
  const gateways = Array.from({ length: 100 }, (_, at) => ({
    name: `own-${at}`,
    maintainers: ['ann'],
  }))
  await api.apply(JSON.stringify({ version: 1, gateways }))

  assert.equal((await make(api, await signedIn(api, 'ann'), { name: 'one-more' })).status, 201)
})
