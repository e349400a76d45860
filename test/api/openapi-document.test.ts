import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Value } from 'typebox/value'
import { wholeApi } from '../../src/control/whole-api-under-test.ts'
import { apiDocument, routesOf, type Route, type Schema } from './api-document.ts'

/** What every route of the management API must say about itself, in `config` where it is made
 *  (src/control/management-server.ts says what there is). */
const api = await wholeApi(`version: 1
apps: [{ code: web, secret: planted-secret-0123456789 }]
gateways:
  - name: shop
    stages: [{ name: prod, backends: { default: { hosts: [{ url: "http://127.0.0.1:9" }] } } }]
    resources: [{ name: get_order, method: GET, path: /orders, docs: { en: "# One" } }]
    grants: [{ app: web }]
`)
const present: Readonly<Record<string, string>> = {
  gateway: 'shop',
  stage: 'prod',
  resource: 'get_order',
  app: 'web',
  number: '1',
  id: '1',
  key: 'backend_refused',
  field: 'key',
  text: 'sta',
}
after(() => api[Symbol.asyncDispose]())
const document = await apiDocument(api)
const routes = routesOf(document)

/** Fails with every route that lacks something, and what to write there. */
function assertAll(problems: readonly (readonly [route: Route, advice: string])[]): void {
  const lines = problems.map(([{ method, path }, advice]) => `${method} ${path}: ${advice}`)
  assert.equal(lines.length, 0, `\n${lines.join('\n')}\n`)
}

function lacking(lacks: (route: Route) => string): void {
  assertAll(
    routes.flatMap((route) => {
      const advice = lacks(route)
      return advice === '' ? [] : [[route, advice] as const]
    }),
  )
}

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()

  const { valid, errors } = await validator.validate({ ...structuredClone(document) })

  assert.ok(valid, JSON.stringify(errors, undefined, 2))
  assert.equal(validator.version, '3.1')
})

test('every route says in one sentence what it does', () => {
  lacking(({ operation: { summary } }) =>
    /^\S.{4,249}\.$/.test(summary)
      ? ''
      : `write \`summary: 'What it does, in one sentence with a full stop.'\` into its config`,
  )
})

test('every route has an id of its own and a tag', () => {
  const ids = routes.map(({ operation }) => operation.operationId)

  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  )
  lacking(({ operation }) => (operation.tags.length === 1 ? '' : 'it needs a tag: see openapi.ts'))
})

test('every part of a path is a parameter with a schema and a description', () => {
  lacking(({ path, operation }) => {
    const said = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const missing = named.filter((name) => !said.includes(name))
    return missing.length === 0
      ? ''
      : `write \`schema: { params: Type.Object({ ${missing.join(', ')} }) }\``
  })
})

test('every route that takes a body shows one, or says that it takes none', () => {
  const taking = new Set(['POST', 'PUT', 'PATCH'])
  lacking(({ method, operation }) => {
    const isSaid = operation.requestBody !== undefined || operation['x-bodiless'] === true
    if (!taking.has(method) || isSaid) return ''
    return 'write `body: { schema, example }` (JSON), `text: { types, example }` or `bodiless: true` into its config'
  })
  lacking(({ operation: { requestBody } }) => {
    const [media] = Object.values(requestBody?.content ?? {})
    return media === undefined || media.example !== undefined ? '' : 'its body needs an example'
  })
})

test('every route shows an answer', () => {
  lacking(({ operation: { responses } }) => {
    const [found] = Object.entries(responses).filter(([status]) => /^[23]/.test(status))
    const [status = '', answer] = found ?? []
    if (/^(?:204|3\d\d)$/.test(status) || answer?.content !== undefined) return ''
    return 'write `answer: { example }` into its config, or `answer: { status: 204 }` (302) where it has no body'
  })
})

test('every example and every default is valid by the schema beside it', () => {
  const problems: (readonly [Route, string])[] = []
  for (const route of routes) {
    const { requestBody, responses, parameters } = route.operation
    const medias = [requestBody, ...Object.values(responses)].flatMap((one) =>
      Object.values(one?.content ?? {}),
    )
    for (const { schema, example } of medias) {
      if (schema === undefined || example === undefined || 'allOf' in schema) continue
      const wrong = firstError(schema, example)
      if (wrong !== '') problems.push([route, `its example is wrong: ${wrong}`])
    }
    for (const { name, schema } of parameters) {
      if (schema.default === undefined) continue
      const wrong = firstError(schema, schema.default)
      if (wrong !== '') problems.push([route, `the default of ${name} is wrong: ${wrong}`])
    }
  }
  assertAll(problems)
})

function firstError(schema: Schema, value: unknown): string {
  const [error] = Value.Errors(schema, value)
  return error === undefined ? '' : `${error.instancePath || 'it'} ${error.message}`
}

test('what an answer has stands in its example', async () => {
  const problems: (readonly [Route, string])[] = []
  for (const route of routes) {
    const media = route.operation.responses['200']?.content?.['application/json']
    if (route.method !== 'GET' || media?.example === undefined) continue
    const answer = await api.get(realUrl(route))
    if (answer.statusCode !== 200) continue // what it asks about is not there
    if (route.path === '/api/v1/openapi.json' || route.path === '/api/v1/schemas/definition')
      continue
    const wrong = unlike(answer.json(), media.example)
    if (wrong.length > 0) problems.push([route, `its example is unlike: ${wrong.join(', ')}`])
  }
  assertAll(problems)
})

/** Of things that are there. */
function realUrl({ path, operation }: Route): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => present[name] ?? name)
  const needed = operation.parameters.filter(
    ({ in: place, required, schema }) =>
      place === 'query' && required && schema.default === undefined,
  )
  const query = needed.map(({ name }) => `${name}=${present[name] ?? 'shop'}`).join('&')
  return query === '' ? filled : `${filled}?${query}`
}

/** Where an answer has what its example has not, or of another type: within members, and in the first entry of lists.
 *  null says nothing. */
function unlike(answer: unknown, example: unknown, at = ''): string[] {
  if (answer === null || example === null || differsByKind.test(at)) return []
  const [found, shown] = [kindOf(answer), kindOf(example)]
  if (found !== shown) return [`${at} is ${found} and not ${shown}`]
  if (Array.isArray(answer) && Array.isArray(example)) {
    const [[first], [one]] = [answer as unknown[], example as unknown[]]
    if (first === undefined) return []
    return one === undefined ? [`${at}[0] is missing`] : unlike(first, one, `${at}[0]`)
  }
  if (found !== 'object') return []
  return Object.entries(Object(answer) as Record<string, unknown>).flatMap(([name, value]) => {
    const place = at === '' ? name : `${at}.${name}`
    const said: unknown = Reflect.get(Object(example), name)
    return said === undefined ? [`${place} is missing`] : unlike(value, said, place)
  })
}

/** Whatever was changed, and parts as somebody wrote them. */
const differsByKind = /(?:^|\.)(?:before|after|definition)$/

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value
}
