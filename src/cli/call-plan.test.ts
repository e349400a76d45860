import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { plainOptions } from '../../test/calling.ts'
import { CommandFailure } from './command-failure.ts'
import type { CallOptions } from './call-options.ts'
import { planCall, type CallPlan } from './call-plan.ts'
import { fieldOf, requestBody, requestHead } from '../calling/call-request.ts'

function planned(
  words: readonly string[],
  options: Partial<CallOptions> = {},
  environment: NodeJS.ProcessEnv = {},
): CallPlan {
  return planCall(words, { ...plainOptions, ...options }, environment)
}

function refusal(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof CommandFailure)
    assert.equal(error.exitCode, 2)
    return error.message
  }
  return assert.fail('it was accepted')
}

test('the method is GET, POST with a body, or the word before the address', () => {
  assert.equal(planned(['http://a.test']).request.method, 'GET')
  assert.equal(planned(['http://a.test'], { data: 'a=1' }).request.method, 'POST')
  assert.equal(planned(['put', 'http://a.test'], { data: 'a=1' }).request.method, 'PUT')
  assert.equal(planned(['http://a.test'], { request: 'DELETE' }).request.method, 'DELETE')
})

test('an address without a scheme is http', () => {
  assert.equal(planned(['127.0.0.1:8800/x']).request.url.href, 'http://127.0.0.1:8800/x')
})

test('what cannot be sent is bad usage with a sentence', () => {
  assert.match(
    refusal(() => planned(['ftp://a.test'])),
    /neither http:\/\/ nor https:\/\//,
  )
  assert.match(
    refusal(() => planned(['http://'])),
    /no address/,
  )
  assert.match(
    refusal(() => planned(['http:///path'])),
    /no address/,
  )
  assert.match(
    refusal(() => planned(['POST'])),
    /of which address/,
  )
  assert.match(
    refusal(() => planned(['GET', 'http://a.test', 'x'])),
    /one word too many/,
  )
  assert.match(
    refusal(() => planned(['G T', 'http://a.test'])),
    /no method/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { header: ['no colon'] })),
    /"Name: value"/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { header: ['A: b\r\nC: d'] })),
    /line end/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { data: '@/no/such/file' })),
    /no such file/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { data: 'a', dataJson: '{}' })),
    /exclude each other/,
  )
})

test('the head has Host, the defaults, the fields of -H and the length of the body', () => {
  const { request } = planned(['http://a.test:81/p?q=1'], {
    header: ['X-One: 1', 'accept: text/html', 'User-Agent:', 'X-Empty;'],
    dataJson: '{"é":1}',
  })

  assert.equal(
    requestHead(request),
    'POST /p?q=1 HTTP/1.1\r\nHost: a.test:81\r\nContent-Type: application/json\r\nX-One: 1\r\naccept: text/html\r\nX-Empty: \r\nContent-Length: 8\r\n\r\n',
  )
})

test('a body asked to be chunked is one chunk', () => {
  const { request } = planned(['http://a.test'], {
    header: ['Transfer-Encoding: chunked'],
    data: 'hello',
  })

  assert.ok(!requestHead(request).includes('Content-Length'))
  assert.equal(requestBody(request).toString(), '5\r\nhello\r\n0\r\n\r\n')
})

test('a file is sent as it is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-call-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'body'), 'line\r\nline\n')

  const { request } = planned(['http://a.test'], { data: `@${join(folder, 'body')}` })

  assert.equal(request.body?.toString(), 'line\r\nline\n')
})

test('--app sends code and secret from the variable, tokens beside them, as ASCII', () => {
  const { request } = planned(
    ['http://a.test'],
    { app: 'demo', secretEnv: 'MINE', tokenEnv: ['bk_token=TOKEN', 'ACCESS'] },
    { MINE: 'geheim-ä', TOKEN: 'token-of-user', ACCESS: 'access-of-app' },
  )

  const text = fieldOf(request.fields, 'x-bkapi-authorization')
  assert.match(text, /^[\u0020-\u007e]+$/)
  assert.deepEqual(JSON.parse(text), {
    bk_app_code: 'demo',
    bk_app_secret: 'geheim-ä',
    bk_token: 'token-of-user',
    access_token: 'access-of-app',
  })
})

test('the secret is read from FAULTLINE_APP_SECRET unless another variable is named', () => {
  const { request } = planned(
    ['http://a.test'],
    { app: 'demo' },
    { FAULTLINE_APP_SECRET: 'abcdef' },
  )

  assert.match(fieldOf(request.fields, 'x-bkapi-authorization'), /abcdef/)
})

test('a missing variable, a secret without an app and two identities are bad usage', () => {
  assert.match(
    refusal(() => planned(['http://a.test'], { app: 'demo' })),
    /FAULTLINE_APP_SECRET is not set/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { secretEnv: 'X' }, { X: 'y' })),
    /needs --app/,
  )
  assert.match(
    refusal(() => planned(['http://a.test'], { tokenEnv: ['user=X'] }, { X: 'y' })),
    /FIELD=NAME/,
  )
  assert.match(
    refusal(() =>
      planned(
        ['http://a.test'],
        { app: 'demo', header: ['x-bkapi-authorization: {}'] },
        { FAULTLINE_APP_SECRET: 'abcdef' },
      ),
    ),
    /exclude each other/,
  )
})

test('user and password of an address become Basic credentials and leave the address', () => {
  const { request } = planned(['http://user:p%40ss@a.test/'])

  assert.equal(request.url.href, 'http://a.test/')
  const expected = `Basic ${Buffer.from('user:p@ss').toString('base64')}`
  assert.equal(fieldOf(request.fields, 'authorization'), expected)
})

test('no spelling of a secret that is sent is ever shown', () => {
  const { mask } = planned(
    ['http://user:pass%2Fword@a.test/'],
    {
      app: 'demo',
      header: ['Authorization: Bearer bearer.value', 'Cookie: a=cookie-value; b=other-value'],
    },
    { FAULTLINE_APP_SECRET: 'se"cret/1' },
  )
  const spellings = [
    'se"cret/1',
    'se\\"cret/1',
    'se%22cret%2F1',
    Buffer.from('se"cret/1').toString('base64'),
    'pass/word',
    'bearer.value',
    'cookie-value',
    'other-value',
  ]

  for (const spelling of spellings)
    assert.ok(!mask.text(`echo <${spelling}> back`).includes(spelling), spelling)
  assert.ok(mask.text('app demo is known').includes('demo'))
})

test('secrets of the query and of the body are known too, should the server send them back', () => {
  const form = planned(['http://a.test/?access_token=of-the-query'], {
    data: 'name=ann&password=of-the-form',
  })
  const json = planned(['http://a.test'], { dataJson: '{"api_key":"of-the-json"}' })

  assert.equal(form.mask.text('got of-the-query, ann and of-the-form'), 'got ***, ann and ***')
  assert.equal(json.mask.text('got of-the-json'), 'got ***')
})

test('JSON sent as a form, and a proxy that is left out, are told', () => {
  const { notes } = planned(['http://a.test'], { data: '{"a":1}' }, { http_proxy: 'http://p.test' })

  assert.match(notes.join('\n'), /called a form[\s\S]*http_proxy is set/)
  assert.deepEqual(planned(['http://a.test'], { dataJson: '{}' }).notes, [])
})
