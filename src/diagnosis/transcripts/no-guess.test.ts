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

test("a gateway's code in the data of a service is no refusal by anybody", () => {
  for (const text of [
    '{"result":true,"code":0,"message":"","data":{"code":1640301,"code_name":"APP_NO_PERMISSION"}}',
    '{"result":true,"code":0,"data":[{"time":"10:00","code":1640301,"code_name":"APP_NO_PERMISSION"}]',
  ]) {
    const { verdict, hops } = diagnoseText(text)
    assert.notEqual(verdict.fault, 'client', text)
    assert.notEqual(hops[0]?.status, 403, text)
  }
})

test("two fields of a gateway's error are the gateway's, as a possibility", () => {
  for (const text of [
    '{"code":1640301,"code_name":"APP_NO_PERMISSION"}',
    '"code": 1650200,\n"code_name": "BAD_GATEWAY",',
  ]) {
    const { verdict } = diagnoseText(text)
    assert.deepEqual([verdict.responder, verdict.certainty], ['gateway', 'possible'], text)
  }
})

test('the footer of a page names its program and blames nobody', () => {
  for (const text of [
    '<hr><center>nginx/1.24.0</center>\n</body>\n</html>',
    '<h1>Index of /pub</h1>\n<ul></ul>\n<address>Apache/2.4.57 (Debian) Server at shop.io Port 80</address>\n</body></html>',
    'Moved Permanently\nThe document has moved here.\n\nApache/2.4.57 (Debian) Server at shop.io Port 80',
  ]) {
    const { verdict, hops } = diagnoseText(text)
    assert.equal(verdict.responder, 'access_layer', text)
    assert.deepEqual([verdict.fault, verdict.certainty], ['unsure', 'possible'], text)
    assert.notEqual(hops[0]?.status, 500, text)
  }
})

test('the body of a request that somebody wrote down is no answer', () => {
  const { verdict } = diagnoseText(
    'POST /v1/reports HTTP/1.1\nHost: shop.io\nContent-Type: application/json\n\n{"status": 503, "errors": ["x"], "message": "x"}',
  )
  assert.deepEqual([verdict.responder, verdict.certainty], ['none', 'unknown'])
  const data = diagnoseText(
    `-H 'Accept: */*' -d '{"status":503,"error":"Service Unavailable","message":"x"}'`,
  )
  assert.equal(data.verdict.certainty, 'unknown')
})

test('of a HAR the first entry alone is no whole, and a response without a status is none', () => {
  const entry =
    '{"request":{"method":"GET","url":"http://a.test/","headersSize":1},"response":{"status":200,"headers":[],"content":{"text":"{\\"a\\":1}"}}}'
  assert.notEqual(
    diagnoseText(`${entry},\n{"request":{"method":"POST"`).verdict.certainty,
    'likely',
  )
  const begun = diagnoseText(
    `${entry},\n{"request":{"method":"GET","url":"http://a.test/2","headersSize":1},"response":{"status":`,
  )
  assert.doesNotMatch(JSON.stringify(begun), /browser got no response/)
  assert.notEqual(
    diagnoseText('"status": 502,\n"statusText": "Bad Gateway",').verdict.certainty,
    'likely',
  )
})

test('what stands in a string of a program is at most possible', () => {
  const page =
    '<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.18.0</center>\n</body>\n</html>'
  for (const text of [
    `nock(url).get("/").reply(502, \`${page}\`)`,
    `BAD_GATEWAY = """${page}"""`,
    `ngx.say([[${page}]])`,
    'self.assertEqual(resp.json(), {"detail": "Authentication credentials were not provided."})',
    "responses.add(GET, url, json={'detail': 'Not found.'}, status=404)",
  ])
    assert.notEqual(diagnoseText(text).verdict.certainty, 'likely', text)
})

test("a proxy's page with the field of an application is from neither for sure", () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 502 Bad Gateway\nX-Powered-By: Express\nContent-Type: text/html\n\n<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n<hr><center>nginx/1.18.0</center>\n</body>\n</html>',
  )
  assert.equal(verdict.key, 'writer_unclear')
})

test('an address that refuses while curl turns to the next one is no refused call yet', () => {
  const { verdict } = diagnoseText(
    '*   Trying 10.0.0.1:443...\n* connect to 10.0.0.1 port 443 failed: Connection refused\n*   Trying 10.0.0.2:443...',
  )
  assert.notEqual(verdict.certainty, 'likely')
})

test('long lines without a blank take no longer for the signs in them', () => {
  const startMs = performance.now()
  diagnoseText(`HTTP/1.1 500 x\n${'@'.repeat(48_000)}`)
  assert.ok(performance.now() - startMs < 2_000) // 6.8 s where each @ is looked at from every other
})
