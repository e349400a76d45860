import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { RateWindow } from '../model/plugin.ts'
import { viewCounters } from './counter-memory.ts'
import { createCounterMemory, SharedCounters } from './shared-counters.ts'

const minute: RateWindow = { limit: 3, periodSeconds: 60 }
const nowMs = 1_800_000_000_000 // the start of a minute and of an hour

interface Task {
  readonly memory: SharedArrayBuffer
  readonly index: number
  readonly work: 'spend' | 'enter-leave' | 'enter-and-die' | 'many-keys'
  readonly times: number
  readonly limit: number
}

if (isMainThread) defineTests()
else runTask(workerData) // what startThread passes below

function runTask({ memory, index, work, times, limit }: Task): void {
  const counters = new SharedCounters(memory, index)
  const windows = [{ limit, periodSeconds: 60 }]
  let allowed = 0
  let most = 0
  if (work !== 'enter-and-die') waitForAll(memory)
  if (work === 'spend') {
    for (let n = 0; n < times; n += 1)
      if (counters.spend('key', windows, nowMs).allowed) allowed += 1
  } else if (work === 'many-keys') {
    // Every thread claims the same new keys at the same time.
    for (let n = 0; n < times; n += 1)
      if (counters.spend(`key ${n}`, windows, nowMs).allowed) allowed += 1
  } else if (work === 'enter-leave') {
    const views = viewCounters(memory)
    for (let n = 0; n < times; n += 1) {
      if (!counters.enter('key', limit)) continue
      allowed += 1
      const inside = Atomics.add(views.header, 15, 1) + 1 // an unused word of the header
      most = Math.max(most, inside)
      Atomics.sub(views.header, 15, 1)
      counters.leave('key')
    }
  } else {
    for (let n = 0; n < times; n += 1) if (counters.enter('key', limit)) allowed += 1
    process.exit(0)
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
  parentPort?.postMessage({ allowed, most })
}

/** All eight threads begin together, so that they do meet. Uses an unused word of the header. */
function waitForAll(memory: SharedArrayBuffer): void {
  const { header } = viewCounters(memory)
  const here = Atomics.add(header, 14, 1) + 1
  Atomics.notify(header, 14)
  for (let count = here; count < 8; count = Atomics.load(header, 14)) {
    Atomics.wait(header, 14, count)
  }
}

function startThread(task: Task): Worker {
  return new Worker(new URL(import.meta.url), { workerData: task })
}

async function resultOf(worker: Worker): Promise<{ allowed: number; most: number }> {
  const [[result]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')])
  return result
}

function defineTests(): void {
  test('eight threads spending on one key are allowed exactly the limit together', async () => {
    const memory = createCounterMemory({ workers: 8 })
    const limit = 50_000

    const results = await Promise.all(
      eight((index) =>
        resultOf(startThread({ memory, index, work: 'spend', times: 20_000, limit })),
      ),
    )

    assert.equal(sum(results) - SharedCounters.losses(memory).uncounted, limit)
  })

  test('eight threads that meet the same new keys at once count each key once', async () => {
    const memory = createCounterMemory({ workers: 8, slots: 8_192 })

    const results = await Promise.all(
      eight((index) =>
        resultOf(startThread({ memory, index, work: 'many-keys', times: 2_000, limit: 5 })),
      ),
    )

    // On a starved machine the holder of a lock may sleep for longer than anybody waits; what passes
    // uncounted then is told, and nothing else passes.
    const { evicted, uncounted } = SharedCounters.losses(memory)
    assert.equal(sum(results) - uncounted, 2_000 * 5)
    assert.equal(evicted, 0)
  })

  test('eight threads never have more in flight than the limit, and leave nothing behind', async () => {
    const memory = createCounterMemory({ workers: 9 })

    const results = await Promise.all(
      eight((index) =>
        resultOf(startThread({ memory, index, work: 'enter-leave', times: 30_000, limit: 3 })),
      ),
    )

    assert.ok(sum(results) > 0)
    assert.ok(Math.max(...results.map(({ most }) => most)) <= 3)
    const counters = new SharedCounters(memory, 8)
    assert.deepEqual(
      [1, 2, 3, 4].map(() => counters.enter('key', 3)),
      [true, true, true, false],
    )
  })

  test('what a dead worker had in flight is over once it is released', async () => {
    const memory = createCounterMemory({ workers: 2 })
    const worker = startThread({ memory, index: 1, work: 'enter-and-die', times: 4, limit: 4 })
    await once(worker, 'exit')
    const counters = new SharedCounters(memory, 0)
    const before = counters.enter('key', 4)

    SharedCounters.releaseWorker(memory, 1)

    assert.equal(before, false)
    assert.deepEqual(
      [1, 2, 3, 4, 5].map(() => counters.enter('key', 4)),
      [true, true, true, true, false],
    )
  })

  test('a lock held by a dead worker delays one request and is free after its release', () => {
    const memory = createCounterMemory({ slots: 32, workers: 2 })
    const { rateTable } = viewCounters(memory)
    const counters = new SharedCounters(memory, 0)
    Atomics.store(rateTable.locks, 0, 2) // worker 1 died while claiming slot 0
    Atomics.store(rateTable.generations, 0, 1)

    const stuck = counters.spend('key', [minute], nowMs)
    SharedCounters.releaseWorker(memory, 1)
    const counted = counters.spend('key', [minute], nowMs)

    assert.equal(stuck.allowed, true)
    assert.equal(SharedCounters.losses(memory).uncounted, 1)
    assert.equal(counted.remaining, 2)
    assert.equal(Atomics.load(rateTable.generations, 0) % 2, 0)
  })

  test('a window refuses after its limit and the next window begins with nothing spent', () => {
    const counters = countersFor({})

    const outcomes = [0, 1, 2, 59_999, 60_000].map((ms) =>
      counters.spend('key', [minute], nowMs + ms),
    )

    assert.deepEqual(outcomes, [
      { allowed: true, limit: 3, remaining: 2, resetSeconds: 60 },
      { allowed: true, limit: 3, remaining: 1, resetSeconds: 60 },
      { allowed: true, limit: 3, remaining: 0, resetSeconds: 60 },
      { allowed: false, limit: 3, remaining: 0, resetSeconds: 1 },
      { allowed: true, limit: 3, remaining: 2, resetSeconds: 60 },
    ])
  })

  test('a refusal by one window spends nothing in the others', () => {
    const counters = countersFor({})
    const second: RateWindow = { limit: 1, periodSeconds: 1 }

    counters.spend('key', [second, minute], nowMs)
    for (let n = 0; n < 10; n += 1) counters.spend('key', [second, minute], nowMs)
    const next = counters.spend('key', [minute, second], nowMs + 1_000)

    assert.deepEqual(next, { allowed: true, limit: 1, remaining: 0, resetSeconds: 1 })
    assert.equal(counters.spend('key', [minute], nowMs + 1_000).remaining, 0)
  })

  test('a token given back can be spent again, and never in another window', () => {
    const counters = countersFor({})
    const one = [{ limit: 1, periodSeconds: 60 }]
    counters.spend('key', one, nowMs)

    counters.giveBack('key', one, nowMs)
    const again = counters.spend('key', one, nowMs)
    counters.spend('key', one, nowMs + 60_000)
    counters.giveBack('key', one, nowMs)

    assert.equal(again.allowed, true)
    assert.equal(counters.spend('key', one, nowMs + 60_000).allowed, false)
  })

  test('giving back more than was spent gives nothing', () => {
    const counters = countersFor({})

    counters.giveBack('key', [minute], nowMs)
    counters.giveBack('key', [minute], nowMs)

    assert.equal(counters.spend('key', [minute], nowMs).remaining, 2)
  })

  test('another limit or period of the same key is another counter', () => {
    const counters = countersFor({})
    for (let n = 0; n < 3; n += 1) counters.spend('key', [minute], nowMs)

    assert.equal(counters.spend('key', [{ limit: 4, periodSeconds: 60 }], nowMs).remaining, 3)
    assert.equal(counters.spend('key', [{ limit: 3, periodSeconds: 61 }], nowMs).remaining, 2)
    assert.equal(counters.spend('key', [{ ...minute }], nowMs).allowed, false)
  })

  test('a worker whose clock is a moment behind spends in the window that has begun', () => {
    const memory = createCounterMemory({ workers: 2 })
    const ahead = new SharedCounters(memory, 0)
    const behind = new SharedCounters(memory, 1)
    for (let n = 0; n < 3; n += 1) ahead.spend('key', [minute], nowMs)

    assert.equal(behind.spend('key', [minute], nowMs - 1).allowed, false)
    assert.equal(ahead.spend('key', [minute], nowMs).allowed, false)
  })

  test('a clock set back by an hour does not block a key until the old time is reached', () => {
    const counters = countersFor({})
    for (let n = 0; n < 4; n += 1) counters.spend('key', [minute], nowMs)

    assert.equal(counters.spend('key', [minute], nowMs - 3_600_000).allowed, true)
  })

  test('keys that share a bucket are counted apart', () => {
    const counters = countersFor({ slots: 32 }) // one bucket
    const keys = Array.from({ length: 32 }, (_, n) => `key ${n}`)

    for (const key of keys) for (let n = 0; n < 3; n += 1) counters.spend(key, [minute], nowMs)

    for (const key of keys) assert.equal(counters.spend(key, [minute], nowMs).allowed, false)
  })

  test('a worker that remembers a slot which changed hands counts nothing on its new key', () => {
    const memory = createCounterMemory({ slots: 32, workers: 2 })
    const [one, two] = [new SharedCounters(memory, 0), new SharedCounters(memory, 1)]
    const second = [{ limit: 9, periodSeconds: 1 }] // the same list, as plugins pass it
    const others = Array.from({ length: 32 }, (_, n) => `other ${n}`)
    one.spend('old', second, nowMs)
    for (const key of others) two.spend(key, [minute], nowMs + 1_000) // one of them in its slot

    one.spend('old', second, nowMs + 1_000)

    const left = others.map((key) => two.spend(key, [minute], nowMs + 1_000).remaining)
    assert.ok(Math.min(...left) >= 1, 'each was spent twice, by its own requests')
  })

  test('a full bucket reuses windows that are over before it forgets a living one', () => {
    const memory = createCounterMemory({ slots: 32, workers: 1 })
    const counters = new SharedCounters(memory, 0)
    const short: RateWindow = { limit: 1, periodSeconds: 1 }
    for (let n = 0; n < 31; n += 1) counters.spend(`short ${n}`, [short], nowMs)
    counters.spend('long', [{ limit: 1, periodSeconds: 60 }], nowMs)

    for (let n = 0; n < 31; n += 1) counters.spend(`new ${n}`, [short], nowMs + 1_000)

    assert.equal(
      counters.spend('long', [{ limit: 1, periodSeconds: 60 }], nowMs + 1_000).allowed,
      false,
    )
    assert.deepEqual(SharedCounters.losses(memory), { evicted: 0, uncounted: 0 })
  })

  test('with no slot left the least spent window is forgotten, and that is counted', () => {
    const memory = createCounterMemory({ slots: 32, workers: 1 })
    const counters = new SharedCounters(memory, 0)
    const busy = Array.from({ length: 31 }, (_, n) => `busy ${n}`)
    for (const key of busy) for (let n = 0; n < 3; n += 1) counters.spend(key, [minute], nowMs)

    const strangers = Array.from({ length: 500 }, (_, n) =>
      counters.spend(`stranger ${n}`, [minute], nowMs),
    )

    assert.ok(strangers.every(({ allowed }) => allowed))
    for (const key of busy) assert.equal(counters.spend(key, [minute], nowMs).allowed, false)
    assert.equal(SharedCounters.losses(memory).evicted, 499)
  })

  test('more keys in flight than slots pass uncounted, and leaving them disturbs no other', () => {
    const memory = createCounterMemory({ slots: 32, workers: 1 }) // 32 concurrency slots
    const counters = new SharedCounters(memory, 0)
    const keys = Array.from({ length: 40 }, (_, n) => `key ${n}`)

    const entered = keys.map((key) => counters.enter(key, 1))
    const again = keys.slice(0, 32).map((key) => counters.enter(key, 1))
    for (const key of keys) counters.leave(key)

    assert.ok(entered.every(Boolean))
    assert.ok(!again.some(Boolean))
    assert.equal(SharedCounters.losses(memory).uncounted, 8)
    assert.ok(keys.slice(8).every((key) => counters.enter(key, 1)))
  })

  test('a slot that another key took while idle is not used for the old key', () => {
    const counters = countersFor({ slots: 32 })
    counters.enter('first', 1)
    counters.leave('first')
    const keys = Array.from({ length: 32 }, (_, n) => `key ${n}`)
    for (const key of keys) counters.enter(key, 1)
    counters.leave('key 5')

    assert.equal(counters.enter('first', 1), true)
    for (const key of keys) if (key !== 'key 5') assert.equal(counters.enter(key, 1), false)
  })

  test('a worker index beyond the memory is refused at once', () => {
    assert.throws(() => new SharedCounters(createCounterMemory({ workers: 2 }), 2), RangeError)
  })
}

function countersFor(options: { slots?: number }): SharedCounters {
  return new SharedCounters(createCounterMemory({ workers: 1, ...options }), 0)
}

function eight<T>(make: (index: number) => T): T[] {
  return Array.from({ length: 8 }, (_, index) => make(index))
}

function sum(results: readonly { allowed: number }[]): number {
  return results.reduce((total, { allowed }) => total + allowed, 0)
}
