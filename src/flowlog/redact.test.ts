import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { redactBody, redactHeaders, redactQuery } from './redact.ts'

/** No part of it may be left; letters that need no escape anywhere, so that a leak shows. */
const secret = 'Zq7vXw3kRt9'

const bodies: readonly (readonly [name: string, text: string])[] = [
  ['JSON', `{"bk_app_code":"x","bk_app_secret":"${secret}","a":1}`],
  ['a number', `{"password":123456789,"user":"x"}`],
  ['an object', `{"credentials":{"user":"x","deep":["${secret}","}"]},"a":1}`],
  ['an escaped letter in the key', String.raw`{"bk_app_secr\u0065t": "${secret}"}`],
  ['every letter escaped', `{"${escapedKey('access_token')}":"${secret}"}`],
  ['an escaped quote in the value', String.raw`{"skey":"a\"${secret}","b":1}`],
  ['JSON inside JSON', JSON.stringify({ p: JSON.stringify({ bk_token: secret }) })],
  ['three layers', layered({ openkey: `"${secret}\\` }, 3)],
  ['cut in the value', `{"a":1,"bk_ticket":"${secret}`],
  ['cut in a nested value', String.raw`{"p":"{\"bk_app_secret\": \"${secret}`],
  ['a form', `a=1&bk_app_secret=${secret}&b=2`],
  ['an encoded key', `a=1&bk%5Fapp_secret=${secret}&b=2`],
  ['a key encoded twice', `bk%255Fapp%255Fsecret=${secret}`],
  ['an encoded & in the value', `%62k_token=x%26${secret}&b=2`],
  ['JSON in a form', `data=${encodeURIComponent(JSON.stringify({ signature: secret }))}`],
  ['a form in JSON', JSON.stringify({ url: `https://x/y?a=1&access_token=${secret}` })],
  ['XML', `<r><app_secret>${secret}</app_secret></r>`],
  ['XML with attributes', `<s:Password Type="t">${secret}</s:Password>`],
  ['CDATA', `<password><![CDATA[<${secret}]]></password>`],
  ['an attribute', `<user password="${secret}"/>`],
  ['YAML', `password: ${secret}, ${secret}\nuser: x`],
  ['Python', `{'password': u'${secret}', 'a': 1}`],
  ['a header', `GET / HTTP/1.1\r\nAuthorization: Bearer ${secret}\r\n`],
  ['a scheme in a sentence', `sent Bearer ${secret} to it`],
  ['escaped for HTML', `<pre>{&quot;password&quot;: &#x27;${secret}&#x27;}</pre>`],
  ['a row of an error page', `<td>SECRET_KEY</td><td class="c"><pre>'${secret}'</pre></td>`],
  ['a form field', `<input type="hidden" name="csrf_token" value="${secret}">`],
  ['multipart', multipart('password', secret)],
  ['HAR', `{"headers":[{"name":"Cookie","value":"sid=${secret}"}]}`],
  ['a database address', `cannot connect to postgres://app:${secret}@db:5432/x`],
  ['an apostrophe before', `it's the password='${secret}'`],
  ['a line in JSON', String.raw`{"log":"start\nskey=${secret}\nend"}`],
  ['Ruby', `{:password=>"${secret}"}`],
  ['a token that shows itself', `{"x":"eyJhbGciOiJSUzI1NiJ9.${secret}.${secret}"}`],
]

for (const [name, text] of bodies) {
  test(`a secret in ${name} is masked, whatever the content type says`, () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', '']) {
      const redacted = redactBody(text, type)

      assert.ok(!redacted.includes(secret) && !redacted.includes('123456789'), redacted)
      assert.ok(redacted.includes('***'), redacted)
    }
  })
}

test('what is no secret stays readable', () => {
  const texts = [
    '{"max_tokens":100,"message":"Invalid token","detail":"CSRF token missing"}',
    '<html><head><title>404 Not Found</title></head><center>nginx/1.22.1</center></html>',
    'Basic authentication is required',
    '{"bk_token":"","password":null,"a":"b%20c"}',
    'a=1&b=%E4%BD%A0%E5%A5%BD&c=x+y',
  ]

  for (const text of texts) assert.equal(redactBody(text, ''), text)
  assert.equal(redactQuery('page=1&q=a%20b&name=%C3%BC'), 'page=1&q=a%20b&name=%C3%BC')
  assert.equal(
    redactBody('{"bk_app_code":"x","bk_app_secret":"s","a":[1]}', ''),
    '{"bk_app_code":"x","bk_app_secret":"***","a":[1]}',
  )
})

