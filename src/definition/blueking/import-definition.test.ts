import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imported, notesOf, plainStage, problemsIn } from './blueking-under-test.ts'

test('a stage of version 2 has its variables, backends, weights and timeouts', () => {
  const definition = `
apigateway: { description: Orders, is_public: true, maintainers: [ann] }
stages:
  - name: prod
    vars: { region: eu, replicas: 3, empty: }
    backends:
      - name: default
        config:
          timeout: 45
          loadbalance: weighted-roundrobin
          hosts: [{ host: "http://a:8080", weight: 10 }, { host: "https://b", weight: 90 }]
      - name: reports
        config: { timeout: 2, loadbalance: chash, hash_on: header, key: X-User, hosts: [{ host: "http://c" }] }
`

  const { stages, public: isPublic, maintainers, description } = imported({ definition })
  const [first, second] = stages[0]?.content.backends ?? []

  assert.deepEqual([isPublic, maintainers, description], [true, ['ann'], 'Orders'])
  assert.deepEqual(stages[0]?.content.variables, { region: 'eu', replicas: '3', empty: '' })
  assert.deepEqual(
    first?.hosts.map(({ scheme, host, port, weight }) => [scheme, host, port, weight]),
    [
      ['http', 'a', 8080, 10],
      ['https', 'b', 443, 90],
    ],
  )
  const { connect, send, firstByte, idle } = first?.timeoutMs ?? {}
  assert.deepEqual([connect, send, firstByte, idle], [3_000, 45_000, 45_000, 45_000])
  assert.deepEqual(
    [first?.balance, second?.balance, second?.hashOn],
    ['round-robin', 'hash', 'header:X-User'],
  )
  assert.equal(second?.timeoutMs.connect, 2_000)
})

test('a stage of version 1 has its one backend, header rewrite and rate limit', () => {
  const definition = `
stage:
  name: prod
  proxy_http:
    timeout: 60
    upstreams: { loadbalance: roundrobin, hosts: [{ host: "http://orders", weight: 100 }] }
    transform_headers: { set: { X-From: gateway }, delete: [X-Debug] }
  rate_limit: { enabled: true, rate: { tokens: 5000, period: 60 } }
`

  const [stage] = imported({ definition }).stages

  assert.equal(stage?.content.backends[0]?.name, 'default')
  assert.deepEqual(stage?.content.plugins, [
    { type: 'header-rewrite', config: { set: { 'X-From': 'gateway' }, remove: ['X-Debug'] } },
    { type: 'stage-global-rate-limit', config: { rate: { tokens: 5000, period: 60 } } },
  ])
})

test('plugins keep their options, with their names with or without bk-', () => {
  const definition = `${plainStage}    plugin_configs:
      - type: bk-rate-limit
        yaml: |-
          rates:
            __default: [{ period: 1, tokens: 100 }]
      - type: header-rewrite
        yaml: "set: [{key: test, value: '2'}]\\nremove: []"
      - type: bk-ip-restriction
        yaml: "whitelist: |-\\n  10.0.0.0/8 # ours\\n"
`

  const [stage] = imported({ definition }).stages

  assert.deepEqual(stage?.content.plugins, [
    { type: 'rate-limit', config: { rates: { __default: [{ period: 1, tokens: 100 }] } } },
    { type: 'header-rewrite', config: { set: [{ key: 'test', value: '2' }], remove: [] } },
    { type: 'ip-restriction', config: { whitelist: '10.0.0.0/8 # ours' } },
  ])
})

test('a plugin that is not here is named with its place and loss, and kept', () => {
  const definition = `${plainStage}    plugin_configs:
      - type: bk-user-restriction
        yaml: "whitelist: [{key: ann}]"
`

  const notes = notesOf({ definition })
  const { written } = imported({ definition })

  assert.deepEqual(notes, [
    'definition.yaml:8 stages[0].plugin_configs[0].type | there is no plugin bk-user-restriction here: users whom it kept out are let in',
  ])
  assert.deepEqual(stageOf(written)['x-bk-plugins'], [
    { type: 'bk-user-restriction', yaml: 'whitelist: [{key: ann}]' },
  ])
})

test('what is wrong inside the YAML of a plugin is told at its own line and column', () => {
  const definition = `${plainStage}    plugin_configs:
      - type: bk-rate-limit
        yaml: |-
          rates:
            __default:
              - { period: 1, tokens: many }
`

  assert.deepEqual(problemsIn({ definition }), [
    'definition.yaml:12:38 expected a whole number, got "many"',
  ])
})

