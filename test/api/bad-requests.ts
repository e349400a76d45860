import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import type { Operation, Parameter, Route, Schema } from './api-document.ts'

/** Requests that a route must refuse or stand, made from what its OpenAPI document says: wrong types, missing
 *  and odd members, no JSON, no UTF-8, hostile parts of paths, parameters that nobody knows. */
export interface BadRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

export function badRequests({ method, path, operation }: Route): fc.Arbitrary<BadRequest> {
  return fc.record({
    method: fc.constant(method),
    url: urlOf(path, operation.parameters),
    headers: headers(operation),
    body: method === 'GET' ? fc.constant(undefined) : bodyOf(operation),
  })
}

/** As a line that makes the same request of a running server. */
export function asCurl({ method, url, headers: fields, body }: BadRequest): string {
  const parts = Object.entries(fields).map(([name, value]) => `-H ${shell(`${name}: ${value}`)}`)
  const isLong = (body?.length ?? 0) > 1_024
  const packed = isLong ? gzipSync(body ?? '') : body
  const unpacking = isLong ? ' | gunzip' : ''
  const data =
    packed === undefined ? '' : `printf %s ${packed.toString('base64')} | base64 -d${unpacking} | `
  const sends = body === undefined ? '' : ' --data-binary @-'
  return `${data}curl -g -X ${method} ${parts.join(' ')}${sends} ${shell(`$CONSOLE${url}`).replace("'$CONSOLE", `"$CONSOLE"'`)}`
}

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** Names that are there, and what they could be mistaken for. */
const names = [
  'ann',
  'web-shop',
  'shop',
  'prod',
  'get_order',
  'demo-app',
  'default',
  'admin',
  '1',
  '2',
]
const hostile = [
  '',
  '.',
  '..',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '"; DROP TABLE audit; --',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: 1',
  '%',
  '%s%n',
  '${HOME}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '订单😀\u202E',
  '\uD800',
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '99999999999999999999999999',
  'NaN',
  'null',
  'true',
  '[]',
  'a'.repeat(300),
  'x'.repeat(5_000),
]
const odd = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(...names),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer().map(String),
)

function urlOf(path: string, parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const filled = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...names) }, odd), {
    minLength: 8,
    maxLength: 8,
  })
  const known = parameters.filter((one) => one.in === 'query')
  return fc
    .record({ parts: filled, query: queryOf(known), raw: fc.integer({ max: 19, min: 0 }) })
    .map(({ parts, query, raw }) => {
      let at = 0
      // one in twenty is not even percent-encoded rightly
      const encode = (text: string) =>
        raw === 0 ? '%ff%zz' : encodeURIComponent(text.toWellFormed())
      const target = path.replaceAll(/\{\w+\}/g, () => encode(parts[at++] ?? ''))
      return query === '' ? target : `${target}?${query}`
    })
}

function queryOf(known: readonly Parameter[]): fc.Arbitrary<string> {
  const pairs = known.map(({ name, schema, required }) => {
    const value = fc.oneof({ weight: 4, arbitrary: textFor(schema) }, { weight: 1, arbitrary: odd })
    const values = fc.oneof(
      { weight: 8, arbitrary: value.map((one) => [one]) },
      { weight: 1, arbitrary: fc.array(value, { minLength: 2, maxLength: 3 }) },
    )
    const none = { weight: required ? 1 : 12, arbitrary: fc.constant([]) }
    return fc
      .oneof(none, { weight: 6, arbitrary: values })
      .map((all) => all.map((one): Pair => [name, one]))
  })
  const unknown = fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.tuple(odd, odd).map((pair): Pair[] => [pair]) },
  )
  return fc.tuple(unknown, ...pairs).map((lists) =>
    lists
      .flat()
      .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('='))
      .join('&'),
  )
}

type Pair = readonly [name: string, value: string]

