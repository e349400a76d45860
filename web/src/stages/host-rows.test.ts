import assert from 'node:assert/strict'
import { test } from 'node:test'
import { originOf, rowOf, withRow } from './host-rows.ts'

test('a row that is not changed is written as it was, whatever stands in it', () => {
  const urls = [
    'http://orders:8080',
    'https://10.0.3.7',
    'http://[::1]:80/v1',
    'https://{env.host}.corp/{env.base}',
    'http://',
    'http://a:b/c:d',
  ]
  for (const url of urls) {
    const host = { url, weight: 7, 'x-note': [1], tls: { verify: false } }
    assert.deepEqual(withRow(host, {}), host)
  }
})

test('a changed row keeps what the form does not show', () => {
  const host = { url: 'http://orders:8080/v1', 'x-note': 'keep' }

  assert.deepEqual(withRow(host, { scheme: 'https', port: '' }), {
    url: 'https://orders/v1',
    'x-note': 'keep',
  })
  assert.deepEqual(withRow(host, { weight: '50' }), { ...host, weight: 50 })
  assert.equal(withRow({ ...host, weight: 5 }, { weight: '' })['weight'], undefined)
  assert.equal(withRow(host, { weight: '-1' })['weight'], '-1')
})

test('a URL that is pasted into the field of the host fills the row', () => {
  const host = withRow({ url: 'http://', weight: 3 }, { host: 'https://pay.corp:9443/v2' })

  assert.deepEqual(rowOf(host), {
    scheme: 'https',
    host: 'pay.corp',
    port: '9443',
    path: '/v2',
    weight: '3',
  })
})

test('a host is known to the probe by its origin', () => {
  assert.equal(originOf({ url: 'http://Orders:80/v1' }), 'http://orders')
  assert.equal(originOf({ url: 'https://a:8443' }), 'https://a:8443')
})

test('what is typed goes where it is typed: a weight is emptied, a path begins itself with a slash', () => {
  const host = { url: 'http://orders:8080', weight: 5 }

  assert.equal(rowOf(withRow(host, { weight: '' })).weight, '')
  assert.deepEqual(withRow(host, { path: 'v' }), { ...host, url: 'http://orders:8080/v' })
  assert.equal(rowOf(withRow(host, { path: '' })).path, '')
})

test('another weight leaves an address as it is that no row can show', () => {
  const host = { url: '{env.orders}' }

  assert.deepEqual(withRow(host, { weight: '7' }), { ...host, weight: 7 })
})
