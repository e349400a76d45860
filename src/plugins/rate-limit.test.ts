import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proceed, type BoundPlugin } from '../model/plugin.ts'
import type { PluginBinding } from '../model/release.ts'
import { TestCounters } from './counters-under-test.ts'
import {
  decisionOf,
  testExchange,
  testRelease,
  testResource,
  testServices,
} from './plugin-under-test.ts'
import { rateLimit } from './rate-limit.ts'
import { stageGlobalRateLimit } from './stage-global-rate-limit.ts'

const app = { identity: { appCode: 'demo-app', appVerified: true } }
const windows = (limit: number) => ({ default: [{ limit, periodSeconds: 60 }] })

/** Bound as the data plane does: the resource's before the stage's, then the stage's own limit. */
function limitsOf(lists: { stage?: unknown; resource?: unknown; global?: unknown }) {
  const counters = new TestCounters()
  const binding = (type: string, config: unknown): PluginBinding[] =>
    config === undefined ? [] : [{ type, config }]
  const resource = testResource({ plugins: binding('rate-limit', lists.resource) })
  const release = testRelease({
    plugins: [
      ...binding('rate-limit', lists.stage),
      ...binding('stage-global-rate-limit', lists.global),
    ],
  })
  const services = testServices({ counters })
  const bound: BoundPlugin[] = []
  for (const plugin of [rateLimit, stageGlobalRateLimit]) {
    for (const [level, { plugins }] of [
      ['resource', resource],
      ['stage', release],
    ] as const) {
      for (const { type, config } of plugins) {
        if (type !== plugin.name) continue
        const one = plugin.bind(config, { release, resource, level }, services)
        if (one !== undefined) bound.push(one)
      }
    }
  }
  assert.equal(bound.length, 1, 'one binding does the work of all')
  const call = (parts: Parameters<typeof testExchange>[0] = app) => {
    const exchange = testExchange(parts)
    const outcome = decisionOf(bound[0], exchange)
    return { outcome, appended: exchange.toCaller.appended, removed: exchange.toCaller.removed }
  }
  return { call, counters }
}

test('a success carries the four fields, and fields of a gateway behind us are replaced', () => {
  const { call } = limitsOf({ stage: windows(10) })

  const { outcome, appended, removed } = call()

  assert.equal(outcome, proceed)
  assert.deepEqual(appended.split('\r\n'), [
    'X-Bkapi-RateLimit-Limit: 10',
    'X-Bkapi-RateLimit-Remaining: 9',
    'X-Bkapi-RateLimit-Reset: 60',
    'X-Bkapi-RateLimit-Plugin: bk-stage-rate-limit',
    '',
  ])
  assert.equal(removed.length, 4)
})

test('each scope refuses with its own error and says when to come back', () => {
  const cases = [
    [{ resource: windows(1) }, 'resource_rate_limited', 'bk-resource-rate-limit'],
    [{ stage: windows(1) }, 'stage_rate_limited', 'bk-stage-rate-limit'],
    [
      { global: { rate: { period: 60, tokens: 1 } } },
      'stage_global_rate_limited',
      'bk-stage-global-rate-limit',
    ],
  ] as const
  for (const [lists, key, plugin] of cases) {
    const { call } = limitsOf(lists)
    call()

    const { outcome, appended } = call()

    assert.deepEqual(outcome, {
      kind: 'reject',
      key,
      facts: { counted: 'demo-app', limit: 1, reset_seconds: 60 },
    })
    assert.match(appended, new RegExp(`Remaining: 0\r\n[^]*${plugin}\r\nRetry-After: 60\r\n$`))
  }
})

test('a refusal by any scope leaves nothing spent in the others', () => {
  const { call, counters } = limitsOf({
    resource: windows(100),
    stage: windows(50),
    global: { rate: [{ limit: 1, periodSeconds: 60 }] },
  })
  call()
  for (let n = 0; n < 5; n += 1) assert.equal(call().outcome.kind, 'reject')

  assert.deepEqual([...counters.spent.values()], [1, 1, 1])
})

test('with several scopes the fields describe the one with the least left', () => {
  const { call } = limitsOf({ resource: windows(100), stage: windows(5) })

  assert.match(call().appended, /Limit: 5\r\n[^]*bk-stage-rate-limit/)
})

test('resources and stages are counted apart, and so are applications', () => {
  const { call, counters } = limitsOf({ resource: windows(9), stage: windows(8) })

  call()
  call({ identity: { appCode: 'other-app', appVerified: true } })

  assert.deepEqual(
    [...counters.spent.keys()],
    [
      'shop prod resource get_order demo-app 9/60',
      'shop prod stage demo-app 8/60',
      'shop prod resource get_order other-app 9/60',
      'shop prod stage other-app 8/60',
    ],
  )
})

test('who proves no application is counted by address, whatever code it claims', () => {
  const { call, counters } = limitsOf({
    stage: { ...windows(5), apps: { 'demo-app': [{ limit: 1_000, periodSeconds: 60 }] } },
  })

  call({ identity: { appCode: 'demo-app', appVerified: false }, address: '192.0.2.9' })

  assert.deepEqual([...counters.spent.keys()], ['shop prod stage ip 192.0.2.9 5/60'])
})

test('all forms of the options mean the same', () => {
  const forms = [
    {
      default: [{ limit: 2, periodSeconds: 60 }],
      apps: { 'demo-app': [{ limit: 7, periodSeconds: 1 }] },
    },
    { rates: { __default: [{ period: 60, tokens: 2 }], 'demo-app': [{ period: 1, tokens: 7 }] } },
    {
      default: { period: 60, tokens: 2 },
      specials: [{ bk_app_code: 'demo-app', period: 1, tokens: 7 }],
    },
  ]
  for (const form of forms) {
    assert.deepEqual(rateLimit.check?.(form), [])
    const { call, counters } = limitsOf({ stage: form })
    call()
    call({ identity: { appCode: 'other-app', appVerified: true } })
    assert.deepEqual(
      [...counters.spent.keys()],
      ['shop prod stage demo-app 7/1', 'shop prod stage other-app 2/60'],
    )
  }
})

test('an application without a window of its own is not limited where there is no default', () => {
  const { call, counters } = limitsOf({
    stage: { apps: { other: { limit: 1, periodSeconds: 1 } } },
  })

  assert.deepEqual(call(), { outcome: proceed, appended: '', removed: [] })
  assert.equal(counters.spent.size, 0)
})

test('the quota fields can be switched off, the refusal stays', () => {
  const { call } = limitsOf({ stage: { ...windows(1), show_limit_quota_header: false } })

  assert.equal(call().appended, '')
  assert.equal(call().appended, 'Retry-After: 60\r\n')
})

test('the check names windows of one length, empty limits and mixed forms', () => {
  const twice = [
    { limit: 1, periodSeconds: 60 },
    { limit: 2, periodSeconds: 60 },
  ]
  assert.equal(rateLimit.check?.({ default: twice })[0]?.path, 'default')
  assert.equal(rateLimit.check?.({})[0]?.path, '')
  assert.equal(
    rateLimit.check?.({ ...windows(1), rates: { a: windows(1).default } })[0]?.path,
    'rates',
  )
  assert.equal(stageGlobalRateLimit.check?.({ rate: twice })[0]?.path, 'rate')
})
