/** What looks like a success or a known fault, and is not said to be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from './diagnose-text.ts'

const failures = [
  '{"error":{"code":"InternalError","message":"database is down"}}',
  '{"errors":[{"message":"boom"}],"data":null}',
  '{"error":"boom","trace":"ab12"}',
  '{"status":"error","data":null}',
]

for (const body of [...failures, '{"detail":"Internal Server Error"}', '{"message":"no"}']) {
  test(`a body alone has no status: ${body}`, () => {
    const { verdict } = diagnoseText(body)
    const said = JSON.stringify(verdict)

    assert.notEqual(verdict.key, 'answered')
    assert.doesNotMatch(said, /status 200|answered 200|nothing is wrong/i)
    assert.notEqual(verdict.certainty, 'certain')
  })
}

for (const body of failures) {
  test(`a success whose body calls itself a failure is told: ${body}`, () => {
    const text = `HTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}`

    assert.equal(diagnoseText(text).verdict.key, 'service_error_in_success')
  })
}

test('an error page with status 200 is told, a login form is not called what was asked for', () => {
  const page = (body: string) => `HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html>${body}</html>`
  const failed = diagnoseText(page('<head><title>502 Bad Gateway</title></head>')).verdict
  const login = diagnoseText(page('<form><input name=p type="password"></form>')).verdict

  assert.equal(failed.key, 'service_error_in_success')
  assert.equal(login.certainty, 'possible')
  assert.match(login.summary, /login form/)
})

test('a real success stays one', () => {
  for (const body of [
    '{"error":null,"data":[1]}',
    '{"errors":[],"items":[]}',
    '{"error":"","code":0,"message":"ok"}',
    '{"status":"ok","id":7}',
  ]) {
    const { verdict } = diagnoseText(`HTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}`)

    assert.equal(verdict.key, 'answered', body)
  }
})

test('a redirect to https is one of ours to mend only where something says so', () => {
  const keyOf = (status: string, location: string, before = ''): string =>
    diagnoseText(
      `${before}HTTP/1.1 ${status}\nServer: nginx\nLocation: ${location}\nContent-Length: 0\n\n`,
    ).verdict.key

  assert.equal(keyOf('302 Found', 'https://login.example.com/sso?ticket=x'), 'login_redirect')
  assert.equal(keyOf('301 Moved Permanently', 'https://sso.example.com/'), 'login_redirect')
  assert.equal(keyOf('302 Found', 'https://id.example.com/oauth2/authorize?x=1'), 'login_redirect')
  assert.equal(keyOf('302 Found', 'https://cdn.example.com/file.zip'), 'redirected')
  assert.equal(keyOf('301 Moved Permanently', 'https://api.example.com/orders'), 'https_redirect')
})
