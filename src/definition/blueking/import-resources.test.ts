import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imported, notesOf, plainStage, problemsIn } from './blueking-under-test.ts'

test('a resource is open to nobody unless it says so, as in the old system', () => {
  const resources = `
paths:
  /orders: { get: { operationId: get_orders } }
  /open:
    get:
      operationId: get_open
      x-bk-apigateway-resource:
        authConfig: { userVerifiedRequired: false, appVerifiedRequired: false, resourcePermissionRequired: true }
`

  const [orders, open] = imported({ resources }).resources

  assert.deepEqual(orders?.auth, { app: true, user: true, permission: true })
  assert.deepEqual(open?.auth, { app: false, user: false, permission: false })
})

test('a resource keeps its path, backend, timeout, sub-paths, WebSocket and plugins', () => {
  const resources = `
basePath: /v1/
paths:
  /files/{id}:
    x-bk-apigateway-method-any:
      operationId: get-files
      summary: Files
      x-bk-apigateway-resource:
        matchSubpath: true
        enableWebsocket: true
        backend: { type: HTTP, name: default, method: get, path: "/store/{id}", matchSubpath: true, timeout: 5,
          transformHeaders: { set: { X-A: b } } }
        pluginConfigs:
          - { type: bk-rate-limit, yaml: "rates: {__default: [{period: 1, tokens: 2}]}" }
`

  const [resource] = imported({ resources }).resources

  const { auth: _auth, bodyLimitBytes: _limit, timeoutMs, plugins, ...rest } = resource ?? {}
  assert.deepEqual(rest, {
    name: 'get_files',
    method: 'ANY',
    path: '/v1/files/{id}',
    matchSubpath: true,
    websocket: true,
    backend: { name: 'default', method: 'GET', path: '/store/{id}' },
  })
  assert.equal(timeoutMs?.firstByte, 5_000)
  assert.deepEqual(
    plugins?.map(({ type }) => type),
    ['header-rewrite', 'rate-limit'],
  )
})

test('hosts of a resource become a backend, one for the same hosts, in every stage', () => {
  const own = 'upstreams: { hosts: [{ host: "http://{env.own}", weight: 1 }] }'
  const resources = `
paths:
  /a: { get: { operationId: a, x-bk-apigateway-resource: { backend: { method: get, path: /a, ${own} } } } }
  /b: { get: { operationId: b, x-bk-apigateway-resource: { backend: { method: get, path: /b, ${own} } } } }
`
  const definition = plainStage.replace(
    '- name: prod',
    '- name: prod\n    vars: { own: "callback:81" }',
  )

  const { resources: made, stages } = imported({ definition, resources })

  assert.deepEqual(
    made.map(({ backend }) => backend.name),
    ['upstream-1', 'upstream-1'],
  )
  const backend = stages[0]?.content.backends.find(({ name }) => name === 'upstream-1')
  assert.deepEqual([backend?.hosts[0]?.host, backend?.hosts[0]?.port], ['callback', 81])
  assert.equal(backend?.timeoutMs.firstByte, 30_000)
})

test('two resources that differ in their last slash only are one, also for grants', () => {
  const backend = (path: string) =>
    `x-bk-apigateway-resource: { backend: { method: get, path: "${path}" } }`
  const resources = `
paths:
  /runs/{id}/: { get: { operationId: run, ${backend('/r/{id}/')} } }
  /runs/{id}: { get: { operationId: run_too, ${backend('/r/{id}')} } }
`
  const definition = `${plainStage}
grant_permissions: [{ bk_app_code: one, grant_dimension: resource, resource_names: [run_too] }]
`

  const { resources: made, grants } = imported({ definition, resources })

  assert.deepEqual(
    made.map(({ name }) => name),
    ['run'],
  )
  assert.deepEqual(grants[0]?.resources, ['run'])
  assert.deepEqual(notesOf({ definition, resources }), [
    'resources.yaml:4 paths["/runs/{id}"].get | "run_too" is left out: "run" takes its requests too, with or without a last slash',
  ])
})

test('two resources that differ in more than their last slash are refused', () => {
  const resources = `
paths:
  /runs/: { get: { operationId: run } }
  /runs: { get: { operationId: run_too, x-bk-apigateway-resource: { authConfig: { userVerifiedRequired: false } } } }
`

  assert.deepEqual(problemsIn({ resources }), [
    'resources.yaml:4:12 GET /runs is taken by the resource "run" in line 3',
  ])
})

test('what is not a method, and keys without effect, are reported', () => {
  const resources = `
definitions: { Order: { type: object } }
paths:
  /orders:
    parameters: [{ in: query, name: q }]
    fetch: { operationId: fetch_orders }
    get:
      operationId: get_orders
      tags: [orders]
      x-bk-apigateway-resource: { noneSchema: false, shade: dark, disabledStages: [] }
`

  assert.deepEqual(notesOf({ resources }), [
    'resources.yaml:5 paths["/orders"].parameters | parameters of a path has no effect here, and is not kept',
    'resources.yaml:6 paths["/orders"].fetch | "fetch" is no method: nothing was taken of it',
    'resources.yaml:10 paths["/orders"].get.x-bk-apigateway-resource.shade | unknown key "shade"; kept, without effect',
  ])
})

test('a path may come from the environment', () => {
  const resources = '\npaths: { "/{{ settings.PREFIX }}/a": { get: { operationId: a } } }\n'

  const [resource] = imported({ resources, environment: { PREFIX: 'v1' } }).resources

  assert.equal(resource?.path, '/v1/a')
})

test('our own keys where nobody takes them are reported, not passed over', () => {
  const resources = `
paths:
  /a: { get: { operationId: a, x-bk-apigateway-resource: { x-faultline: { owners: [a] }, later: } } }
`

  const at = 'resources.yaml:3 paths["/a"].get.x-bk-apigateway-resource'
  assert.deepEqual(notesOf({ resources }), [
    `${at}.x-faultline | unknown key "x-faultline"; kept, without effect`,
    `${at}.later | unknown key "later"; kept, without effect`,
  ])
})

const refused: readonly (readonly [title: string, operation: string, problem: string])[] = [
  ['without a name', '{}', 'the operation has no "operationId"'],
  ['of a mock', said('backend: { type: MOCK }'), 'a backend of the type "MOCK" cannot be taken'],
  ['of an AI service', said('kind: ai'), 'a resource of the kind "ai" cannot be taken'],
  [
    'whose sub-paths do not go with those of its backend',
    said('matchSubpath: true, backend: { matchSubpath: false }'),
    'matchSubpath is not the same for the resource and its backend',
  ],
  [
    'that one of the stages must not serve',
    said('disabledStages: [prod]'),
    'the stage does not serve "get_a" there; here every stage serves every resource',
  ],
  [
    'whose backend does not exist',
    said('backend: { name: other }'),
    'there is no backend "other" in this gateway',
  ],
  [
    'with a path that is no path',
    said('backend: { path: "/a/{b}" }'),
    '{b} is no variable of the path of this resource',
  ],
]

for (const [title, operation, problem] of refused) {
  test(`a resource ${title} is refused, with the place`, () => {
    const problems = problemsIn({ resources: `\npaths:\n  /a:\n    get: ${operation}\n` })

    assert.equal(problems.length, 1, problems.join('\n'))
    assert.match(problems[0] ?? '', /^resources\.yaml:4:\d+ /)
    assert.ok(problems[0]?.endsWith(problem), problems[0])
  })
}

function said(text: string): string {
  return `{ operationId: get_a, x-bk-apigateway-resource: { ${text} } }`
}
