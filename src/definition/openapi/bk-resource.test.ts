import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentText, imported, refusals } from './openapi-under-test.ts'

const head = 'swagger: "2.0"\nbasePath: /v1'

function resourceOf(extension: string, operation = ''): object | undefined {
  const text = documentText(
    `/a/{id}: { get: { operationId: a, ${operation} x-bk-apigateway-resource: ${extension} } }`,
    head,
  )
  return imported(text).resources[0]?.resource
}

test('with the extension of the old system, its defaults hold: base path in front, user needed', () => {
  assert.deepEqual(resourceOf('{}'), {
    name: 'a',
    method: 'GET',
    path: '/v1/a/{id}',
    auth: { app: true, user: true, permission: true },
  })
  assert.deepEqual(resourceOf('null'), {
    name: 'a',
    method: 'GET',
    path: '/a/{id}',
    backend: { path: '/v1/a/{id}' },
  })
})

test('everything of the extension that a resource can say is kept', () => {
  const resource = resourceOf(`{
    matchSubpath: true, enableWebsocket: true,
    authConfig: { userVerifiedRequired: false, appVerifiedRequired: false },
    backend: { name: orders, method: post, path: "/{env.base}/b/{id}", timeout: 2.5 },
    pluginConfigs: [{ type: bk-limit, yaml: "tokens: 5" }] }`)

  assert.deepEqual(resource, {
    name: 'a',
    method: 'GET',
    path: '/v1/a/{id}',
    matchSubpath: true,
    websocket: true,
    auth: { app: false, user: false, permission: false },
    backend: { name: 'orders', method: 'POST', path: '/{env.base}/b/{id}' },
    timeoutMs: { connect: 2500, connectAttempt: 2500, send: 2500, firstByte: 2500, idle: 2500 },
    plugins: [{ type: 'bk-limit', config: { tokens: 5 } }],
  })
})

test('x-bk-apigateway-method-any takes every method, and no other beside it', () => {
  const text = documentText(`
    /a:
      x-bk-apigateway-method-any: { operationId: any }
      get: { operationId: get }`)

  const [any] = imported(text).resources

  assert.equal(any?.resource.method, 'ANY')
  assert.match(refusals(text).join(), /^5:5 GET \/a: the operation in line 4 takes the same/)
})

const refused = [
  { extension: '5', says: 'x-bk-apigateway-resource is no mapping' },
  { extension: '{ kind: ai }', says: 'x-bk-apigateway-resource is of the kind "ai" | Only' },
  { extension: '{ backend: { type: GRPC } }', says: 'the backend is of the type "GRPC" | Only' },
  {
    extension: '{ backend: { method: fetch } }',
    says: 'backend.method: expected one of GET, POST',
  },
  { extension: '{ backend: { path: "/{x}" } }', says: 'the path at the backend, /{x}: {x} is no' },
  {
    extension: '{ backend: { timeout: 9000000 } }',
    says: 'timeoutMs.connect: must be between 1 and',
  },
  {
    extension: '{ pluginConfigs: [{ type: bk-user-restriction, yaml: "" }] }',
    says: 'there is no plugin "bk-user-restriction" here | Without it',
  },
  {
    extension: '{ pluginConfigs: [{ type: always }] }',
    says: 'there is no plugin "always" here | Without it',
  },
  {
    extension: '{ pluginConfigs: [{ type: limit, yaml: "[" }] }',
    says: 'the yaml of the plugin "limit" cannot be read',
  },
  {
    extension: '{ pluginConfigs: [{ type: limit, yaml: "tokens: many" }] }',
    says: 'plugins[0].config.tokens: expected a whole number, got "many"',
  },
]

for (const { extension, says } of refused) {
  test(`what would do something else is refused and never left out: ${extension}`, () => {
    const text = documentText(`/a: { get: { x-bk-apigateway-resource: ${extension} } }`, head)

    const [said = ''] = refusals(text)

    assert.ok(said.startsWith(`4:9 GET /a: ${says}`), said)
  })
}

test('who may see a resource, and who may ask for it, is taken over', () => {
  const visibilityOf = (extension: string) => {
    const text = documentText(`/a: { get: { x-bk-apigateway-resource: ${extension} } }`, head)
    const [first] = imported(text).resources
    return [first?.resource.public, first?.resource.allowApply]
  }

  assert.deepEqual(visibilityOf('{ isPublic: false, allowApplyPermission: true }'), [
    false,
    undefined,
  ])
  assert.deepEqual(visibilityOf('{ isPublic: true, allowApplyPermission: false }'), [
    undefined,
    false,
  ])
  assert.deepEqual(visibilityOf('{ matchSubpath: false }'), [undefined, undefined])
})

test('what resources have no place for is told', () => {
  const { report } = imported(
    documentText(
      '/a: { get: { operationId: a, x-bk-apigateway-resource: { disabledStages: [x] } } }',
      head,
    ),
  )

  assert.deepEqual(
    report.warnings.map(({ message }) => message),
    ['not used: transformHeaders, upstreams and disabledStages of 1 operation'],
  )
})
