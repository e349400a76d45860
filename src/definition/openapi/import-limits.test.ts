import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentText, imported, problemOf, refusals } from './openapi-under-test.ts'

const unreadable = [
  { title: 'no YAML', text: 'openapi: [', says: /^1:\d+ not valid YAML: / },
  { title: 'nothing', text: '', says: /^1:1 (the file is empty|this is no OpenAPI document)/ },
  { title: 'a word', text: 'openapi', says: /^1:1 this is no OpenAPI document/ },
  { title: 'something else', text: 'asyncapi: 3.0.0', says: /^1:1 this is no OpenAPI document/ },
  {
    title: 'Swagger 1.2',
    text: 'info: {}\nswagger: "1.2"',
    says: /^2:1 swagger "1.2" is not a version that can be read \| Swagger 2\.0 and OpenAPI 3\.0/,
  },
  { title: 'OpenAPI 4', text: 'openapi: 4.0.0', says: /^1:1 openapi "4.0.0" is not a version/ },
  {
    title: 'more than 8 MiB',
    text: `openapi: 3.1.0\nx: ${'a'.repeat(8 * 1_024 * 1_024)}`,
    says: /^1:1 the file is larger than 8 MiB \|/,
  },
  {
    title: 'deep nesting',
    text: `openapi: 3.1.0\nx: ${'['.repeat(500)}`,
    says: /^2:\d+ values are nested too deeply here \|/,
  },
]

for (const { title, text, says } of unreadable) {
  test(`a document that cannot be read has one sentence and its place: ${title}`, () => {
    assert.match(problemOf(text), says)
  })
}

test('a document without paths is read, and says so', () => {
  const { report } = imported('openapi: 3.1.0\nwebhooks: { a: { post: {} } }')

  assert.deepEqual(
    report.warnings.map(({ message }) => message),
    [
      'the document has no "paths", so there is nothing to take',
      'not taken: webhooks (1); the backend makes these calls',
    ],
  )
})

test('reading ends when its time is over, with the place it had come to', () => {
  const paths = Array.from({ length: 5_000 }, (_, index) => `/a${index}: { get: {} }`).join('\n')
  let nowMs = 0
  const slowClock = () => (nowMs += 1)

  const said = problemOf(documentText(paths), { nowMs: slowClock, timeLimitMs: 1_000 })

  assert.match(said, /^[1-9]\d*:\d+ the document takes too long to read \| Split it/)
})

test('what is merged without end is refused', () => {
  const merges = Array.from({ length: 700 }, (_, index) => `k${index}: 1`).join(', ')
  const text = `openapi: 3.1.0
x: &x { ${merges} }
paths: { <<: [${'*x, '.repeat(700)}] }`

  const inRoot = `openapi: 3.1.0\nx: &x { ${merges} }\n<<: [${'*x, '.repeat(700)}]`

  assert.match(problemOf(text), /^1:1 the document repeats too much of itself by "<<" \|/)
  assert.match(problemOf(inRoot), /^1:1 the document repeats too much of itself by "<<" \|/)
})

test('aliases that multiply are never multiplied out', () => {
  const levels = Array.from({ length: 20 }, (_, index) => {
    const list = Array.from({ length: 20 }, () => (index === 0 ? '1' : `*l${index - 1}`))
    return `l${index}: &l${index} [${list.join(', ')}]`
  })
  const text = `openapi: 3.1.0
${levels.join('\n')}
paths:
  /a: { get: { tags: *l19, servers: *l19, x-a: *l19, x-bk-apigateway-resource: *l19 } }`

  assert.deepEqual(refusals(text), ['23:9 GET /a: x-bk-apigateway-resource holds too much'])
})

test('ten thousand operations are taken, and one more is refused with the whole document', () => {
  const paths = Array.from({ length: 10_000 }, (_, index) => `/a${index}/{id}: { get: {} }`)

  const { report } = imported(documentText(paths.join('\n')))
  const said = problemOf(documentText([...paths, '/more: { get: {} }'].join('\n')))

  assert.deepEqual([report.operations, report.taken], [10_000, 10_000])
  assert.match(said, /^10003:12 the document has more than 10,000 operations \| Split it/)
})
