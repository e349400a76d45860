import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type WholeApi, wholeApi } from '../whole-api-under-test.ts'
import { type Caller, nobody } from '../caller.ts'
import {
  gatewayListExample,
  gatewayPageExample,
  resourceListExample,
  resourcePageExample,
  searchExample,
} from './portal-examples.ts'

const hosts = 'backends: { default: { hosts: [{ url: http://127.0.0.1:9 }] } }'
const definition = `version: 1
gateways:
  - name: shop
    description: Orders and payments
    maintainers: [shop-admin]
    contacts: [{ name: Ann, email: ann@example.com }]
    stages:
      - { name: prod, ${hosts}, plugins: [{ type: rate-limit, config: { default: [{ limit: 7, periodSeconds: 60 }], apps: { web: [{ limit: 9, periodSeconds: 60 }] } } }] }
      - { name: test, ${hosts} }
    resources:
      - name: get_order
        method: GET
        path: /orders/{id}
        summary: One order
        labels: [orders]
        docs: { en: "# One order", zh: "# 一个订单" }
        schema: { responses: { 200: { schema: { $ref: "#/definitions/Order" } } } }
      - { name: secret_order, method: GET, path: /secret, public: false, labels: [hidden] }
      - { name: pay, method: POST, path: /pay, description: 支付一个订单, allowApply: false }
    references:
      "#/definitions/Order": { properties: { next: { $ref: "#/definitions/Order" } } }
      "#/definitions/Other": {}
  - { name: inside, description: Not for all, public: false, stages: [{ name: prod, ${hosts} }], resources: [{ name: get_order, method: GET, path: /o }] }
  - { name: old, deprecated: { note: use shop }, stages: [{ name: prod, ${hosts} }], resources: [] }
`

const at = '/api/v1/portal'
const guest: Caller = { ...nobody, name: 'user guest', user: 'guest' }

