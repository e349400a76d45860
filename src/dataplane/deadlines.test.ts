import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { Deadlines, tickMs, type Timed } from './deadlines.ts'

class Item implements Timed {
  deadlineMs = 0
  inWheelTick = 0
  nextTimed: Timed | undefined = undefined
  readonly #onFire: (item: Item) => void

  constructor(onFire: (item: Item) => void = () => {}) {
    this.#onFire = onFire
  }

  onDeadline(): void {
    this.#onFire(this)
  }
}

function wheel(): { deadlines: Deadlines; advance: (ms: number) => void; now: () => number } {
  let nowMs = 1_000
  const deadlines = new Deadlines(() => nowMs)
  return {
    deadlines,
    now: () => nowMs,
    advance(ms) {
      for (const endMs = nowMs + ms; nowMs < endMs;) {
        nowMs = Math.min(nowMs + tickMs, endMs)
        deadlines.tick()
      }
    },
  }
}

test('a deadline fires once, never early and at most one tick late', () => {
  const { deadlines, advance } = wheel()
  let fired = 0
  const item = new Item(() => fired++)

  deadlines.set(item, 5_010)
  advance(5_000)
  assert.equal(fired, 0)
  advance(10 + tickMs)
  assert.equal(fired, 1)
  advance(60_000)
  assert.equal(fired, 1)
  deadlines.close()
})

test('a deadline that moves a little later does not fire at its former time', () => {
  const { deadlines, advance } = wheel()
  let fired = 0
  const item = new Item(() => fired++)

  deadlines.set(item, 100)
  deadlines.set(item, 120)
  advance(119)
  assert.equal(fired, 0)
  advance(1 + tickMs)
  assert.equal(fired, 1)
  deadlines.close()
})

test('a cleared deadline does not fire, and the item can be used again', () => {
  const { deadlines, advance } = wheel()
  let fired = 0
  const item = new Item(() => fired++)

  deadlines.set(item, 100)
  deadlines.clear(item)
  advance(200)
  assert.equal(fired, 0)
  deadlines.set(item, 100)
  advance(200)
  assert.equal(fired, 1)
  deadlines.close()
})

test('an item may re-arm itself inside onDeadline', () => {
  const { deadlines, advance } = wheel()
  let fired = 0
  const item = new Item((self) => {
    fired++
    deadlines.set(self, 0)
  })

  deadlines.set(item, tickMs)
  advance(tickMs * 10)
  assert.ok(fired >= 9 && fired <= 10, `fired ${fired} times`)
  deadlines.close()
})

test('an onDeadline that throws costs no other item its deadline', () => {
  const { deadlines, advance } = wheel()
  let fired = 0
  const items = [new Item(() => fired++), new Item(() => fired++)]
  const broken = new Item(() => {
    throw new Error('broken')
  })

  for (const item of [items[0], broken, items[1]]) if (item) deadlines.set(item, 50)
  assert.throws(() => advance(100), /broken/)
  advance(tickMs)
  assert.equal(fired, 2)
  deadlines.close()
})

test('a stalled event loop fires everything that became due, whatever the length of the stall', () => {
  let nowMs = 0
  const deadlines = new Deadlines(() => nowMs)
  let fired = 0
  for (let afterMs = 10; afterMs <= 5_000; afterMs += 10) {
    deadlines.set(new Item(() => fired++), afterMs)
  }

  nowMs = 3_600_000
  deadlines.tick()
  assert.equal(fired, 500)
  deadlines.close()
})

test('any sequence of set, clear and time fires exactly what a plain list of deadlines would', () => {
  const step = fc.oneof(
    fc.record({ item: fc.nat(4), afterMs: fc.nat(4_000) }),
    fc.record({ item: fc.nat(4), clear: fc.constant(true) }),
    fc.record({ advanceMs: fc.integer({ min: 1, max: 2_500 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { deadlines, advance, now } = wheel()
      const expectedMs = [0, 0, 0, 0, 0]
      const items = expectedMs.map(
        (_, index) =>
          new Item(() => {
            const dueMs = expectedMs[index] ?? 0
            assert.ok(dueMs > 0, 'fired though nothing was set')
            assert.ok(now() >= dueMs, 'fired early')
            assert.ok(now() - dueMs <= 2 * tickMs, `fired ${now() - dueMs} ms late`)
            expectedMs[index] = 0
          }),
      )
      for (const each of steps) {
        if ('advanceMs' in each) {
          advance(each.advanceMs)
          for (const dueMs of expectedMs) {
            assert.ok(dueMs === 0 || dueMs + 2 * tickMs > now(), 'did not fire')
          }
          continue
        }
        const item = items[each.item]
        if (item === undefined) continue
        if ('clear' in each) deadlines.clear(item)
        else deadlines.set(item, each.afterMs)
        expectedMs[each.item] = 'clear' in each ? 0 : now() + each.afterMs
      }
      deadlines.close()
    }),
  )
})

test('the real timer drives the wheel, which alone does not keep a process alive', async (t) => {
  const deadlines = new Deadlines()
  const holdsTheLoop = setInterval(() => {}, 1_000)
  t.after(() => {
    clearInterval(holdsTheLoop)
    deadlines.close()
  })
  const startMs = performance.now()

  await new Promise<void>((resolve) => deadlines.set(new Item(() => resolve()), 60))

  assert.ok(performance.now() - startMs >= 60)
})
