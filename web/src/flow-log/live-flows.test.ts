import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListedFlow } from './listed-flow.ts'
import { mostLiveFlows, noLiveFlows, waitBeforeMs, withArrived, withDropped } from './live-flows.ts'

// only what the functions look at
const flow = (id: number): ListedFlow => ({ request_id: String(id) }) as ListedFlow

test('what arrives stands on top, newest first, and a page that is left open does not grow', () => {
  const first = withArrived(noLiveFlows, [flow(1), flow(2)])
  const many = Array.from({ length: mostLiveFlows }, (_, place) => flow(place + 3))

  const all = withArrived(first, many)

  assert.deepEqual(
    first.flows.map(({ request_id: id }) => id),
    ['2', '1'],
  )
  assert.equal(all.flows.length, mostLiveFlows)
  assert.equal(all.flows[0]?.request_id, String(mostLiveFlows + 2))
  assert.equal(all.count, mostLiveFlows + 2)
})

test('what was left out on the way is counted, whatever the reason', () => {
  const live = withDropped(withDropped(noLiveFlows, { matched: 5, unseen: 1, slow: 0 }), {
    matched: 0,
    unseen: 0,
    slow: 2,
  })

  assert.equal(live.dropped, 8)
})

test('a count is told at once and then every 5 s, and a page on which nothing comes does nothing', () => {
  assert.equal(waitBeforeMs({ count: 0, atMs: 0 }, 3, 60_000), 0)
  assert.equal(waitBeforeMs({ count: 3, atMs: 60_000 }, 4, 61_000), 4_000)
  assert.equal(waitBeforeMs({ count: 4, atMs: 60_000 }, 0, 61_000), 0)
  assert.equal(waitBeforeMs({ count: 4, atMs: 60_000 }, 4, 61_000), undefined)
})
