import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { checkShape, type ShapeCheck } from './check-shape.ts'
import { appSchema, definitionSchema, definitionSchemaFor } from './definition-schema.ts'
import { definitionOf, testPlugins } from './definition-under-test.ts'
import { isRecord, type Shape, shapeOf } from './shape.ts'

/** A definition with every key of the format. */
const complete = `version: 1
apps:
  - { code: web, secret: s, owner: o, description: d }
  - { code: job, secrets: [a, b] }
  - { code: old, secretHashes: [${'0a'.repeat(32)}] }
gateways:
  - name: shop
    description: d
    maintainers: [m]
    public: true
    userAuth:
      tokenUrl: http://login/token
      jwksUrl: https://login/keys
      issuer: i
      audience: a
      algorithms: [RS256]
      timeoutMs: 1000
    backends: [{ name: default, description: d, owners: [o] }]
    stages:
      - name: prod
        description: d
        variables: { region: eu }
        backends:
          default:
            hosts:
              - { url: "https://a", weight: 1, hostHeader: h, tls: { serverName: s, verify: false } }
            balance: hash
            hashOn: header:X-Key
            hostHeader: h
            tls: { serverName: s }
            timeoutMs: { dns: 1, connect: 1, connectAttempt: 1, tls: 1, send: 1, firstByte: 1, idle: 1, total: 1, tunnelIdle: 1 }
            retries: 0
            eject: { failures: 1, seconds: 1 }
        plugins: [{ type: limit, config: { tokens: 5 } }]
        credentials: [bkapi]
        credentialsInBody: true
        passCookies: true
    resources:
      - name: a
        description: d
        method: GET
        path: /a
        matchSubpath: true
        websocket: true
        auth: { app: true, user: true, permission: false }
        backend: { name: default, method: GET, path: /a }
        timeoutMs: { total: 5 }
        bodyLimitBytes: 1
        plugins: [{ type: bk-free }]
    grants: [{ app: web, resources: [a], expires: 2030-01-01 }]
  - name: imported
    openapi: { file: api.yaml, partial: true, backend: default, auth: { app: true } }
  - name: by-its-file
    openapi: api.yaml
`
const readFile = () => 'openapi: 3.1.0'

const values: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e9,
  '',
  'x',
  'GET',
  'bad name!',
  [],
  {},
  [1],
  { a: 1 },
]

interface Spot {
  readonly container: Record<string, unknown> | unknown[]
  readonly key: string | number
}

function spotsOf(value: unknown): Spot[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, key) => [{ container: value, key }, ...spotsOf(item)])
  }
  if (!isRecord(value)) return []
  const container: Record<string, unknown> = value
  return Object.entries(value).flatMap(([key, item]) => [{ container, key }, ...spotsOf(item)])
}

function plain(): Record<string, unknown> {
  const { apps, gateways } = definitionOf(complete, { readFile })
  return structuredClone({
    version: 1,
    apps: [...apps.map(({ written }) => written), { code: 'web', secret: 's' }],
    gateways: gateways.map(({ written }) => written),
  })
}

function isFound(schema: TSchema, value: unknown): boolean {
  const check: ShapeCheck = { report: () => {}, marks: new WeakMap(), sound: new WeakSet() }
  return checkShape(shapeOf(schema), value, [], check)
}

type Kind = 'replace' | 'remove' | 'add' | 'extend'

function changeList(list: unknown[], kind: Kind, value: unknown): void {
  if (kind === 'add') list.push(value)
  else if (kind === 'remove') list.pop()
  else list[0] = value
}

function changeRecord(
  record: Record<string, unknown>,
  key: string | number,
  kind: Kind,
  value: unknown,
): void {
  if (kind === 'remove') delete record[key]
  else if (kind === 'replace') record[key] = value
  else record[kind === 'add' ? 'more' : 'x-more'] = value
}

test('our reading of the schema and a validator of JSON Schema say the same', () => {
  const spots = spotsOf(plain()).length
  const change = fc.record({
    spot: fc.nat(spots - 1),
    value: fc.constantFrom(...values),
    kind: fc.constantFrom<Kind>('replace', 'remove', 'add', 'extend'),
  })
  fc.assert(
    fc.property(change, ({ spot, value, kind }) => {
      const definition = plain()
      const { container, key } = spotsOf(definition)[spot] ?? { container: [], key: 0 }
      if (Array.isArray(container)) changeList(container, kind, value)
      else changeRecord(container, key, kind, value)

      assert.equal(
        isFound(definitionSchema, definition),
        Value.Check(definitionSchema, definition),
        JSON.stringify(definition),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('every key of the format can be used at once', () => {
  assert.ok(Value.Check(definitionSchema, plain()))
  assert.ok(Value.Check(definitionSchemaFor(testPlugins), plain()))
})

test('every key and every value says what it is for', () => {
  const silent: string[] = []
  const visit = (shape: Shape & { description?: string }, at: string) => {
    for (const [key, member] of Object.entries(shape.properties ?? {})) {
      if (!('description' in member)) silent.push(`${at}.${key}`)
      visit(member, `${at}.${key}`)
    }
    for (const [key, member] of Object.entries(shape.patternProperties ?? {}))
      visit(member, `${at}.${key}`)
    if (shape.items !== undefined) visit(shape.items, `${at}[]`)
  }

  visit(shapeOf(definitionSchema), '')

  assert.deepEqual(silent, [])
})

test('the published schema knows the options of the listed plugins and marks secrets', () => {
  const schema = definitionSchemaFor(testPlugins)
  const text = JSON.stringify(schema)

  assert.match(text, /"enum":\["limit","bk-limit"\]/)
  assert.doesNotMatch(text, /"always"/)
  assert.equal(shapeOf(appSchema).properties?.['secret']?.writeOnly, true)
  const wrong = plain()
  for (const { container, key } of spotsOf(wrong)) {
    if (key === 'tokens') Object.assign(container, { tokens: 'many' })
  }
  assert.equal(Value.Check(schema, wrong), false)
})