suite('what callers look up', () => {
  let api: WholeApi

  before(async () => {
    api = await wholeApi(definition)
  })
  after(() => api[Symbol.asyncDispose]())

  async function ask(path: string, caller = guest): Promise<{ status: number; body: Answer }> {
    api.as(caller)
    const answer = await api.get(at + path)
    return { status: answer.statusCode, body: answer.json() }
  }

  test('a guest sees public gateways with the persons in charge, and pages of them', async () => {
    const { body } = await ask('/gateways')
    const first = await ask('/gateways?limit=1')
    const second = await ask(`/gateways?limit=1&cursor=${first.body.next}`)

    assert.deepEqual(
      body.items?.map(({ name, deprecated, resources }) => [name, deprecated, resources]),
      [
        ['old', { note: 'use shop' }, 0],
        ['shop', null, 2],
      ],
    )
    assert.deepEqual(Object.keys(body.items?.[1] ?? {}).slice(0, 3), [
      'name',
      'description',
      'personsInCharge',
    ])
    assert.deepEqual(body.items?.[1]?.['personsInCharge'], {
      maintainers: ['shop-admin'],
      contacts: [{ name: 'Ann', email: 'ann@example.com', phone: '', link: '' }],
    })
    assert.deepEqual([first.body.items?.[0]?.name, second.body.items?.[0]?.name], ['old', 'shop'])
    assert.equal(second.body.next, null)
  })

  test('gateways are found by their names, descriptions and persons', async () => {
    for (const words of ['SHOP', 'payments%20orders', 'ann', 'shop-admin']) {
      const { body } = await ask(`/gateways?search=${words}`)
      assert.deepEqual(
        body.items?.map(({ name }) => name),
        ['shop'],
        words,
      )
    }
  })

  test('what a caller may not see answers as what is not there', async () => {
    const hidden = ['/gateways/inside', '/gateways/shop/resources/secret_order']
    const missing = ['/gateways/outside', '/gateways/shop/resources/no_order']

    for (const [index, path] of hidden.entries()) {
      const one = await ask(path)
      const other = await ask(missing[index] ?? '')
      assert.deepEqual([one.status, one.body], [404, other.body])
    }
    for (const path of ['inside', 'outside']) {
      assert.equal((await ask(`/gateways/${path}/resources/get_order`)).status, 404)
      assert.equal((await ask(`/gateways/${path}/resources`)).status, 404)
    }
    assert.equal((await ask('/search?q=secret')).body.total, 0)
    assert.equal((await ask('/search?q=inside')).body.total, 0)
    assert.deepEqual((await ask('/gateways/shop')).body.labels, [{ label: 'orders', resources: 1 }])
  })

  test('who may view a gateway sees all of it', async () => {
    const viewer: Caller = { ...guest, mayView: () => true }

    assert.equal((await ask('/gateways/inside', viewer)).status, 200)
    assert.equal((await ask('/gateways/shop/resources/secret_order', viewer)).status, 200)
    assert.equal((await ask('/search?q=secret', viewer)).body.total, 1)
  })

  test('resources are found by stage, label and words', async () => {
    const names = async (query: string) =>
      (await ask(`/gateways/shop/resources?${query}`)).body.items?.map(({ name }) => name)

    assert.deepEqual(await names(''), ['get_order', 'pay'])
    assert.deepEqual(await names('label=orders'), ['get_order'])
    assert.deepEqual(await names('search=%E8%AE%A2%E5%8D%95'), ['pay'])
    assert.deepEqual(await names('stage=none'), [])
  })

  test('the document is in the language asked for, else in the one that is there', async () => {
    const documentOf = async (query: string, resource = 'get_order') =>
      (await ask(`/gateways/shop/resources/${resource}${query}`)).body.document

    assert.deepEqual(await documentOf('?lang=zh'), {
      language: 'zh',
      markdown: '# 一个订单',
      languages: ['en', 'zh'],
    })
    assert.equal((await documentOf(''))?.language, 'en')
    assert.equal(await documentOf('', 'pay'), null)
  })

  test('a resource says what its schema refers to, and nothing else', async () => {
    const { body } = await ask('/gateways/shop/resources/get_order')

    assert.deepEqual(Object.keys(body.references ?? {}), ['#/definitions/Order'])
  })

  test('limits and errors are those of the stage; of single applications only the caller’s own', async () => {
    const owner: Caller = { ...guest, owns: (app) => app === 'web' }
    const page = '/gateways/shop/resources/get_order'

    const prod = (await ask(page)).body
    const inTest = (await ask(`${page}?stage=test`)).body
    const own = (await ask(page, owner)).body

    const usual = { counted: 'each-caller', scope: 'stage', app: '' }
    const windows = [{ limit: 7, periodSeconds: 60 }]
    assert.deepEqual(prod.limits?.rates, [{ ...usual, windows }])
    assert.equal(own.limits?.rates.length, 2)
    assert.deepEqual(inTest.limits?.rates, [])
    const keysOf = (body: Answer) => body.errors?.map(({ key }) => key) ?? []
    assert.ok(keysOf(prod).includes('stage_rate_limited'))
    assert.ok(!keysOf(inTest).includes('stage_rate_limited'))
    assert.equal((await ask(`${page}?stage=none`)).status, 404)
  })

  test('permission is asked for where the resource needs one and allows it', async () => {
    const may = async (resource: string) =>
      (await ask(`/gateways/shop/resources/${resource}`)).body.auth?.mayApply

    assert.deepEqual([await may('get_order'), await may('pay')], [true, false])
  })

  test('the examples of the API document have the members of real answers', async () => {
    const pages: readonly (readonly [string, object])[] = [
      ['/gateways', gatewayListExample],
      ['/gateways/shop', gatewayPageExample],
      ['/gateways/shop/resources', resourceListExample],
      ['/gateways/shop/resources/get_order', resourcePageExample],
      ['/search?q=order', searchExample],
    ]
    for (const [path, example] of pages) {
      const { body } = await ask(path)
      assert.deepEqual(membersOf(body), membersOf(example), path)
    }
  })
})

interface Answer {
  readonly items?: readonly (Readonly<Record<string, unknown>> & { name: string })[]
  readonly next?: string | null
  readonly total?: number
  readonly labels?: unknown
  readonly document?: { language: string } | null
  readonly references?: object
  readonly limits?: { rates: readonly object[] }
  readonly errors?: readonly { key: string }[]
  readonly auth?: { mayApply: boolean }
}

/** Names of members, two levels deep; of lists those of the first entry. */
function membersOf(value: unknown, depth = 2): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : membersOf(value[0], depth)
  if (typeof value !== 'object' || value === null || depth === 0) return 'value'
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'schema' && name !== 'references' && name !== 'document')
      .map(([name, member]) => [name, membersOf(member, depth - 1)]),
  )
}
