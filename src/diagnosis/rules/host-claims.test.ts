import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

test('a default backend says that no rule fits, not that the Host is unknown', () => {
  for (const [text, software] of [
    [
      'HTTP/1.1 404 Not Found\nContent-Type: text/plain; charset=utf-8\n\ndefault backend - 404\n',
      null,
    ],
    [
      'HTTP/1.1 404 Not Found\ncontent-type: text/plain; charset=utf-8\nvia: 1.1 google\n\nresponse 404 (backend NotFound), service rules for the path non-existent\n',
      'Google load balancer',
    ],
  ] as const) {
    const { verdict } = diagnoseText(text)

    assert.equal(verdict.key, 'access_layer_not_found')
    assert.equal(verdict.responder, 'access_layer')
    assert.equal(verdict.software, software)
    assert.match(verdict.summary, /no rule for the Host or the path/)
    assert.doesNotMatch(verdict.summary, /no site for the Host/)
    assert.match(diagnoseText(text, 'zh').verdict.summary, /没有与所发的域名或路径对应的规则/)
  }
})

test("Django's page without a reason is possibly about the Host, and names the other causes", () => {
  for (const body of [
    '<!doctype html>\n<html lang="en">\n<head>\n  <title>Bad Request (400)</title>\n</head>\n<body>\n  <h1>Bad Request (400)</h1><p></p>\n</body>\n</html>\n',
    '<h1>Bad Request (400)</h1>',
  ]) {
    const { verdict } = diagnoseText(
      `HTTP/1.1 400 Bad Request\nServer: gunicorn\nContent-Type: text/html; charset=utf-8\nX-Content-Type-Options: nosniff\nReferrer-Policy: same-origin\n\n${body}\n`,
    )

    assert.equal(verdict.software, 'Django')
    assert.equal(verdict.certainty, 'possible')
    assert.match(verdict.summary, /mostly for the Host .* sometimes for something else/)
    assert.match(verdict.next_steps.join(' '), /SuspiciousOperation/)
  }
})

test("Django's debug page names the Host, and is believed", () => {
  const { verdict } = diagnoseText(
    'HTTP/1.1 400 Bad Request\nContent-Type: text/html\n\n<html><head><title>DisallowedHost at /x</title></head><body><pre>Invalid HTTP_HOST header: &#x27;a&#x27;.</pre></body></html>\n',
  )

  assert.equal(verdict.key, 'service_host_refused')
  assert.equal(verdict.certainty, 'likely')
})
