import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundledFiles, packBundle, readBundle } from './apply-bundle.ts'
import { definitionOf, gatewayText, problemsOf, testPlugins } from './definition-under-test.ts'
import type { ReadFile } from './named-file.ts'
import { readDefinitions } from './read-definition.ts'

const document = `openapi: 3.1.0
servers: [{ url: https://api.example.com/v1 }]
paths:
  /orders/{id}:
    get: { operationId: getOrder }
    put: { operationId: putOrder }
  /files/{name}.json:
    get: { operationId: getFile }
`
const good = document.slice(0, document.indexOf('  /files'))
const stage = 'stages: [{ name: prod, backends: { default: { hosts: [{ url: http://a }] } } }]'

/** A folder with the one file `api.yaml`. */
function folderWith(text: string): ReadFile {
  return (path, from) => {
    assert.equal(from, 'test.yaml')
    if (path === 'api.yaml') return text
    throw Object.assign(new Error('missing'), { code: 'ENOENT' })
  }
}

/** With the name of the file, as problems stand in two. */
function problemsIn(body: string, text: string): string[] {
  const files = [{ file: 'test.yaml', text: gatewayText(body) }]
  const options = { expand: {}, readFile: folderWith(text), plugins: testPlugins }
  const read = readDefinitions(files, options)
  if (read.ok) return []
  return read.problems.map(
    ({ file, line, column, path, message }) => `${file}:${line}:${column} ${path} ${message}`,
  )
}

test('the operations of a document are the resources, and what was written stays', () => {
  const text = gatewayText(
    `${stage}\nopenapi: api.yaml\ngrants: [{ app: web, resources: [getOrder] }]`,
  )

  const [gateway] = definitionOf(text, { readFile: folderWith(good) }).gateways

  assert.deepEqual(
    gateway?.resources.map(({ name, method, path, auth, backend }) => [
      name,
      method,
      path,
      auth,
      backend,
    ]),
    [
      [
        'getOrder',
        'GET',
        '/orders/{id}',
        { app: true, user: false, permission: true },
        { name: 'default', method: 'GET', path: '/v1/orders/{id}' },
      ],
      [
        'putOrder',
        'PUT',
        '/orders/{id}',
        { app: true, user: false, permission: true },
        { name: 'default', method: 'PUT', path: '/v1/orders/{id}' },
      ],
    ],
  )
  assert.equal(gateway?.stages[0]?.content.resources.length, 2)
  assert.deepEqual(gateway?.written['openapi'], 'api.yaml')
  assert.equal(gateway?.written['resources'], undefined)
})

test('the name of the file may come from the environment, and stays written as it was', () => {
  const text = gatewayText('openapi: ${NAME}.yaml')

  const [gateway] = definitionOf(text, {
    expand: { NAME: 'api' },
    readFile: folderWith(good),
  }).gateways

  assert.equal(gateway?.resources.length, 2)
  assert.equal(gateway?.written['openapi'], '${NAME}.yaml')
})

test('auth and backend hold for operations that say nothing themselves', () => {
  const text = gatewayText(`
    backends: [{ name: orders }]
    openapi: { file: api.yaml, backend: orders, auth: { app: false } }`)

  const [gateway] = definitionOf(text, { readFile: folderWith(good) }).gateways

  const [first] = gateway?.resources ?? []
  assert.deepEqual(first?.auth, { app: false, user: false, permission: false })
  assert.deepEqual(first?.backend, { name: 'orders', method: 'GET', path: '/v1/orders/{id}' })
})

test('an operation with an extension that names no backend leads to that of the key', () => {
  const text = gatewayText(`
    backends: [{ name: orders }]
    openapi: { file: api.yaml, backend: orders }`)
  const extended = 'openapi: 3.1.0\npaths: { /a: { get: { x-bk-apigateway-resource: {} } } }'

  const [gateway] = definitionOf(text, { readFile: folderWith(extended) }).gateways

  assert.equal(gateway?.resources[0]?.backend.name, 'orders')
})

test('an operation that cannot be taken stops the apply, at its place in the document', () => {
  assert.deepEqual(problemsIn(`${stage}\nopenapi: api.yaml`, document), [
    'test.yaml:5:14 gateways[0].openapi 1 operation of this document cannot be taken, see below',
    'api.yaml:8:5 paths["/files/{name}.json"].get "{name}.json": a variable stands for one whole segment',
  ])
})