test('grants are of the gateway or of resources, and what is given twice is one', () => {
  const definition = `${plainStage}
grant_permissions:
  - { bk_app_code: one }
  - { bk_app_code: one, grant_dimension: gateway }
  - { bk_app_code: two, grant_dimension: resource, resource_names: [get-order, get_order] }
`
  const resources = `
paths: { /orders: { get: { operationId: get-order } } }
`

  const { grants } = imported({ definition, resources })

  assert.deepEqual(
    grants.map(({ app, resources: of }) => [app, of]),
    [
      ['one', null],
      ['two', ['get_order']],
    ],
  )
})

test('keys without effect and unknown keys are reported once each and survive', () => {
  const definition = `${plainStage}
apigateway: { api_type: 1, colour: red, related: { a: [1] } }
release: { version: 1.0.0, comment: "{{ settings.NOT_SET }}" }
related_apps: [one]
`

  const notes = notesOf({ definition })
  const { written } = imported({ definition })

  assert.deepEqual(notes, [
    'definition.yaml:8 apigateway.api_type | api_type has no effect here: all gateways are of one type',
    'definition.yaml:8 apigateway.colour | unknown key "colour"; kept, without effect',
    'definition.yaml:8 apigateway.related | unknown key "related"; kept, without effect',
    'definition.yaml:9 release | release has no effect here: releases are numbered here, each time a stage changes',
    'definition.yaml:10 related_apps | related_apps has no effect here: definitions are applied with a management token',
  ])
  assert.equal(written['x-bk-colour'], 'red')
  assert.deepEqual(written['x-bk-related'], { a: [1] })
  assert.deepEqual(written['x-bk-release'], { version: '1.0.0', comment: '${NOT_SET}' })
})

test('options mean what they mean in the old system where they are left out or empty', () => {
  const definition = `${plainStage}    plugin_configs:
      - { type: bk-cors, yaml: "{allow_methods: '**', allow_headers: '**', max_age: 86400}" }
      - { type: bk-ip-restriction, yaml: "{whitelist: 10.0.0.1, blacklist: '', message: ''}" }
`

  const [stage] = imported({ definition }).stages

  const [cors, addresses] = stage?.content.plugins ?? []
  assert.deepEqual(cors?.config, {
    allow_methods: '**',
    allow_headers: '**',
    max_age: 86_400,
    allow_origins: '',
    allow_credential: true,
  })
  assert.deepEqual(addresses?.config, { whitelist: '10.0.0.1', blacklist: '' })
})

test('a rate limit that is not enabled limits nothing, and is kept', () => {
  const definition = plainStage.replace(
    '- name: prod',
    '- name: prod\n    rate_limit: { enabled: false, rate: { tokens: 1, period: 60 } }',
  )

  const { stages, written } = imported({ definition })

  assert.deepEqual(stages[0]?.content.plugins, [])
  assert.deepEqual(stageOf(written)['x-bk-rate_limit'], {
    enabled: false,
    rate: { tokens: 1, period: 60 },
  })
})

test('a description of several lines becomes one, and is kept whole', () => {
  const definition = `${plainStage}\napigateway: { description: "Orders\\n\\n  and payments" }\n`

  const { description, written } = imported({ definition })

  assert.equal(description, 'Orders and payments')
  assert.equal(written['x-bk-description'], 'Orders\n\n  and payments')
})

test('what only Faultline has may stand under x-faultline', () => {
  const definition = `
apigateway: { x-faultline: { userAuth: { tokenUrl: "http://login/is_login/" } } }
stages:
  - name: prod
    x-faultline: { passCookies: true }
    backends:
      - name: default
        x-faultline: { owners: [orders-team] }
        config: { hosts: [{ host: "http://orders" }] }
`

  const { stages, backends } = imported({ definition })

  assert.equal(stages[0]?.content.userAuth?.tokenUrl, 'http://login/is_login/')
  assert.equal(stages[0]?.content.passCookies, true)
  assert.deepEqual(backends[0]?.owners, ['orders-team'])
})

const refused: readonly (readonly [
  title: string,
  definition: string,
  problems: readonly string[],
])[] = [
  ['without stages', '\napigateway: {}\n', ['definition.yaml:1:1 "stages" is missing']],
  [
    'of a gateway that is switched off',
    `${plainStage}\napigateway: { status: 0 }\n`,
    ['definition.yaml:8:23 the gateway is switched off there; here it would be live'],
  ],
  [
    'of an AI gateway',
    `${plainStage}\napigateway: { kind: ai }\n`,
    ['definition.yaml:8:21 only gateways of the kind "normal" can be taken'],
  ],
  [
    'with a gRPC host',
    plainStage.replace('http://', 'grpc://'),
    ['definition.yaml:6:48 the scheme grpc is not supported'],
  ],
]

for (const [title, definition, problems] of refused) {
  test(`a definition ${title} is refused, with the place`, () => {
    assert.deepEqual(problemsIn({ definition }), problems)
  })
}

function stageOf(written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [stage] = written['stages'] as Record<string, unknown>[]
  return stage ?? {}
}
