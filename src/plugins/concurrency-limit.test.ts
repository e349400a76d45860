import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { proceed } from '../model/plugin.ts'
import { concurrencyLimit } from './concurrency-limit.ts'
import { bindListed, decisionOf, testExchange, testServices } from './plugin-under-test.ts'

const app = { identity: { appCode: 'demo-app', appVerified: true } }

function limited(t: TestContext, limit: number) {
  const inFlight = new Map<string, number>()
  const { counters } = testServices()
  t.mock.method(counters, 'enter', (key: string, most: number) => {
    const count = inFlight.get(key) ?? 0
    if (count >= most) return false
    inFlight.set(key, count + 1)
    return true
  })
  t.mock.method(counters, 'leave', (key: string) => {
    inFlight.set(key, (inFlight.get(key) ?? 0) - 1)
  })
  const bound = bindListed(concurrencyLimit, { limit }, { services: testServices({ counters }) })
  return { bound, inFlight }
}

test('one more than the limit is refused with the key counted, and passes after one has ended', (t) => {
  const { bound } = limited(t, 1)
  const first = testExchange(app)

  assert.equal(decisionOf(bound, first), proceed)
  assert.deepEqual(decisionOf(bound, testExchange(app)), {
    kind: 'reject',
    key: 'concurrency_limited',
    facts: { key: 'shop:prod:demo-app', limit: 1 },
  })
  bound.onEnd?.(first)
  assert.equal(decisionOf(bound, testExchange(app)), proceed)
})

test('the end of a refused request, or a second end, counts nothing down', (t) => {
  const { bound, inFlight } = limited(t, 1)
  const first = testExchange(app)
  const refused = testExchange(app)
  decisionOf(bound, first)
  decisionOf(bound, refused)

  bound.onEnd?.(refused)
  assert.equal(inFlight.get('shop:prod:demo-app'), 1)
  bound.onEnd?.(first)
  bound.onEnd?.(first)
  assert.equal(inFlight.get('shop:prod:demo-app'), 0)
})

test('callers whose application is not proved are counted by address', (t) => {
  const { bound, inFlight } = limited(t, 1)

  decisionOf(bound, testExchange({ identity: { appCode: 'demo-app' }, address: '192.0.2.9' }))

  assert.deepEqual([...inFlight], [['shop:prod:ip 192.0.2.9', 1]])
})

test("the old system's names mean conn + burst, and one of the forms must be given", () => {
  let most = 0
  const { counters } = testServices()
  const services = testServices({
    counters: { ...counters, enter: (_, limit) => ((most = limit), true) },
  })
  decisionOf(bindListed(concurrencyLimit, { conn: 20, burst: 10 }, { services }), testExchange())

  assert.equal(most, 30)
  assert.equal(concurrencyLimit.check?.({}).length, 1)
  assert.equal(concurrencyLimit.check?.({ limit: 1, conn: 1 }).length, 1)
  assert.deepEqual(concurrencyLimit.check?.({ limit: 1 }), [])
})
