import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../model/plugin.ts'
import { cors } from './cors.ts'
import { bindListed, decisionOf, testExchange } from './plugin-under-test.ts'

const page = 'https://shop.example'

function preflight(config: unknown, origin = page, asked = 'x-token, content-type'): string[] {
  const exchange = testExchange({
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': asked,
    },
  })
  const outcome = decisionOf(bindListed(cors, config), exchange)
  if (outcome.kind !== 'answer') throw new Error('the preflight was not answered')
  assert.equal(outcome.answer.answeredBy, 'preflight')
  assert.equal(outcome.answer.status, 200)
  assert.equal(exchange.toCaller.appended, '', 'nothing is written twice')
  return outcome.answer.headerLines.split('\r\n').filter(Boolean)
}

function answerLines(config: unknown, origin: string | undefined): string[] {
  const exchange = testExchange({ headers: origin === undefined ? {} : { origin } })
  assert.equal(decisionOf(bindListed(cors, config), exchange), proceed)
  assert.ok(exchange.toCaller.removed.includes('access-control-allow-origin'))
  return exchange.toCaller.appended.split('\r\n').filter(Boolean)
}

test("the form's usual options answer a preflight with what was asked", () => {
  const lines = preflight({
    allow_origins: `${page},https://other.example`,
    allow_methods: '**',
    allow_headers: '**',
    expose_headers: '',
    max_age: 86_400,
    allow_credential: true,
  })

  assert.deepEqual(lines, [
    `Access-Control-Allow-Origin: ${page}`,
    'Access-Control-Allow-Credentials: true',
    'Access-Control-Allow-Methods: GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS',
    'Access-Control-Allow-Headers: x-token, content-type',
    'Access-Control-Max-Age: 86400',
    'Vary: Origin',
  ])
})

test('without options any origin may call without credentials', () => {
  assert.deepEqual(preflight({}), [
    'Access-Control-Allow-Origin: *',
    'Access-Control-Allow-Methods: *',
    'Access-Control-Allow-Headers: *',
    'Access-Control-Max-Age: 5',
  ])
  assert.deepEqual(answerLines({}, undefined), ['Access-Control-Allow-Origin: *'])
})

test('a foreign origin gets no permission, and caches are told that origins differ', () => {
  const config = { allow_origins: page }

  assert.deepEqual(preflight(config, 'https://evil.example'), ['Vary: Origin'])
  assert.deepEqual(answerLines(config, 'https://evil.example'), ['Vary: Origin'])
  assert.deepEqual(answerLines(config, undefined), ['Vary: Origin'])
})

test('an answer to an allowed origin names it and the fields a page may read', () => {
  const config = { allow_origins: page, expose_headers: 'X-Total', allow_credential: true }

  assert.deepEqual(answerLines(config, page), [
    `Access-Control-Allow-Origin: ${page}`,
    'Access-Control-Allow-Credentials: true',
    'Access-Control-Expose-Headers: X-Total',
    'Vary: Origin',
  ])
})

test('a pattern decides on origins, and only an origin is ever echoed', () => {
  const config = { allow_origins_by_regex: ['^https://.*\\.example'] }

  assert.equal(answerLines(config, page)[0], `Access-Control-Allow-Origin: ${page}`)
  assert.deepEqual(answerLines(config, 'https://a.example, x\u00ff'), ['Vary: Origin'])
  assert.deepEqual(answerLines({ allow_origins: '**' }, 'a b'), ['Vary: Origin'])
})

test('an OPTIONS request that is no preflight passes to the backend', () => {
  const exchange = testExchange({ method: 'OPTIONS', headers: { origin: page } })

  assert.equal(decisionOf(bindListed(cors, {}), exchange), proceed)
})

test('the check refuses * with credentials, two lists of origins and broken patterns', () => {
  assert.deepEqual(
    cors.check?.({ allow_credential: true, allow_origins: page, allow_headers: '**' }),
    [
      {
        path: 'allow_methods',
        message: 'cannot be * together with allow_credential: name them or use **',
      },
    ],
  )
  assert.deepEqual(cors.check?.({ allow_origins: page, allow_origins_by_regex: ['('] }), [
    { path: 'allow_origins', message: 'give allow_origins or allow_origins_by_regex, not both' },
    { path: 'allow_origins_by_regex/0', message: '"(" is no regular expression' },
  ])
  const [fine, endless] = ['^https://[a-z.]+$', '^(a+)*$']
  const found = cors.check?.({ allow_origins_by_regex: [fine, endless] })
  assert.deepEqual(
    found?.map(({ path }) => path),
    ['allow_origins_by_regex/1'],
  )
  assert.match(found[0]?.message ?? '', /^"\^\(a\+\)\*\$" repeats a group .* without the outer/)
})