/** What the schema allows, as it stands in a query. */
function textFor(schema: Schema): fc.Arbitrary<string> {
  const choices = schema.enum ?? schema.anyOf?.map((one) => one.const ?? '')
  if (choices !== undefined && choices.length > 0) return fc.constantFrom(...choices.map(String))
  if (schema.type === 'integer') {
    return fc
      .integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 100, 1_000) })
      .map(String)
  }
  if (schema.type === 'boolean') return fc.constantFrom('true', 'false')
  if (schema.items !== undefined) return textFor(schema.items)
  return fc.constantFrom(...names, 'status:502', '2026-11-30', '5m', 'order')
}

function headers({ requestBody }: Operation): fc.Arbitrary<Record<string, string>> {
  const types = [
    ...Object.keys(requestBody?.content ?? {}),
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'no type',
    '',
  ]
  const field = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
  return fc
    .record({
      'content-type': field(...types),
      'if-match': field('*', '"x"', 'W/"1"', '', '"a", "b"', 'x'.repeat(500)),
      'accept-language': field('zh', 'en;q=x', '*', ';;;', 'x'.repeat(5_000)),
      'idempotency-key': field('a', '', 'x'.repeat(500), '"'),
    })
    .map((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
    )
}

function bodyOf({ requestBody }: Operation): fc.Arbitrary<Buffer | undefined> {
  const [media] = Object.values(requestBody?.content ?? {})
  const example = media?.example ?? {}
  const text = typeof example === 'string' ? example : JSON.stringify(example)
  return fc.oneof(
    { weight: 6, arbitrary: changed(example, media?.schema).map(jsonBytes) },
    { weight: 2, arbitrary: cut(text).map((cutText) => Buffer.from(cutText)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 4 }).map((json) => Buffer.from(json)) },
    { weight: 1, arbitrary: fc.constantFrom(...oddBodies) },
  )
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

const oddBodies: readonly (Buffer | undefined)[] = [
  undefined,
  Buffer.alloc(0),
  Buffer.from('null'),
  Buffer.from('{'),
  Buffer.from('{"a":1}{"b":2}'),
  Buffer.from('\uFEFF{}'),
  Buffer.from('{}', 'utf16le'),
  Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), // no UTF-8
  Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  Buffer.from('{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{"x":1}}}'),
  Buffer.from(JSON.stringify({ text: 'a'.repeat(100_000) })),
]

const wrongValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, '', [], {}, [[]], { a: 1 }),
  odd,
  fc.constant('a'.repeat(70_000)),
)

/** The example with one thing wrong somewhere. */
function changed(example: unknown, schema: Schema | undefined): fc.Arbitrary<unknown> {
  if (typeof example !== 'object' || example === null) {
    return typeof example === 'string' ? cut(example) : wrongValues
  }
  const places = [...placesIn(example)]
  const place = fc.constantFrom(...(places.length === 0 ? [[]] : places))
  const known = Object.keys(schema?.properties ?? {})
  const key = fc.oneof(odd, fc.constantFrom('x-more', ...known))
  return fc
    .record({ place, how: fc.integer({ min: 0, max: 3 }), value: wrongValues, key })
    .map(({ place: at, how, value, key: name }) => {
      const copy: unknown = structuredClone(example)
      if (how === 3) return withMember(copy, name, value)
      return at.length === 0 ? value : edited(copy, at, how === 0 ? undefined : value)
    })
}

function withMember(container: unknown, name: string, value: unknown): unknown {
  return Array.isArray(container) ? [...container, value] : { ...Object(container), [name]: value }
}

/** undefined: it is taken away. */
function edited(root: unknown, place: readonly string[], value: unknown): unknown {
  let container: unknown = root
  for (const step of place.slice(0, -1)) container = Reflect.get(Object(container), step)
  const last = place.at(-1) ?? ''
  if (value === undefined) Reflect.deleteProperty(Object(container), last)
  else Reflect.set(Object(container), last, value)
  return root
}

function* placesIn(value: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    yield [...at, key]
    yield* placesIn(member, [...at, key])
  }
}

/** The beginning of it, or with something odd within. */
function cut(text: string): fc.Arbitrary<string> {
  return fc
    .record({ at: fc.integer({ min: 0, max: text.length }), more: fc.oneof(odd, fc.constant('')) })
    .map(({ at, more }) => `${text.slice(0, at)}${more}${more === '' ? '' : text.slice(at)}`)
}
