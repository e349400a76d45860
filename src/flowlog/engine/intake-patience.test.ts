import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { IntakePatience } from './intake-patience.ts'

test('a batch may take as long as it took to fill, ten seconds at most', (t) => {
  const passMs = clockOf(t)
  const filledSoon = new IntakePatience().begin(400, false)
  const filledSlowly = new IntakePatience().begin(180_000, false)

  passMs(399)
  assert.deepEqual([filledSoon(), filledSlowly()], [false, false])
  passMs(1)
  assert.deepEqual([filledSoon(), filledSlowly()], [true, false])
  passMs(9_600)
  assert.equal(filledSlowly(), true)
})

test('after a batch that was not done in that time the next ten are urgent from the start', (t) => {
  const passMs = clockOf(t)
  const patience = new IntakePatience()
  const late = patience.begin(400, false)
  passMs(400)
  late()

  const next = Array.from({ length: 11 }, () => patience.begin(400, false)())

  assert.deepEqual(next, [...Array.from({ length: 10 }, () => true), false])
})

test('a batch done in time hurries nobody, nor does one that a question waited for', async (t) => {
  clockOf(t)
  const patience = new IntakePatience()
  const calm = patience.begin(400, false)()
  const asked = patience.begin(400, false)
  const whenAsked = await patience.during(async () => await Promise.resolve(asked()))

  assert.deepEqual([calm, whenAsked, asked()], [false, true, false])
  assert.equal(patience.begin(400, false)(), false)
  assert.equal(patience.begin(400, true)(), true)
})

/** Stands still until it is told how many milliseconds pass. */
function clockOf(t: TestContext): (ms: number) => void {
  let nowMs = 1_000
  t.mock.method(performance, 'now', () => nowMs)
  return (ms) => (nowMs += ms)
}
