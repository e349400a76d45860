import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftsUnderTest } from './drafts-under-test.ts'

const order = { name: 'get_order', method: 'GET', path: '/orders/{id}' }

test('a creation that is sent again with its key is answered as before, and creates nothing twice', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  const key = { 'idempotency-key': 'a-key' }

  const first = await api.ask('POST', '/gateways', { name: 'shop' }, key)
  await api.restart()
  const again = await api.ask('POST', '/gateways', { name: 'shop' }, key)
  const without = await api.ask('POST', '/gateways', { name: 'shop' })
  const other = await api.ask('POST', '/gateways', { name: 'shop2' }, key)
  const elsewhere = await api.ask('POST', '/gateways/shop/resources', order, key)
  const bad = await api.ask('POST', '/gateways', { name: 'shop3' }, { 'idempotency-key': 'a b' })

  assert.equal(first.status, 201, first.text)
  assert.deepEqual([again.status, again.text, again.etag], [201, first.text, first.etag])
  assert.equal(again.headers['location'], '/api/v1/gateways/shop')
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.deepEqual([without.status, without.body['key']], [409, 'exists_already'])
  assert.deepEqual([other.status, other.body['key']], [422, 'key_reused'])
  assert.deepEqual([elsewhere.status, elsewhere.body['key']], [422, 'key_reused'])
  assert.deepEqual([bad.status, bad.body['key']], [400, 'invalid_parameter'])
})

test('of two creations with one key at the same time one is made, and what failed may be tried again', async (t) => {
  const api = await draftsUnderTest({ after: (stop) => t.after(stop) })
  await api.ask('POST', '/gateways', { name: 'shop' })
  const key = { 'idempotency-key': 'a-key' }
  const post = async (body: object) => await api.ask('POST', '/gateways/shop/resources', body, key)

  const wrong = await post({ ...order, method: 'GRT' })
  const [one, two] = await Promise.all([post(order), post(order)])

  assert.equal(wrong.status, 422)
  for (const { status, text, body } of [one, two]) {
    const isTold = status === 409 && body['key'] === 'key_in_use'
    assert.ok(isTold || (status === 201 && /get_order/.test(text)), text)
  }
  assert.equal((await api.ask('GET', '/gateways/shop/resources')).body['total'], 1)
})
