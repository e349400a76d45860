import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReceivedResponse } from '../received-response.ts'
import { identify } from './identify.ts'

function response(changes: Partial<ReceivedResponse>): ReceivedResponse {
  return {
    status: 502,
    reason: '',
    headers: [],
    body: '',
    complete: true,
    bodyKept: true,
    bodySeen: true,
    ...changes,
  }
}

function nginxPage(token: string): string {
  return `<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>${token}</center>\r\n</body>\r\n</html>\r\n`
}

test('no Server field alone names a program', () => {
  for (const server of [
    'nginx',
    'nginx/1.22.1',
    'openresty',
    'Apache/2.4.57',
    'Caddy',
    'envoy',
    'cloudflare',
    'kong/3.4',
  ]) {
    const writer = identify(response({ headers: [['Server', server]] }))

    assert.equal(writer.software, null, server)
    assert.equal(writer.layer, undefined, server)
  }
})

test('the name of an application server hints at the service, and names no program', () => {
  for (const server of ['gunicorn', 'waitress', 'Kestrel', 'WSGIServer/0.2 CPython/3.11.2']) {
    const writer = identify(response({ status: 404, headers: [['Server', server]] }))

    assert.equal(writer.state, 'hinted', server)
    assert.equal(writer.layer, 'service', server)
    assert.equal(writer.software, null, server)
  }
})

test('a session cookie hints at the service, and its value stays out of the evidence', () => {
  const writer = identify(
    response({ status: 403, headers: [['Set-Cookie', 'PHPSESSID=s3cr3tsession; path=/']] }),
  )

  assert.equal(writer.layer, 'service')
  const statements = writer.evidence.map(({ statement }) => statement).join('\n')
  assert.match(statements, /Set-Cookie: PHPSESSID is/)
  assert.doesNotMatch(statements, /s3cr3t/)
})

test('what a proxy relays with the fields sorted is not its own', () => {
  const date = ['Date', 'Sun, 22 Nov 2026 09:16:53 GMT'] as const
  const own = [['Server', 'Caddy'], date, ['Content-Length', '0']] as const
  const relayed = [['Content-Length', '0'], date, ['Server', 'Caddy']] as const

  assert.equal(identify(response({ status: 403, headers: own })).software, 'Caddy')
  assert.equal(identify(response({ status: 403, headers: relayed })).software, null)
})

test('the token in the footer tells the look-alikes of nginx apart', () => {
  const tokens = {
    'nginx/1.25.3': 'nginx/1.25.3',
    nginx: 'nginx',
    openresty: 'openresty',
    'stgw/1.3.12': 'stgw/1.3.12',
    'awselb/2.0': 'AWS load balancer/2.0',
    'Microsoft-Azure-Application-Gateway/v2': 'Azure Application Gateway/v2',
    cloudflare: 'Cloudflare',
  }
  for (const [token, software] of Object.entries(tokens))
    assert.equal(identify(response({ body: nginxPage(token) })).software, software)
})

test('an unknown token in the page of nginx names nobody', () => {
  assert.equal(identify(response({ body: nginxPage('acme-edge') })).software, null)
})

test('what a framework wrote stays its own behind a proxy', () => {
  const body =
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot GET /x</pre>\n</body>\n</html>\n'

  for (const server of ['nginx/1.22.1', 'Apache/2.4.57 (Debian)', 'Caddy', 'ATS/9.2.9']) {
    const writer = identify(response({ status: 404, headers: [['Server', server]], body }))
    assert.equal(writer.software, 'Express', server)
    assert.equal(writer.layer, 'service', server)
  }
})

test('strong signs of a proxy and of an application server disagree', () => {
  const writer = identify(
    response({ headers: [['Server', 'gunicorn']], body: nginxPage('nginx/1.22.1') }),
  )

  assert.equal(writer.state, 'conflict')
  assert.ok(writer.evidence.length >= 2)
})

test('header fields without a body stay a hint', () => {
  const headers = [
    ['X-Powered-By', 'Express'],
    ['Content-Security-Policy', "default-src 'none'"],
  ] as const

  assert.equal(identify(response({ status: 404, headers })).state, 'hinted')
})

test('a text that several programs write names none of them', () => {
  const writer = identify(
    response({
      status: 404,
      headers: [['Content-Type', 'text/plain']],
      body: '404 page not found',
    }),
  )

  assert.equal(writer.software, null)
  assert.notEqual(writer.state, 'identified')
})
