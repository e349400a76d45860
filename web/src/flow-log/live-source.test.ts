import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LiveFlows, noLiveFlows } from './live-flows.ts'
import { hear } from './live-source.ts'

/** A stream that says what the test says. */
class SpokenSource extends EventTarget {
  readyState = 1
  say(type: string, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }))
  }
  close(): void {
    this.readyState = 2
  }
}

function heard() {
  const source = new SpokenSource()
  const states: string[] = []
  let live: LiveFlows = noLiveFlows
  hear(source as unknown as EventSource, {
    // only what the function looks at
    arrived: () => undefined,
    changed: (change) => (live = change(live)),
    went: (state, reason) => states.push(`${state}${reason}`),
  })
  return { source, states, live: () => live }
}

test('a stream that broke off and came again tells that records may be missing, the first time it does not', () => {
  const { source, states, live } = heard()

  source.say('ready')
  assert.equal(live().hasGap, false)
  source.dispatchEvent(new Event('error'))
  source.say('ready')

  assert.equal(live().hasGap, true)
  assert.deepEqual(states, ['open', 'broken', 'open'])
})

test('what the server refuses or ends is not waited for', () => {
  const { source, states } = heard()

  source.say('end', { reason: ': signed out' })
  source.dispatchEvent(new Event('error'))

  assert.deepEqual(states, ['ended: signed out', 'ended'])
})
