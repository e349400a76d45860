import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskSecrets } from './mask-secrets.ts'

const secret = 'S3cr3tValue123'

const texts: Readonly<Record<string, string>> = {
  'in JSON': `{"bk_app_code": "demo", "bk_app_secret": "${secret}"}`,
  'in JSON within JSON': String.raw`{\"bk_app_secret\": \"${secret}\"}`,
  'in single quotes': `-H 'X-Bkapi-Authorization: {'bk_app_secret': '${secret}'}'`,
  'in a query': `GET /x?a=1&access_token=${secret}&b=2 HTTP/1.1`,
  'in an Authorization field': `> Authorization: Bearer ${secret}`,
  'in an Authorization field of a command': `curl -H "Authorization: Basic ${secret}" http://x`,
  'in a Cookie field': `Cookie: bk_token=${secret}; a=b`,
  'in a Set-Cookie field': `< Set-Cookie: sid=${secret}; Path=/`,
  'in an API key field': `X-API-Key: ${secret}`,
  'in a curl user': `curl -u admin:${secret} http://x`,
  'in an address': `http://admin:${secret}@example.test/`,
  'in a form': `password=${secret}&name=x`,
  'in a fragment': `Location: https://app.test/cb#code=${secret}&state=1`,
  'behind its word': `invalid app secret ${secret} was sent`,
  'of Basic without a field': `refused Basic ${secret}`,
  'in the path of a reset': `GET /reset-password/${secret} HTTP/1.1`,
  'in a sentence of a proxy': `bad header "Proxy-Authorization: Basic ${secret}"`,
}

for (const [where, text] of Object.entries(texts)) {
  test(`a secret ${where} does not come out again`, () => {
    assert.ok(!maskSecrets(text).includes(secret), maskSecrets(text))
  })
}

test('a JWT is masked wherever it stands', () => {
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'

  assert.equal(maskSecrets(`token was ${jwt} at noon`), 'token was *** at noon')
})

test('words about secrets stay legible', () => {
  const text = 'Parameters error [reason="bk_app_code or bk_app_secret is incorrect"]'

  assert.equal(maskSecrets(text), text)
})

test('tokens are known by their shape, wherever they stand', () => {
  const body = 'Ab1'.repeat(12)
  for (const token of [
    `ghp_${body}`,
    `github_pat_${body}`,
    `glpat-${body}`,
    `xoxb-12345-${body}`,
    `sk-proj-${body}`,
    `AIza${body}`,
    'AKIAABCDEFGH12345678',
    `bot123456789:AA${body}`,
  ])
    assert.equal(maskSecrets(`Could not resolve host: ${token}`), 'Could not resolve host: ***')
  assert.equal(
    maskSecrets(`https://hooks.slack.com/services/T01/B02/${body}`),
    'https://hooks.slack.com/services/***',
  )
})

test('sentences with such words stay legible', () => {
  for (const text of [
    'Basic authentication is needed',
    'the token must be sent',
    'password is wrong',
    'GET /verify/orders HTTP/1.1',
    'task-force-of-sixteen-people',
  ])
    assert.equal(maskSecrets(text), text)
})
