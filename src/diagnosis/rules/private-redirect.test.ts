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
  assert.equal(byRecord('/x', '203.0.113.7').key, 'redirected')
})

test('in a text the address that was called tells where the caller is', () => {
  const keyOf = (host: string): string =>
    diagnoseText(
      `> GET /x HTTP/1.1\n> Host: ${host}\n> \n< HTTP/1.1 302 Found\n< Location: http://127.0.0.1:8000/y\n< Content-Length: 0\n< \n`,
    ).verdict.key

  assert.equal(keyOf('api.example.com'), 'redirect_to_private_address')
  assert.equal(keyOf('127.0.0.1:8800'), 'redirected')
})
