import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentText, imported } from './openapi-under-test.ts'

function resourcesOf(text: string): object[] {
  return imported(text).resources.map(({ resource }) => resource)
}

test('an operation becomes a resource with its method, path, name and words', () => {
  const text = documentText(`
    /orders/{id}:
      get: { operationId: getOrder, summary: "One\\norder", description: longer }
      delete: { operationId: deleteOrder, deprecated: true }`)

  const { resources, report } = imported(text)

  assert.deepEqual(
    resources.map(({ resource }) => resource),
    [
      {
        name: 'getOrder',
        summary: 'One order',
        description: 'longer',
        method: 'GET',
        path: '/orders/{id}',
      },
      { name: 'deleteOrder', deprecated: {}, method: 'DELETE', path: '/orders/{id}' },
    ],
  )
  assert.deepEqual(
    resources.map(({ place }) => [place.line, place.column]),
    [
      [4, 5],
      [5, 5],
    ],
  )
  assert.deepEqual([report.format, report.operations, report.taken], ['OpenAPI 3.1', 2, 2])
})

const basePaths = [
  { head: 'openapi: 3.0.3\nservers: [{ url: https://api.example.com/v1/ }]', backend: '/v1/a' },
  { head: 'openapi: 3.0.3\nservers: [{ url: /v1 }]', backend: '/v1/a' },
  { head: 'openapi: 3.0.3\nservers: [{ url: v1 }]', backend: '/v1/a' },
  { head: 'openapi: 3.0.3\nservers: [{ url: https://api.example.com }]', backend: undefined },
  { head: 'openapi: 3.0.3\nservers: [{ url: "https://x/?a=/b#/c" }]', backend: undefined },
  {
    head: 'openapi: 3.0.3\nservers: [{ url: "https://{r}.x/{base}", variables: { base: { default: v2 } } }]',
    backend: '/v2/a',
  },
  { head: 'swagger: "2.0"\nbasePath: /api', backend: '/api/a' },
  { head: 'swagger: 2.0\nbasePath: /', backend: undefined },
] as const

for (const { head, backend } of basePaths) {
  test(`the path at the backend begins with the base path: ${head.replace('\n', ', ')}`, () => {
    const [resource] = resourcesOf(documentText('/a: { get: {} }', head))

    const expected = { name: 'get_a', method: 'GET', path: '/a' }
    assert.deepEqual(
      resource,
      backend === undefined ? expected : { ...expected, backend: { path: backend } },
    )
  })
}

test('a version is read as it is written, with quotes or without', () => {
  const formats = [
    'openapi: 3.0',
    'openapi: "3.0.4"',
    'openapi: 3.1',
    'openapi: 3.2.0',
    'swagger: 2.0',
  ]

  assert.deepEqual(
    formats.map((head) => imported(documentText('/a: { get: {} }', head)).report.format),
    ['OpenAPI 3.0', 'OpenAPI 3.0', 'OpenAPI 3.1', 'OpenAPI 3.2', 'Swagger 2.0'],
  )
})

test('a server of an operation comes before that of its path, and that before the document', () => {
  const resources = resourcesOf(
    documentText(
      `
    /a:
      servers: [{ url: /path }]
      get: { servers: [{ url: /own }] }
      put: {}
    /b: { get: {} }`,
      'openapi: 3.1.0\nservers: [{ url: /all }]',
    ),
  )

  assert.deepEqual(
    resources.map((resource) => Reflect.get(resource, 'backend')),
    [{ path: '/own/a' }, { path: '/path/a' }, { path: '/all/b' }],
  )
})

test('names can stand here, and are told apart also in clients and documents', () => {
  const ids = ['get-pet', 'get_pet', 'getPet', 'pets.list', '2nd', '查询', '__init__', 'ok_']
  const paths = ids.map((id, index) => `/p${index}: { get: { operationId: "${id}" } }`).join('\n')

  const { resources, report } = imported(documentText(paths))

  assert.deepEqual(
    resources.map(({ resource }) => resource.name),
    ['get_pet', 'get_pet_2', 'getPet_3', 'pets_list', 'op_2nd', 'get_p5', 'init__', 'ok_'],
  )
  const said = report.warnings.map(({ message }) => message).join('\n')
  assert.match(said, /4 operations \(get-pet is get_pet\)/)
  assert.match(said, /numbered, .*: 2 operations \(get_pet is get_pet_2\)/)
})

test('a variable that cannot be named so here gets another name, at the backend too', () => {
  const text = documentText(
    '/a/{user-id}/{user_id}/{1}: { get: { operationId: a } }',
    'openapi: 3.1.0\nservers: [{ url: /v1 }]',
  )

  const [resource] = resourcesOf(text)

  assert.deepEqual(resource, {
    name: 'a',
    method: 'GET',
    path: '/a/{user_id_2}/{user_id}/{v_1}',
    backend: { path: '/v1/a/{user_id_2}/{user_id}/{v_1}' },
  })
})

test('a path that refers to another one has its operations, beside its own', () => {
  const resources = resourcesOf(
    documentText(
      `
    /a: { $ref: "#/components/pathItems/A~1b", put: { operationId: own } }`,
      'openapi: 3.1.0\ncomponents: { pathItems: { A/b: { get: { operationId: theirs } } } }',
    ),
  )

  assert.deepEqual(
    resources.map((resource) => Reflect.get(resource, 'name')),
    ['own', 'theirs'],
  )
})

test('aliases and merged keys are read where they are needed', () => {
  const resources = resourcesOf(
    documentText(`
    /a: &item
      get: &get { summary: one }
    /b: *item
    /c: { <<: *item, post: *get }`),
  )

  assert.deepEqual(
    resources.map((resource) => Reflect.get(resource, 'name')),
    ['get_a', 'get_b', 'post_c', 'get_c'],
  )
})

test('schemas that contain themselves cost nothing, as nothing is put in place of a reference', () => {
  const text = documentText(
    '/a: { get: { responses: { 200: { $ref: "#/components/x" } } } }',
    'openapi: 3.1.0\ncomponents: { x: &x { $ref: "#/components/x", y: *x, paths: { $ref: "#" } } }',
  )

  assert.equal(imported(text).report.taken, 1)
})
