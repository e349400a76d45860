import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf, bodiesOf, parametersOf } from './operation-parts.ts'
import { schemaRows } from './schema-rows.ts'

const references = {
  '#/Order': {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', description: 'Number', enum: ['a', 'b'] },
      replaces: { $ref: '#/Order' },
      lines: { type: 'array', items: { properties: { of: { $ref: '#/Order' } } } },
    },
  },
  '#/Here': { $ref: '#/There' },
  '#/There': { $ref: '#/Here' },
  '#/Self': { allOf: [{ $ref: '#/Self' }] },
}

test('a schema that goes in a circle is a table that ends, and says where it goes back', () => {
  const rows = schemaRows({ $ref: '#/Order' }, references)

  assert.deepEqual(
    rows.map(({ place, depth, type, ends }) => [place, depth, type, ends]),
    [
      ['', 0, 'Order: object', ''],
      ['id', 1, 'string', ''],
      ['replaces', 1, 'Order', 'circular'],
      ['lines', 1, 'array', ''],
      ['lines[]', 2, 'object', ''],
      ['lines[].of', 3, 'Order', 'circular'],
    ],
  )
  assert.equal(rows[1]?.isRequired, true)
  assert.deepEqual(rows[1]?.facts, [['enum', 'a, b']])
})

test('references that lead nowhere, to each other or to themselves end as well', () => {
  assert.equal(schemaRows({ $ref: '#/None' }, references)[0]?.ends, 'missing')
  assert.equal(schemaRows({ $ref: '#/Here' }, references)[0]?.ends, 'circular')
  assert.ok(schemaRows({ $ref: '#/Self' }, references).length < 4)
  assert.equal(schemaRows('no schema', references).length, 1)
})

test('of a very wide or deep schema some hundred rows are shown', () => {
  const wide = { properties: Object.fromEntries(Array.from({ length: 900 }, (_, at) => [at, {}])) }
  let deep: object = {}
  for (let at = 0; at < 50; at++) deep = { properties: { inner: deep } }

  assert.equal(schemaRows(wide, {}).length, 400)
  assert.equal(schemaRows(wide, {}).at(-1)?.ends, 'long')
  assert.equal(schemaRows(deep, {}).at(-1)?.ends, 'deep')
})

test('parameters, bodies and answers are found in OpenAPI 3 and in Swagger 2', () => {
  const schema = { type: 'object' }
  const named = { '#/Page': { name: 'page', in: 'query', schema: { type: 'integer' } } }
  const three = {
    parameters: [{ $ref: '#/Page' }, { name: 'id', in: 'path', required: true }],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 200: { description: 'fine', content: { 'application/json': { schema } } } },
  }
  const two = {
    parameters: [
      { name: 'order', in: 'body', required: true, schema },
      { name: 'page', in: 'query', type: 'integer' },
    ],
    responses: { 200: { description: 'fine', schema } },
  }

  assert.deepEqual(
    parametersOf(three, named).map(({ name, place, row }) => [name, place, row.type]),
    [
      ['page', 'query', 'integer'],
      ['id', 'path', ''],
    ],
  )
  assert.deepEqual(
    parametersOf(two, {}).map(({ name, row }) => [name, row.type]),
    [['page', 'integer']],
  )
  for (const document of [three, two]) {
    const [body] = bodiesOf(document, {})
    const [answer] = answersOf(document, {})
    assert.deepEqual(body?.schema, schema)
    assert.deepEqual([answer?.status, answer?.description], ['200', 'fine'])
    assert.deepEqual(answer?.contents[0]?.schema, schema)
  }
  assert.deepEqual(parametersOf({ parameters: 'none' }, {}), [])
})
