import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { allPlugins } from '../plugins/all-plugins.ts'
import { definitionOf, gatewayText, problemsOf } from './definition-under-test.ts'
import { readDefinitions } from './read-definition.ts'

const shopUrl = new URL('../../examples/definitions/shop.yaml', import.meta.url)

test('the example becomes a complete release, every default put in', () => {
  const definition = definitionOf(readFileSync(shopUrl, 'utf8'), {
    expand: { DEMO_SECRET: 'abc' },
    plugins: allPlugins,
  })

  const [gateway] = definition.gateways
  const [stage] = gateway?.stages ?? []
  assert.deepEqual(definition.warnings, [])
  assert.deepEqual(stage?.content, {
    gateway: 'shop',
    stage: 'prod',
    maintainers: ['shop-admin', 'shop-oncall'],
    variables: { region: 'eu' },
    credentials: ['bkapi', 'bearer', 'api-key'],
    credentialsInBody: false,
    passCookies: false,
    userAuth: null,
    backends: [
      {
        name: 'default',
        owners: ['orders-team'],
        hosts: [
          {
            scheme: 'http',
            host: '127.0.0.1',
            port: 9000,
            pathPrefix: '',
            weight: 100,
            hostHeader: '127.0.0.1:9000',
            tls: { serverName: '127.0.0.1', ca: '', verify: true },
          },
        ],
        balance: 'round-robin',
        hashOn: 'client_ip',
        timeoutMs: {
          dns: 5_000,
          connect: 3_000,
          connectAttempt: 10_000,
          tls: 5_000,
          send: 30_000,
          firstByte: 30_000,
          idle: 30_000,
          total: 600_000,
          tunnelIdle: 60_000,
        },
        retries: 1,
        eject: { failures: 5, seconds: 10 },
      },
    ],
    plugins: [
      {
        type: 'rate-limit',
        config: {
          default: [{ limit: 100, periodSeconds: 60 }],
          apps: { 'demo-app': [{ limit: 1000, periodSeconds: 60 }] },
        },
      },
    ],
    resources: [
      {
        name: 'get_order',
        method: 'GET',
        path: '/orders/{id}',
        matchSubpath: false,
        websocket: false,
        auth: { app: true, user: false, permission: true },
        backend: { name: 'default', method: 'GET', path: '/v1/orders/{id}' },
        timeoutMs: {},
        bodyLimitBytes: null,
        plugins: [],
      },
    ],
  })
  assert.deepEqual(gateway?.grants, [
    {
      app: 'demo-app',
      gateway: 'shop',
      resources: ['get_order'],
      expiresAtMs: Date.UTC(2030, 0, 1),
    },
  ])
})

test('the same definition as JSON gives the same release', () => {
  const yaml = gatewayText('resources: [{ name: a, method: GET, path: /a }]\nstages: []')
  const json = JSON.stringify({
    version: 1,
    gateways: [{ name: 'shop', resources: [{ name: 'a', method: 'GET', path: '/a' }], stages: [] }],
  })

  assert.deepEqual(definitionOf(json), definitionOf(yaml))
})

test('a resource leads where it was taken, with its own method, unless it says otherwise', () => {
  const text = gatewayText(`
    resources:
      - { name: a, method: PUT, path: "/a/{id}" }
      - { name: b, method: ANY, path: /b, backend: { method: POST }, auth: { app: false } }`)

  const [a, b] = definitionOf(text).gateways[0]?.resources ?? []

  assert.deepEqual(a?.backend, { name: 'default', method: 'PUT', path: '/a/{id}' })
  assert.deepEqual(b?.backend, { name: 'default', method: 'POST', path: '/b' })
  assert.deepEqual(b?.auth, { app: false, user: false, permission: false })
})

test('a stage variable stands for its value in each stage', () => {
  const text = gatewayText(`
    resources:
      - { name: a, method: GET, path: "/a/{id}", backend: { path: "/{env.region}/a/{id}?zone={env.region}" } }
    stages:
      - { name: test, variables: { region: "" }, backends: { default: { hosts: [{ url: http://t }] } } }
      - { name: prod, variables: { region: eu/west }, backends: { default: { hosts: [{ url: http://p }] } } }`)

  const [testStage, prod] =
    definitionOf(text.replace('region: ""', 'region: us')).gateways[0]?.stages ?? []

  assert.equal(testStage?.content.resources[0]?.backend.path, '/us/a/{id}?zone=us')
  assert.equal(prod?.content.resources[0]?.backend.path, '/eu/west/a/{id}?zone=eu/west')
  assert.deepEqual(problemsOf(text), [
    '7:23 the variables make the backend path of "a" wrong: the path has an empty segment ("//")',
  ])
})

