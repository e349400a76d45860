import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goldenRecord } from '../../../test/flows/golden-record.ts'
import type { Verdict } from '../../model/verdict.ts'
import { diagnose } from '../diagnose.ts'
import { diagnoseText } from '../transcripts/diagnose-text.ts'

function byRecord(location: string, caller: string): Verdict {
  return diagnose(
    goldenRecord({
      status: 302,
      backend_status: 302,
      client_ip: caller,
      backend_host: new URL(location).host,
      backend_headers: [
        ['Location', location],
        ['Content-Length', '0'],
      ],
      response_body: '',
    }),
  )
}

test('a caller elsewhere cannot follow a redirect to the own machine of the service', () => {
  for (const location of ['http://127.0.0.1:8000/x', 'http://localhost/x', 'http://[::1]:8000/x']) {
    const { key, fault, owner, certainty } = byRecord(location, '203.0.113.7')

    assert.deepEqual(
      [key, fault, owner, certainty],
      ['redirect_to_private_address', 'service', 'backend', 'likely'],
      location,
    )
  }
})

test('a caller of the public net cannot follow one into an inner network', () => {
  for (const host of [
    '10.1.2.3',
    '172.16.0.9',
    '192.168.1.1',
    'orders',
    'orders.shop.svc',
    '[fd00::7]',
  ]) {
    const { key, certainty } = byRecord(`http://${host}:8000/x`, '203.0.113.7')

    assert.deepEqual([key, certainty], ['redirect_to_private_address', 'possible'], host)
  }
})

test('nothing is said where the caller may be there too, or nobody knows where it is', () => {
  assert.equal(byRecord('http://127.0.0.1:8000/x', '127.0.0.1').key, 'redirected')
  assert.equal(byRecord('http://localhost:8000/x', '::1').key, 'redirected')
  assert.equal(byRecord('http://10.1.2.3/x', '10.9.9.9').key, 'redirected')
  assert.equal(byRecord('http://10.1.2.3/x', '').key, 'redirected')
  assert.equal(byRecord('http://172.32.0.1/x', '203.0.113.7').key, 'redirected')
  assert.equal(byRecord('http://docs.example.com/x', '203.0.113.7').key, 'redirected')
})

test('what is meant for the machine of the caller, or for a program, is no mistake', () => {
  const outside = '203.0.113.7'
  const sure = (location: string): string => byRecord(location, outside).key

  assert.equal(sure('http://127.0.0.1:51234/?code=a&state=b'), 'redirected') // RFC 8252
  assert.equal(sure('slack://open?team=1'), 'redirected')
  assert.equal(sure('http://10.0.0.5/login'), 'login_redirect')
})

test('an address that is not the one the backend is called by is only possibly built from it', () => {
  const record = goldenRecord({
    status: 302,
    backend_status: 302,
    client_ip: '203.0.113.7',
    backend_host: 'orders.example.com',
    backend_headers: [['Location', 'http://127.0.0.1:8000/x']],
    response_body: '',
  })

  assert.equal(diagnose(record).certainty, 'possible')
})

test("nginx's own redirect to a folder is the access layer's to mend", () => {
  const page =
    '<html>\n<head><title>301 Moved Permanently</title></head>\n<body>\n<center><h1>301 Moved Permanently</h1></center>\n<hr><center>nginx/1.22.1</center>\n</body>\n</html>'
  const { verdict } = diagnoseText(
    `> GET /dir HTTP/1.1\n> Host: api.example.com\n> \n< HTTP/1.1 301 Moved Permanently\n< Server: nginx/1.22.1\n< Content-Type: text/html\n< Location: http://127.0.0.1:8080/dir/\n< \n${page}`,
  )

  assert.deepEqual([verdict.responder, verdict.fault], ['access_layer', 'access_layer'])
  assert.match(verdict.next_steps.join(), /absolute_redirect off/)
})

test('in a text the address that was called tells where the caller is', () => {
  const keyOf = (host: string): string =>
    diagnoseText(
      `> GET /x HTTP/1.1\n> Host: ${host}\n> \n< HTTP/1.1 302 Found\n< Location: http://127.0.0.1:8000/y\n< Content-Length: 0\n< \n`,
    ).verdict.key

  assert.equal(keyOf('api.example.com'), 'redirect_to_private_address')
  assert.equal(keyOf('127.0.0.1:8800'), 'redirected')
  const inner = (host: string): string =>
    diagnoseText(
      `> GET /x HTTP/1.1\n> Host: ${host}\n> \n< HTTP/1.1 302 Found\n< Location: http://10.1.2.3/y\n< Content-Length: 0\n< \n`,
    ).verdict.key
  assert.equal(inner('bkapi.corp.example.com'), 'redirected') // its caller may stand in that network
  assert.equal(inner('203.0.113.80'), 'redirect_to_private_address')
})
