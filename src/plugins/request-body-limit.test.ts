import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed } from '../model/plugin.ts'
import { bindListed, decisionOf, testExchange } from './plugin-under-test.ts'
import { requestBodyLimit } from './request-body-limit.ts'

test('a declared length over the limit is refused with both figures, one at the limit passes', () => {
  const bound = bindListed(requestBodyLimit, { max_body_size: 100 })

  assert.equal(decisionOf(bound, testExchange({ contentLength: 100 })), proceed)
  assert.deepEqual(decisionOf(bound, testExchange({ contentLength: 101 })), {
    kind: 'reject',
    key: 'body_too_large',
    facts: { size: 101, limit: 100 },
  })
})

test('a body of undeclared length passes here, and the data plane is told the limit', () => {
  const bound = bindListed(requestBodyLimit, { max_body_size: 100 })

  assert.equal(decisionOf(bound, testExchange({ contentLength: -1 })), proceed)
  assert.equal(bound.bodyLimitBytes, 100)
})
