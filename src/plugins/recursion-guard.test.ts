import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../model/plugin.ts'
import {
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
} from './plugin-under-test.ts'
import { recursionGuard } from './recursion-guard.ts'

const bound = recursionGuard.bind(
  undefined,
  { release: testRelease(), resource: testResource(), level: 'built-in' },
  testServices({ instanceId: 'node-a' }),
)

test('a first request carries our id to the backend', () => {
  const exchange = testExchange()

  assert.equal(decisionOf(bound, exchange), proceed)
  assert.equal(exchange.toBackend.header.appended, 'X-Bkapi-Instance-Id: node-a\r\n')
})

test('a request that passed other gateways keeps their ids and gets ours', () => {
  const exchange = testExchange({ headers: { 'x-bkapi-instance-id': 'node-b, node-aa' } })

  assert.equal(decisionOf(bound, exchange), proceed)
  assert.deepEqual(exchange.toBackend.header.removed, ['x-bkapi-instance-id'])
  assert.equal(
    exchange.toBackend.header.appended,
    'X-Bkapi-Instance-Id: node-b, node-aa, node-a\r\n',
  )
})

test('a request that carries our own id is a loop, however the list is written', () => {
  for (const list of ['node-a', 'node-b,node-a', 'node-b , node-a ,node-c']) {
    const outcome = decisionOf(bound, testExchange({ headers: { 'x-bkapi-instance-id': list } }))
    assert.deepEqual(outcome, { kind: 'reject', key: 'recursive_request', facts: {} })
  }
})

test('bytes that no gateway writes are not passed on', () => {
  const exchange = testExchange({ headers: { 'x-bkapi-instance-id': 'n\u00e9' } })

  assert.equal(decisionOf(bound, exchange), proceed)
  assert.equal(exchange.toBackend.header.appended, 'X-Bkapi-Instance-Id: node-a\r\n')
})