test('problems of all files come at once, in the order of the files and by place', () => {
  const texts = [
    { file: 'b.yaml', text: 'version: 1\nsecond: 1\nfirst: 1\n' },
    { file: 'a.yaml', text: 'version: [' },
    { file: 'c.yaml', text: 'version: 3\n' },
  ]

  const result = readDefinitions(texts, { expand: {}, readFile: undefined, plugins: [] })

  assert.equal(result.ok, false)
  const places = result.ok ? [] : result.problems.map(({ file, line }) => `${file}:${line}`)
  assert.deepEqual(places, ['b.yaml:2', 'b.yaml:3', 'a.yaml:1', 'c.yaml:1'])
})

test('a gateway belongs to one file; an app may stand in two that say the same of it', () => {
  const app = (secret: string) => `version: 1\napps: [{ code: web, secret: ${secret} }]\n`
  const read = (...texts: string[]) =>
    readDefinitions(
      texts.map((text, index) => ({ file: `${index}.yaml`, text })),
      { expand: {}, readFile: undefined, plugins: [] },
    )

  const twice = read(gatewayText('public: true'), gatewayText('public: true'))
  const same = read(app('a'), app('a'))
  const different = read(app('a'), app('b'))

  const messages = [twice, different].map((result) =>
    result.ok ? '' : result.problems[0]?.message,
  )
  assert.deepEqual(messages, [
    'the gateway "shop" is defined already in 0.yaml',
    'the app "web" is defined differently in 0.yaml',
  ])
  assert.equal(same.ok && same.definition.apps.length, 1)
})

test('a thousand problems are cut to 500, in bounded time', () => {
  const resources = Array.from(
    { length: 2_000 },
    (_, n) =>
      `  - { name: resource_number_${n}, method: GET, path: /a${n}, backend: { name: b${n} } }`,
  )
  const grants = Array.from(
    { length: 2_000 },
    (_, n) => `  - { app: web, resources: [resource_nr_${n}] }`,
  )
  const text = gatewayText(`resources:\n${resources.join('\n')}\ngrants:\n${grants.join('\n')}`)
  const begin = performance.now()

  const problems = problemsOf(text)

  assert.equal(problems.length, 501)
  assert.match(problems.at(-1) ?? '', /3500 more problems are not shown \| Correct these first\.$/)
  assert.ok(performance.now() - begin < 20_000, 'slow even for a busy machine')
})

test('warnings name what works and is probably not meant', () => {
  const text = gatewayText(`
    resources: [{ name: a, method: GET, path: /a, auth: { user: true } }]
    stages:
      - name: prod
        backends:
          default:
            timeoutMs: { firstByte: 30 }
            hosts: [{ url: https://orders, tls: { verify: false } }]`)

  assert.deepEqual(definitionOf(text).warnings, [
    {
      path: 'gateways/shop/userAuth',
      message:
        'a need a signed-in user, but the gateway has no userAuth: only JWTs of the gateway itself will be accepted',
    },
    {
      path: 'gateways/shop/stages/prod/backends/default/timeoutMs/firstByte',
      message: '30 ms is very short; is it meant in seconds?',
    },
    {
      path: 'gateways/shop/stages/prod/backends/default',
      message:
        'the certificate of orders is not verified: anyone between can read and change what passes',
    },
  ])
})

test('options of the real plugins are told as our own keys are', () => {
  const text = gatewayText(`
    resources:
      - name: a
        method: GET
        path: /a
        plugins:
          - { type: rate-limit, config: { default: [{ limit: 0, periodSeconds: 60 }] } }
          - { type: bk-header-rewrite, config: { set: [{ key: "a b", valeu: x }] } }
          - { type: ip-restriction, config: { whitelist: "1.2.3.4/33" } }
          - { type: permission }`)

  const problems = problemsOf(text, { plugins: allPlugins })

  assert.deepEqual(
    problems.map((problem) => problem.replace(/ \|.*/, '')),
    [
      '9:62 must be between 1 and 1000000000, got 0',
      '10:56 "value" is missing',
      '10:70 unknown key "valeu"',
      '11:58 "1.2.3.4/33" is no address or CIDR range',
      '12:21 "permission" runs by itself and cannot be listed',
    ],
  )
})

test('whatever is done to a file, it is read or refused with places that exist', () => {
  const shop = readFileSync(shopUrl, 'utf8')
  const edit = fc.record({
    at: fc.nat(shop.length),
    removed: fc.nat(40),
    added: fc.constantFrom(
      '',
      ' ',
      '\n',
      '  ',
      ': ',
      '- ',
      '{',
      ']',
      '"',
      '&a ',
      '*a',
      '${',
      '#',
      '0',
      'null',
      '\t',
      '|',
    ),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const text = edits.reduce(
        (edited, { at, removed, added }) =>
          edited.slice(0, at) + added + edited.slice(at + removed),
        shop,
      )
      const result = readDefinitions([{ file: 'shop.yaml', text }], {
        expand: { DEMO_SECRET: 'pass-phrase' },
        readFile: undefined,
        plugins: allPlugins,
      })

      assert.doesNotMatch(JSON.stringify(result), /pass-phrase/)
      if (result.ok) return
      const lines = text.split('\n')
      for (const { line, column } of result.problems) {
        assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1, `${line}:${column}`)
      }
    }),
    { numRuns: 150 },
  )
})