test('a secret planted anywhere in nested data survives in no encoding that a reader could undo', () => {
  fc.assert(
    fc.property(
      someData,
      someKey,
      fc.array(someLayer, { maxLength: 3 }),
      fc.nat(100),
      (around, name, layers, cut) => {
        const planted = { ...around, [name]: secret, after: 1 }
        let text = JSON.stringify(planted)
        for (const wrap of layers) text = wrap(text)
        const seen = text.slice(0, Math.max(1, Math.ceil(text.length * (1 - cut / 150))))

        const redacted = redactBody(seen, '')

        assert.ok(!readings(redacted).some((reading) => reading.includes(secret)), redacted)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('a query with a secret in any order, case and encoding gives none of it away', () => {
  fc.assert(
    fc.property(
      someKey,
      fc.integer({ min: 0, max: 3 }),
      someValue,
      someValue,
      (name, rounds, before, after) => {
        let encoded = name
        for (let round = 0; round < rounds; round++) {
          encoded = encodeURIComponent(encoded).replaceAll('_', round === 0 ? '%5F' : '_')
        }
        const query = `a=${encodeURIComponent(before)}&${encoded}=x%26${secret}&z=${encodeURIComponent(after)}`

        const redacted = redactQuery(query)

        assert.ok(!redacted.includes(secret), redacted)
        assert.equal(redacted.split('&').length, 3)
      },
    ),
  )
})

test('text of any kind and length is read in linear time', () => {
  const repeated = [
    '\\',
    '"',
    '%',
    '%25',
    "'",
    '{',
    '[',
    'token:',
    'token="',
    '<password>',
    '&quot;',
    ' bearer ',
    'password\\',
    '\\"',
    '://',
    'a=',
    'name="token" ',
    ']:',
    'eyJ',
    '\\u0',
  ]
  for (const part of repeated) {
    const short = milliseconds(() => redactBody(part.repeat(20_000 / part.length), ''))
    const long = milliseconds(() => redactBody(part.repeat(200_000 / part.length), ''))

    assert.ok(long < 60 * short + 200, `${part}: ${short} ms, ten times as much ${long} ms`)
  }
})

test('redaction throws on nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      redactBody(text, '')
      redactBody(`password${text}`, '')
      redactQuery(text)
    }),
    { numRuns: 2_000 },
  )
})

test('credentials in header fields are masked; the rest of the header stays', () => {
  const masked = redactHeaders([
    ['Server', 'nginx'],
    ['Set-Cookie', `sid=${secret}; Path=/; HttpOnly`],
    ['Location', `https://login/?next=/a&token=${secret}&b=2`],
    ['WWW-Authenticate', 'Bearer realm="x", error="invalid_token"'],
    ['Proxy-Authorization', `Basic ${secret}`],
    ['X-Bkapi-Authorization', `{"bk_app_secret":"${secret}"}`],
    ['X-CSRF-Token', secret],
    ['Access-Control-Allow-Headers', 'Authorization, X-Token'],
  ])

  assert.deepEqual(masked, [
    ['Server', 'nginx'],
    ['Set-Cookie', 'sid=***; Path=/; HttpOnly'],
    ['Location', 'https://login/?next=/a&token=***&b=2'],
    ['WWW-Authenticate', 'Bearer realm="x", error="invalid_token"'],
    ['Proxy-Authorization', '***'],
    ['X-Bkapi-Authorization', '***'],
    ['X-CSRF-Token', '***'],
    ['Access-Control-Allow-Headers', 'Authorization, X-Token'],
  ])
})

const someValue = fc.string({ maxLength: 20 })
const someData = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.oneof(
    someValue,
    fc.integer(),
    fc.array(someValue, { maxLength: 3 }),
    fc.dictionary(someValue, someValue, { maxKeys: 3 }),
  ),
  { maxKeys: 5 },
)
/** The old system's list, in the spellings that are met. */
const someKey = fc
  .constantFrom(
    'skey',
    'openkey',
    'auth_token',
    'access_token',
    'bk_token',
    'bk_ticket',
    'oa_ticket',
    'app_secret',
    'signature',
    'bk_nonce',
    'bk_timestamp',
    'bk_app_secret',
    'bk_signature',
    'password',
    'my_secret_x',
    'passwd',
    'api_key',
    'apikey',
    'credentials',
    'mysql_pwd',
    'stripetoken',
    'X-Api-Key',
    'clientSecret',
  )
  .chain((name) => fc.constantFrom(name, name.toUpperCase()))

/** What people and programs wrap data in. */
const someLayer: fc.Arbitrary<(text: string) => string> = fc.constantFrom(
  (text: string) => JSON.stringify({ payload: text, n: 1 }),
  (text: string) => JSON.stringify([text]),
  (text: string) => `data=${encodeURIComponent(text)}&n=1`,
  (text: string) =>
    `<pre>${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}</pre>`,
  (text: string) => `line one\n${text}\nline three`,
  (text: string) =>
    text.replaceAll(/(?<!\\u[0-9a-f]{0,3}|\\)[a-z](?=[a-z]*"\s*:)/g, (letter) =>
      escapedKey(letter),
    ),
)

function readings(text: string): string[] {
  const all = [text]
  for (let round = 0; round < 4; round++) {
    const last = all.at(-1) ?? ''
    all.push(
      last.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    )
    all.push(
      last.replaceAll(/\\+u([0-9a-f]{4})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    )
  }
  return all
}

function escapedKey(name: string): string {
  return name
    .split('')
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

function layered(value: unknown, layers: number): string {
  let text = JSON.stringify(value)
  for (let i = 1; i < layers; i++) text = JSON.stringify({ p: text, after: i })
  return text
}

function multipart(name: string, content: string): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: text/plain\r\n\r\n${content}\r\n--b--\r\n`
}

function milliseconds(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}
