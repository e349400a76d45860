import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TestCounters } from './counters-under-test.ts'
import { bindListed, decisionOf, testExchange, testServices } from './plugin-under-test.ts'
import { stageGlobalRateLimit } from './stage-global-rate-limit.ts'

test('all callers of a stage share one count', () => {
  const services = testServices({ counters: new TestCounters() })
  const bound = bindListed(stageGlobalRateLimit, { rate: { period: 60, tokens: 2 } }, { services })
  const call = (appCode: string) =>
    decisionOf(bound, testExchange({ identity: { appCode, appVerified: true } }))

  assert.equal(call('one').kind, 'continue')
  assert.equal(call('two').kind, 'continue')
  assert.deepEqual(call('three'), {
    kind: 'reject',
    key: 'stage_global_rate_limited',
    facts: { counted: 'three', limit: 2, reset_seconds: 60 },
  })
})
