import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ResourceText } from '../definition-schema.ts'
import { documentText, imported } from './openapi-under-test.ts'

function only(operation: string, path = ''): ResourceText {
  const text = documentText(`/a/{id}: { ${path} get: ${operation} }`)
  const [first] = imported(text).resources
  assert.ok(first !== undefined)
  return first.resource
}

test('a description of several lines is the document of the resource, in its language', () => {
  const english = only('{ description: "# Title\\n\\nMore text" }')
  const chinese = only('{ description: "# 标题\\n\\n说明" }')

  assert.deepEqual(
    [english.description, english.docs],
    ['# Title More text', { en: '# Title\n\nMore text' }],
  )
  assert.deepEqual([chinese.description, chinese.docs], ['# 标题 说明', { zh: '# 标题\n\n说明' }])
})

test('tags are labels, ten of a resource at most and a hundred of a gateway', () => {
  const many = Array.from({ length: 12 }, (_, at) => `t${at}`)
  const paths = Array.from({ length: 11 }, (_, at) => {
    const tags = Array.from({ length: 10 }, (__, tag) => `p${at}-${tag}`)
    return `/p${at}: { get: { tags: [${tags.join()}] } }`
  })

  const first = imported(documentText(`/a: { get: { tags: [${many.join()}, t1, " "] } }`))
  const all = imported(documentText(`\n    ${paths.join('\n    ')}`))

  assert.deepEqual(first.resources[0]?.resource.labels, many.slice(0, 10))
  assert.match(first.report.warnings[0]?.message ?? '', /^not kept: 2 tags \(t10\)/)
  const labels = new Set(all.resources.flatMap(({ resource }) => resource.labels ?? []))
  assert.equal(labels.size, 100)
})

test('parameters of the path stand before those of the operation, which may say them anew', () => {
  const { schema } = only(
    '{ parameters: [{ name: id, in: path, description: own }], responses: { 200: { description: ok } } }',
    'parameters: [{ name: id, in: path }, { name: id, in: query }],',
  )

  assert.deepEqual(schema, {
    parameters: [
      { name: 'id', in: 'query' },
      { name: 'id', in: 'path', description: 'own' },
    ],
    responses: { 200: { description: 'ok' } },
  })
})

test('what a schema refers to is kept once, as it stands, and circles end', () => {
  const { resources, references } = imported(
    documentText(
      '/a: { post: { requestBody: { $ref: "#/components/requestBodies/Tree" } } }',
      components,
    ),
  )

  assert.deepEqual(resources[0]?.resource.schema, {
    requestBody: { $ref: '#/components/requestBodies/Tree' },
  })
  assert.deepEqual(Object.keys(references), [
    '#/components/requestBodies/Tree',
    '#/components/schemas/Node',
  ])
  assert.deepEqual(references['#/components/schemas/Node'], {
    properties: { children: { items: { $ref: '#/components/schemas/Node' } } },
  })
})

test('an operation whose schema is too large is taken without it, and that is told', () => {
  const enumeration = Array.from({ length: 9_000 }, (_, at) => `value-${at}`).join()
  const { resources, report } = imported(
    documentText(`/a: { get: { parameters: [{ name: a, schema: { enum: [${enumeration}] } }] } }`),
  )

  assert.equal(resources[0]?.resource.schema, undefined)
  assert.ok(report.warnings.some(({ message }) => /too large.*\(GET \/a\)/.test(message)))
})

const components = `openapi: 3.1.0
components:
  requestBodies: { Tree: { content: { application/json: { schema: { $ref: "#/components/schemas/Node" } } } } }
  schemas:
    Node: { properties: { children: { items: { $ref: "#/components/schemas/Node" } } } }
    Unused: {}`
