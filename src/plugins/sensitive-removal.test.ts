import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { cutMembers } from './cut-members.ts'
import { cutParameters } from './cut-parameters.ts'
import {
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
  type RequestParts,
} from './plugin-under-test.ts'
import { sensitiveNames, sensitiveRemoval } from './sensitive-removal.ts'

function forwarded(parts: RequestParts, credentialsInBody = true) {
  const at = {
    release: testRelease({ credentialsInBody }),
    resource: testResource(),
    level: 'built-in',
  } as const
  const exchange = testExchange(parts)
  decisionOf(sensitiveRemoval.bind(undefined, at, testServices()), exchange)
  const { query, body } = exchange.toBackend
  return { query, body: body === undefined ? undefined : Buffer.from(body).toString() }
}

const json = { 'content-type': 'application/json' }

test('secrets in a query are cut out and every other byte stays', () => {
  const cases = [
    ['bk_token=t', ''],
    ['bk_token=t&a=1', 'a=1'],
    ['a=1&bk_token=t', 'a=1'],
    ['a=%zz+&bk_app_secret=s&&b=%E4%BD&bk_app_code=demo', 'a=%zz+&&b=%E4%BD&bk_app_code=demo'],
    ['bk%5Ftoken=t&x=bk_token', 'x=bk_token'],
    ['&bk_token=t', ''],
    ['bk_token&a', 'a'],
  ] as const

  for (const [query, rest] of cases) assert.equal(forwarded({ query }).query, rest, query)
  assert.equal(forwarded({ query: 'a=1&token=bk_token=' }).query, undefined, 'nothing to cut')
})

test('secrets in a JSON body are cut out and every other byte stays', () => {
  const cases = [
    ['{"bk_token":"t"}', '{}'],
    ['{ "bk_token" : "t" , "id": 12345678901234567890 }', '{ "id": 12345678901234567890 }'],
    ['{"a":1.0,"bk_app_secret":"s"}', '{"a":1.0}'],
    [
      '{"a":[{"bk_token":1}],"bk_token":{"x":"}"},"b":"\\"},"}',
      '{"a":[{"bk_token":1}],"b":"\\"},"}',
    ],
    ['{"bk_t\\u006fken":1,"name":"\u4f60"}', '{"name":"\u4f60"}'],
    ['{"bk_token":1,"bk_ticket":2}', '{}'],
  ] as const

  for (const [body, rest] of cases) assert.equal(forwarded({ body, headers: json }).body, rest)
})

test('a body is not touched unless it is JSON or a form, valid, and the stage reads bodies', () => {
  const body = '{"bk_token":"t"}'

  assert.equal(forwarded({ body, headers: json }, false).body, undefined)
  assert.equal(forwarded({ body, headers: { 'content-type': 'text/plain' } }).body, undefined)
  assert.equal(forwarded({ body: `${body},`, headers: json }).body, undefined)
  assert.equal(forwarded({ body: '[{"bk_token":1}]', headers: json }).body, undefined)
  const form = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' }
  assert.equal(forwarded({ body: 'a=%20&bk_token=t', headers: form }).body, 'a=%20')
})

test('a resource that reads no credentials leaves parameters to the backend', () => {
  const resource = testResource({ auth: { app: false, user: false, permission: false } })
  const at = { release: testRelease(), resource, level: 'built-in' } as const

  assert.equal(sensitiveRemoval.bind(undefined, at, testServices()), undefined)
})

test('cutting JSON members means deleting them, for any object and any white space', () => {
  const name = fc.oneof(fc.constantFrom(...sensitiveNames), fc.string())
  const objects = fc.tuple(
    fc.dictionary(name, fc.jsonValue()),
    fc.constantFrom('', ' ', '\t', '\n'),
  )

  fc.assert(
    fc.property(objects, ([object, space]) => {
      const text = JSON.stringify(object, null, space)
      const expected = Object.entries(object).filter(([key]) => !sensitiveNames.has(key))

      const rest = cutMembers(text, sensitiveNames)

      assert.deepEqual(
        Object.entries(JSON.parse(rest)),
        Object.entries(JSON.parse(JSON.stringify(Object.fromEntries(expected)))),
      )
      if (expected.length === Object.keys(object).length) assert.equal(rest, text)
    }),
  )
})

test('cutting parameters leaves the other pairs as they are, in order', () => {
  const pair = fc.oneof(
    fc.constantFrom('bk_token=1', 'bk_ticket', 'a=1', '', '=', 'b=%41&c'),
    fc.webQueryParameters(),
  )

  fc.assert(
    fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
      const all = pairs.join('&').split('&')
      const isSecret = (text: string) => sensitiveNames.has(text.split('=')[0] ?? '')

      const rest = cutParameters(all.join('&'), sensitiveNames)

      assert.equal(rest, all.filter((text) => !isSecret(text)).join('&'))
    }),
  )
})
