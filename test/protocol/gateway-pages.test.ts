/** Addresses of the gateway's own: nobody has to guess who answers there either. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnose } from '../../src/diagnosis/diagnose.ts'
import { field } from '../raw-client.ts'
import { dataPlaneUnderTest, request } from './data-plane-under-test.ts'

const own = 'edge; error=proxy_internal_response'
const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

test('the health check carries our marks, also while draining, and leaves no record', async (t) => {
  const plane = await dataPlaneUnderTest(t, { backends: [] })
  const client = await plane.connect()
  const check = request('X-Request-ID: mine\r\n', '', 'GET', '/-/healthy')

  const healthy = await client.send(check).answer()
  plane.plane.startDrain()
  const draining = await client.send(check).answer()

  assert.deepEqual([healthy.status, draining.status], [200, 503])
  for (const answer of [healthy, draining]) {
    assert.match(field(answer, 'x-bkapi-request-id'), uuid)
    assert.equal(field(answer, 'x-request-id'), 'mine')
    assert.equal(field(answer, 'proxy-status'), own)
    assert.match(field(answer, 'date'), /^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} GMT$/)
  }
  assert.notEqual(field(healthy, 'x-bkapi-request-id'), field(draining, 'x-bkapi-request-id'))
  assert.equal(plane.sink.lines.length, 0)
})

test('a public key of an unknown gateway is missed by that name, not by that of the address', async (t) => {
  const keys = [{ gateway: 'shop', kid: 'shop', privatePem: '', publicPem: 'the key' }]
  const plane = await dataPlaneUnderTest(t, { backends: [], keys })
  const client = await plane.connect()
  const target = '/api/bk-apigateway/prod/api/v1/apis/shap/public_key/'

  const answer = await client.send(request('', '', 'GET', target)).answer()

  assert.equal(answer.status, 404)
  assert.match(answer.body, /no gateway shap/)
  assert.equal((await plane.record()).error_key, 'gateway_not_found')
})

test('the page of a public key is the gateway’s, and no mock', async (t) => {
  const keys = [{ gateway: 'shop', kid: 'shop', privatePem: '', publicPem: 'the key' }]
  const plane = await dataPlaneUnderTest(t, { backends: [], keys })
  const client = await plane.connect()
  const target = '/api/bk-apigateway/prod/api/v1/apis/shop/public_key/'

  const answer = await client.send(request('', '', 'GET', target)).answer()

  assert.equal(answer.status, 200)
  assert.match(answer.body, /"public_key":"the key"/)
  assert.equal(field(answer, 'proxy-status'), own)
  const record = await plane.record()
  assert.equal(record.answered_by, 'gateway')
  const { key, fault, responder } = diagnose(record)
  assert.deepEqual(
    { key, fault, responder },
    { key: 'gateway_page', fault: 'none', responder: 'gateway' },
  )
  const counts = plane.plane.metrics().routes.flatMap(({ byAnswer }) => byAnswer)
  assert.deepEqual(counts, [['gateway', [0, 1, 0, 0, 0]]])
})