test('with partial it is left out, and a warning says so', () => {
  const text = gatewayText(`${stage}\nopenapi: { file: api.yaml, partial: true }`)

  const { gateways, warnings } = definitionOf(text, { readFile: folderWith(document) })

  assert.equal(gateways[0]?.resources.length, 2)
  assert.deepEqual(warnings, [
    {
      path: 'gateways/shop/openapi',
      message:
        'GET /files/{name}.json is not taken: "{name}.json": a variable stands for one whole segment (api.yaml:8:5)',
    },
  ])
})

test('a document that cannot be read is told at its own place, and nothing that follows from it', () => {
  const grants = 'grants: [{ app: web, resources: [getOrder] }]'

  assert.deepEqual(problemsIn(`openapi: api.yaml\n${grants}`, 'paths: {}\nswagger: "1.2"'), [
    'api.yaml:2:1  swagger "1.2" is not a version that can be read',
  ])
  assert.deepEqual(problemsIn(`openapi: other.yaml\n${grants}`, good), [
    'test.yaml:4:14 gateways[0].openapi cannot read "other.yaml": there is no such file',
  ])
})

test('what only the gateway can know of an operation is told at its place', () => {
  const text = `openapi: 3.1.0
paths:
  /a: { get: { x-bk-apigateway-resource: { backend: { name: orders } } } }
`

  assert.deepEqual(problemsIn('openapi: api.yaml', text), [
    'api.yaml:3:9 backend.name there is no backend "orders" in this gateway',
  ])
})

const mistakes = [
  {
    title: 'resources beside it',
    body: 'resources: []\nopenapi: api.yaml',
    says: [
      '5:5 "openapi" and "resources" are both given; one stands in place of the other | Remove one of them.',
    ],
  },
  {
    title: 'a backend that is not there',
    body: 'openapi: { file: api.yaml, backend: orders }',
    says: ['4:41 there is no backend "orders" in this gateway | Known: default.'],
  },
  {
    title: 'a permission of nobody',
    body: 'openapi: { file: api.yaml, auth: { app: false, permission: true } }',
    says: [
      '4:64 a permission is granted to an application, which `app: false` does not ask for | Remove `permission: true`, or `app: false`.',
    ],
  },
  {
    title: 'no file',
    body: 'openapi: { partial: true }',
    says: ['4:5 "file" is missing | Add "file".'],
  },
  {
    title: 'an unknown key',
    body: 'openapi: { file: api.yaml, partal: true }',
    says: ['4:32 unknown key "partal" | Did you mean "partial"?'],
  },
]

for (const { title, body, says } of mistakes) {
  test(`a mistake in the key itself is one problem: ${title}`, () => {
    assert.deepEqual(problemsOf(gatewayText(body), { readFile: folderWith(good) }), says)
  })
}

test('a definition that was received names no files of the server', () => {
  assert.deepEqual(problemsOf(gatewayText('openapi: api.yaml')), [
    '4:14 the server reads no files for a definition that it receives | Apply with `faultline apply`, or write what `faultline import openapi FILE` prints.',
  ])
})

test('a bundle carries the document along', () => {
  const text = gatewayText('openapi: { file: "${NAME}.yaml", partial: true }')
  const definitions = [{ file: 'test.yaml', text }]

  const bundle = readBundle(
    JSON.stringify(packBundle(definitions, { NAME: 'api', OTHER: 'x' }, folderWith(document))),
  )

  assert.deepEqual(bundle?.files, [{ path: 'api.yaml', from: 'test.yaml', text: document }])
  assert.deepEqual(bundle.values, { NAME: 'api' })
  const options = { expand: bundle.values, readFile: bundledFiles(bundle) }
  assert.equal(definitionOf(text, options).gateways[0]?.resources.length, 2)
})

test('an OpenAPI document that is given as a definition is told as one', () => {
  assert.deepEqual(problemsOf(good), [
    '1:10 this is an OpenAPI document and not a definition | Name it as `openapi` of a gateway; `faultline import openapi FILE` prints a definition.',
  ])
})
