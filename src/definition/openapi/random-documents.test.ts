import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { stringify } from 'yaml'
import { definitionOf, testPlugins } from '../definition-under-test.ts'
import { importedDefinition } from './imported-definition.ts'
import { importOpenApi } from './import-openapi.ts'

/** Documents that are nearly right, and texts that are no documents at all. */
const word = fc.constantFrom(
  '',
  'a',
  'get',
  '/a',
  '/{b}',
  '{',
  '}',
  '${X}',
  '\u0000',
  '\ud800',
  '查询',
  '#/paths',
  '__proto__',
  'constructor',
)
const goodPath = fc
  .array(fc.constantFrom('a', 'b', 'c', '{d}', '{e-f}', '1.2', '-'), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join('/')}`)
const path = fc.oneof(
  { weight: 6, arbitrary: goodPath },
  fc
    .array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 4 })
    .map((parts) => `/${parts.join('/')}`),
  fc.string({ maxLength: 8 }),
)
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('get', 'post', 'put', 'delete') },
  fc.constantFrom(
    'GET',
    'trace',
    '$ref',
    'servers',
    'parameters',
    'x-bk-apigateway-method-any',
    'x-y',
    'summary',
    '<<',
  ),
)
const operation = fc.record(
  {
    operationId: fc.oneof(word, fc.string({ maxLength: 8 }), fc.anything()),
    summary: fc.oneof(fc.string(), fc.constant('${HOME} and $${X}')),
    deprecated: fc.boolean(),
    tags: fc.anything(),
    servers: fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.record({ url: goodPath }), { maxLength: 1 }) },
      fc.anything(),
      fc.array(fc.record({ url: fc.oneof(path, fc.webUrl()) }), { maxLength: 2 }),
    ),
    security: fc.anything(),
    'x-bk-apigateway-resource': fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      fc.anything(),
      fc.record({
        backend: fc.record({ path, method: word, timeout: fc.double() }),
        authConfig: fc.anything(),
        pluginConfigs: fc.anything(),
      }),
    ),
  },
  { requiredKeys: [] },
)
const goodItem = fc.dictionary(fc.constantFrom('get', 'post', 'put'), fc.record({}), { minKeys: 1 })
const pathItem = fc.dictionary(
  key,
  fc.oneof(
    { weight: 4, arbitrary: operation },
    fc.anything(),
    path.map((to) => `#/paths/${to}`),
  ),
  { maxKeys: 4 },
)
const document = fc.record(
  {
    openapi: fc.constantFrom('3.0.0', '3.1.0', '3.2.0', 3),
    swagger: fc.constantFrom('2.0', 2),
    basePath: fc.oneof(path, fc.anything()),
    servers: fc.array(
      fc.record({ url: fc.oneof(path, fc.webUrl(), fc.anything()), variables: fc.anything() }),
      { maxLength: 2 },
    ),
    paths: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.dictionary(
          path,
          fc.oneof(
            { weight: 5, arbitrary: pathItem },
            { weight: 2, arbitrary: goodItem },
            fc.anything(),
          ),
          { maxKeys: 6 },
        ),
      },
      fc.anything(),
    ),
    webhooks: fc.anything(),
    info: fc.oneof(fc.anything(), fc.record({ title: fc.string() })),
  },
  { requiredKeys: ['openapi', 'paths'] },
)

test('whatever a document holds, each operation is taken or refused, and what is taken can be applied', () => {
  let taken = 0
  let refused = 0
  fc.assert(
    fc.property(document, fc.boolean(), (value, isJson) => {
      const text = isJson ? (JSON.stringify(value) ?? '') : yamlOf(value)
      const read = importOpenApi({ file: 'api', text }, { plugins: testPlugins })

      if (!read.ok) return assert.ok(read.problem.line > 0 && read.problem.message !== '')
      const { report, resources } = read.imported
      assert.equal(report.operations, report.taken + report.refused.length)
      assert.equal(report.taken, resources.length)
      taken += report.taken
      refused += report.refused.length
      assert.ok(report.refused.every(({ line, message }) => line > 0 && message !== ''))
      const [gateway] = definitionOf(importedDefinition(read.imported, 'abc')).gateways
      assert.deepEqual(
        gateway?.resources.map(({ name, method, path: front }) => [name, method, front]),
        resources.map(({ resource }) => [resource.name, resource.method, resource.path]),
      )
    }),
    { numRuns: 200 },
  )
  assert.ok(taken > 50 && refused > 50, `${taken} taken, ${refused} refused`)
})

test('whatever a text holds, it is read or refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          'openapi: 3.0.0\n',
          'paths:\n',
          '  /a:\n',
          '    get: {}\n',
          '{',
          '}',
          '[',
          '*a',
          '&a ',
          '<<: ',
          '\t',
          '"',
          '- ',
          '? ',
          '!!map ',
          '---\n',
          '\r',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const read = importOpenApi({ file: 'api', text }, { plugins: testPlugins })

      assert.ok(read.ok || read.problem.message !== '')
    }),
    { numRuns: 1_000 },
  )
})

function yamlOf(value: unknown): string {
  try {
    return stringify(value)
  } catch {
    return JSON.stringify(value) ?? ''
  }
}
