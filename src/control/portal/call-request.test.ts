import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationSchema } from '../../definition/documentation.ts'
import { releaseTo } from '../doctor/place-under-test.ts'
import { callRequest, type CallRequest } from './call-request.ts'
import type { Release, Resource } from '../../model/release.ts'
import { sampleValue } from './sample-value.ts'

const plain: Resource = {
  name: 'put_order',
  method: 'PUT',
  path: '/orders/{id}',
  matchSubpath: false,
  websocket: false,
  auth: { app: true, user: false, permission: true },
  backend: { name: 'default', method: 'PUT', path: '/orders/{id}' },
  timeoutMs: {},
  bodyLimitBytes: null,
  plugins: [],
}

function requestFor(
  schema: OperationSchema | null,
  differing: Partial<Resource> = {},
  release: Partial<Release> = {},
): CallRequest {
  const at: Release = { ...releaseTo(), ...release }
  return callRequest(
    'https://api/api/shop/prod',
    at,
    { ...plain, ...differing },
    schema,
    references,
  )
}

const references = {
  '#/p/Page': {
    name: 'page',
    in: 'query',
    required: true,
    schema: { type: 'integer', default: 3 },
  },
  '#/s/Node': {
    type: 'object',
    required: ['name', 'child'],
    properties: {
      name: { type: 'string', enum: ['leaf'] },
      child: { $ref: '#/s/Node' },
      more: { type: 'string' },
    },
  },
}

test('what a caller must fill in stands there as a placeholder, with what it means', () => {
  const { url, headers, placeholders, body } = requestFor(null)

  assert.equal(url, 'https://api/api/shop/prod/orders/YOUR_ID')
  assert.deepEqual(headers, [
    {
      name: 'X-Bkapi-Authorization',
      value: '{"bk_app_code":"YOUR_APP_CODE","bk_app_secret":"YOUR_APP_SECRET"}',
    },
  ])
  assert.equal(body, null)
  assert.deepEqual(
    placeholders.map(({ placeholder }) => placeholder),
    ['YOUR_ID', 'YOUR_APP_CODE', 'YOUR_APP_SECRET'],
  )
})

test('parameters that are needed are there, with the example or default of the document', () => {
  const { url, headers } = requestFor({
    parameters: [
      { $ref: '#/p/Page' },
      { name: 'id', in: 'path', required: true, example: 'a/b c' },
      { name: 'q', in: 'query', schema: { type: 'string' } },
      { name: 'X-Kind', in: 'header', required: true, schema: { type: 'string' } },
      { name: 'X-Bkapi-Authorization', in: 'header', required: true, example: 'mine' },
      { name: 'Bad\r\nName', in: 'header', required: true },
    ],
  })

  assert.equal(url, 'https://api/api/shop/prod/orders/a%2Fb%20c?page=3')
  assert.deepEqual(
    headers.map(({ name, value }) => [name, value.startsWith('YOUR')]),
    [
      ['X-Bkapi-Authorization', false],
      ['X-Kind', true],
    ],
  )
})

test('credentials are sent as the stage reads them', () => {
  const named = (credentials: Release['credentials'], auth: Resource['auth']) =>
    requestFor(null, { auth }, { credentials }).headers.map(
      ({ name, value }) => `${name}: ${value}`,
    )
  const app = { app: true, user: false, permission: true }

  assert.deepEqual(named(['api-key'], app), ['X-API-Key: YOUR_APP_CODE:YOUR_APP_SECRET'])
  assert.deepEqual(named(['bearer'], app), ['Authorization: Bearer YOUR_TOKEN'])
  assert.deepEqual(named(['bearer'], { app: false, user: false, permission: false }), [])
  assert.match(named(['bkapi'], { ...app, user: true })[0] ?? '', /"bk_token":"YOUR_LOGIN_TOKEN"/)
})

test('a body is the example of the document, else what its schema allows', () => {
  const schema = { type: 'object', properties: { count: { type: 'integer', minimum: 2 } } }
  const content = (media: object) => ({ requestBody: { content: { 'application/json': media } } })

  assert.equal(requestFor(content({ example: { a: 1 }, schema })).body, '{\n  "a": 1\n}')
  assert.equal(requestFor(content({ schema })).body, '{\n  "count": 2\n}')
  const swagger = { parameters: [{ in: 'body', name: 'body', schema }] }
  assert.equal(requestFor(swagger).body, '{\n  "count": 2\n}')
  const get = requestFor(content({ schema }), { method: 'GET' })
  assert.deepEqual([get.body, get.headers.length], [null, 1])
  assert.equal(requestFor(content({ schema }), { method: 'ANY' }).method, 'POST')
})

test('a schema that goes in circles gives a value that ends', () => {
  const value = sampleValue({ $ref: '#/s/Node' }, references)

  const text = JSON.stringify(value)
  assert.match(text, /^\{"name":"leaf","child":\{"name":"leaf"/)
  assert.ok(text.length < 1_000)
  assert.equal(sampleValue({ $ref: '#/nowhere' }, references), null)
  assert.deepEqual(
    sampleValue(
      { allOf: [{ $ref: '#/s/Node' }, { properties: { own: { type: 'boolean' } } }] },
      {
        '#/s/Node': { properties: { a: { type: 'array', items: { type: 'number' } } } },
      },
    ),
    { a: [0], own: true },
  )
})
