import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import { catalogueEntry, catalogueKeys } from '../../src/diagnosis/catalogue.ts'
import { verdictOnlyKeys } from '../../src/model/verdict-keys.ts'
import { ownerOfAll } from '../clean-up.ts'
import { openToAll } from '../definitions.ts'
import { assertPageOf } from '../errors/help-page.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { assertHeadIsLike } from '../errors/sample.ts'
import { keyProofs } from './proofs.ts'

test('every key of the catalogue is provoked by a test', () => {
  const unproved = keyProofs().filter(({ proof }) => proof === '')

  assert.deepEqual(unproved, [])
})

suite('the catalogue on the real console, without a token', () => {
  const owner = ownerOfAll()
  let gateway: GatewayProcess | undefined
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${gateway?.consoleUrl ?? ''}${path}`, { headers })

  before(async () => {
    gateway = await startGateway(owner, answeringByItself)
  })

  test('the help address of every verdict leads to its page in both languages', async () => {
    for (const key of verdictOnlyKeys)
      await assertPageOf(key, `${gateway?.consoleUrl ?? ''}/errors/${key}`)
  })

  test('the list names every key once, under who must act, and leads to each', async () => {
    const page = await (await get('/errors?lang=en')).text()

    const linked = [...page.matchAll(/href="\/errors\/(\w+)\?lang=en"/g)].map(([, key]) => key)
    assert.equal(linked.length, catalogueKeys.length)
    assert.deepEqual(new Set(linked), new Set<string>(catalogueKeys))
    assert.deepEqual(
      [...page.matchAll(/<caption>([^<]+)<\/caption>/g)].map(([, caption]) => caption),
      [
        'The caller acts',
        'The maintainers of the gateway act',
        'The owners of the backend act',
        'The operator of the gateway acts',
        'Nobody has to act',
      ],
    )
  })

  test('a search by a received message finds its entry, and the form keeps it, escaped', async () => {
    const message = 'Bad Gateway [upstream_error="connection refused"]'
    const page = await (await get(`/errors?search=${encodeURIComponent(message)}`)).text()

    assert.deepEqual(
      [...page.matchAll(/<th scope="row"><a href="\/errors\/(\w+)/g)].map(([, key]) => key),
      ['backend_refused'],
    )
    assert.ok(page.includes('value="Bad Gateway [upstream_error=&quot;connection refused&quot;]"'))
  })

  test('a search cannot write into the page', async () => {
    const page = await (await get('/errors?search=%3Cscript%3Ealert(1)%3C/script%3E%22')).text()

    assert.doesNotMatch(page, /<script|""/)
  })

  test('what the gateway answers by itself without an error is shown as it is sent', async () => {
    const path = '/api/shop/prod/orders'
    const preflight = { Origin: 'https://shop.example.com', 'Access-Control-Request-Method': 'GET' }
    assert.ok(gateway !== undefined)

    assertHeadIsLike('mock_answer', await gateway.call({ path: '/api/mocked/prod/orders' }))
    assertHeadIsLike(
      'preflight_answer',
      await gateway.call({ method: 'OPTIONS', path, headers: preflight }),
    )
  })

  test('the code of an error leads to the keys that have it', async () => {
    const page = await (await get('/errors/1650200')).text()

    assert.ok(page.includes('href="/errors/backend_refused'), 'found by its code')
  })

  test('an unknown key is a 404 page with the nearest keys', async () => {
    const answer = await get('/errors/backend_refusd')
    const page = await answer.text()

    assert.equal(answer.status, 404)
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
    assert.ok(page.includes('href="/errors/backend_refused?lang=en"'))
    const problem = await (await get('/api/v1/errors/backend_refusd')).json()
    assert.match(String(problem.detail), /Did you mean backend_refused/)
  })

  test('the language is the one asked for, else what the browser likes most', async () => {
    const titleOf = async (path: string, accepted = ''): Promise<string> =>
      /<h1>([^<]+)</.exec(await (await get(path, { 'accept-language': accepted })).text())?.[1] ??
      ''
    const chinese = catalogueEntry('app_missing', 'zh')?.title
    const english = catalogueEntry('app_missing', 'en')?.title

    assert.equal(await titleOf('/errors/app_missing', 'zh-CN,zh;q=0.9,en;q=0.8'), chinese)
    assert.equal(await titleOf('/errors/app_missing', 'de, zh;q=0.2, en;q=0.7'), english)
    assert.equal(await titleOf('/errors/app_missing?lang=zh', 'en'), chinese)
  })

  test('the pages run no script and load nothing: their policy allows one style and the search', async () => {
    for (const path of ['/errors', '/errors/app_missing', '/errors/no_such_key']) {
      const policy = (await get(path)).headers.get('content-security-policy') ?? ''

      assert.match(
        policy,
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'self'/,
      )
    }
  })
})

const cors = {
  type: 'cors',
  config: { allow_origins: 'https://shop.example.com', allow_methods: 'GET,POST', max_age: 86_400 },
}
const mock = {
  type: 'mock',
  config: {
    response_example: '{"orders":[]}',
    response_headers: { 'Content-Type': 'application/json' },
  },
}

const answeringByItself = {
  version: 1,
  gateways: [
    { name: 'shop', plugin: cors },
    { name: 'mocked', plugin: mock },
  ].map(({ name, plugin }) => ({
    name,
    backends: [{ name: 'default' }],
    stages: [{ name: 'prod', backends: { default: { hosts: [{ url: 'http://127.0.0.1:1' }] } } }],
    resources: [
      {
        name: 'get_orders',
        method: 'GET',
        path: '/orders',
        auth: openToAll,
        backend: { name: 'default' },
        plugins: [plugin],
      },
    ],
  })),
}
