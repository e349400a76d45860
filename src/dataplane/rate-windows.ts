/** Rate limits counted exactly over all workers: one 64-bit word per window holds when it ends and
 *  what is spent, and is changed by compare-and-swap. */
import { endianness } from 'node:os'
import type { RateWindow, SpendResult } from '../model/plugin.ts'
import { Header, type CounterViews } from './counter-memory.ts'
import { SlotTable, type SlotValues } from './slot-table.ts'

export class RateWindows {
  readonly #words: BigUint64Array
  readonly #halves: Uint32Array
  readonly #header: Int32Array
  readonly #table: SlotTable
  readonly #mostKeys: number
  /** What this worker knows about a key, so that a request neither hashes nor searches. */
  readonly #keys = new Map<string, KnownKey>()

  constructor(views: CounterViews, workerIndex: number) {
    this.#words = views.rateWords
    this.#halves = views.rateHalves
    this.#header = views.header
    this.#table = new SlotTable(views.rateTable, views.seed, workerIndex)
    this.#mostKeys = views.rateTable.slots
  }

  spend(key: string, windows: readonly RateWindow[], nowMs: number): SpendResult {
    const { slots } = this.#knownKey(key, windows)
    for (const slot of slots) slot.moveTo(nowMs)
    if (slots.length > 1) {
      const full = this.#longestFull(slots)
      if (full !== undefined) return answerOf(full, false)
    }
    let least: WindowSlot | undefined
    let taken = 0
    for (const slot of slots) {
      if (!this.#take(slot)) {
        for (const earlier of slots.slice(0, taken)) this.#giveBack(earlier)
        return answerOf(slot, false)
      }
      taken += 1
      if (least === undefined || slot.remaining < least.remaining) least = slot
    }
    return least === undefined ? unlimited : answerOf(least, true)
  }

  giveBack(key: string, windows: readonly RateWindow[], spentAtMs: number): void {
    for (const slot of this.#knownKey(key, windows).slots) {
      slot.moveTo(spentAtMs)
      this.#giveBack(slot)
    }
  }

  #knownKey(key: string, windows: readonly RateWindow[]): KnownKey {
    const known = this.#keys.get(key)
    if (known !== undefined && known.windows === windows) return known
    const added = { windows, slots: windows.map((window) => new WindowSlot(key, window)) }
    if (known === undefined && this.#keys.size >= this.#mostKeys) {
      for (const oldest of this.#keys.keys()) {
        this.#keys.delete(oldest)
        break
      }
    }
    this.#keys.set(key, added)
    return added
  }

  /** The window that lasts longest of those with nothing left: until then no try can succeed. */
  #longestFull(slots: readonly WindowSlot[]): WindowSlot | undefined {
    let longest: WindowSlot | undefined
    for (const slot of slots) {
      if (!this.#isFull(slot)) continue
      if (longest === undefined || slot.endMs > longest.endMs) longest = slot
    }
    return longest
  }

  #isFull(slot: WindowSlot): boolean {
    if (!this.#hold(slot)) return false
    return slot.spentIn(Atomics.load(this.#words, slot.index)) >= slot.limit
  }

  /** Takes one token. What is spent is loaded before the generation is compared; see slot-table.ts. */
  #take(slot: WindowSlot): boolean {
    for (;;) {
      if (slot.index === -1 && !this.#hold(slot)) {
        Atomics.add(this.#header, Header.uncounted, 1)
        slot.remaining = slot.limit
        return true
      }
      const end = Atomics.load(this.#halves, slot.index * 2 + highHalf)
      const spent = end === slot.endSeconds ? this.#takeInWindow(slot) : this.#takeAnew(slot)
      if (spent === retry) continue
      if (spent >= slot.limit) return false
      slot.remaining = slot.limit - spent - 1
      return true
    }
  }

  /** The usual case: the word is of our window already, and half of it is enough; nothing is allocated. A
   *  window that ends meanwhile is charged in the next one only if as much is spent there. */
  #takeInWindow(slot: WindowSlot): number {
    const at = slot.index * 2 + 1 - highHalf
    const spent = Atomics.load(this.#halves, at)
    if (!this.#isHeld(slot)) return retry
    if (spent >= slot.limit) return spent
    return Atomics.compareExchange(this.#halves, at, spent, spent + 1) === spent ? spent : retry
  }

  #takeAnew(slot: WindowSlot): number {
    const word = Atomics.load(this.#words, slot.index)
    if (!this.#isHeld(slot)) return retry
    const spent = slot.spentIn(word)
    if (spent >= slot.limit) return spent
    const next = slot.wordAfter(word)
    return Atomics.compareExchange(this.#words, slot.index, word, next) === word ? spent : retry
  }

  #isHeld(slot: WindowSlot): boolean {
    if (this.#table.isCurrent(slot.index, slot.generation)) return true
    slot.index = -1
    return false
  }

  /** Only in the window it was taken from; a later one owes nothing. */
  #giveBack(slot: WindowSlot): void {
    if (!this.#hold(slot)) return
    for (;;) {
      const word = Atomics.load(this.#words, slot.index)
      if (!this.#table.isCurrent(slot.index, slot.generation)) return
      if (word <= slot.base || word - slot.base > mostSpent) return
      if (Atomics.compareExchange(this.#words, slot.index, word, word - 1n) === word) return
    }
  }

  /** Finds or claims the slot in shared memory, unless the worker already knows it. */
  #hold(slot: WindowSlot): boolean {
    if (slot.index !== -1 && this.#table.isCurrent(slot.index, slot.generation)) return true
    slot.index = this.#table.locate(slot.identity, this.#valuesFor(slot))
    slot.generation = this.#table.generation
    return slot.index !== -1
  }

  #valuesFor(claimer: WindowSlot): SlotValues {
    const words = this.#words
    const halves = this.#halves
    const header = this.#header
    const nowSeconds = Math.floor(claimer.nowMs / 1_000)
    return {
      // The window that is over for longest goes first; of living ones the least spent.
      costOf(slot) {
        const end = Atomics.load(halves, slot * 2 + highHalf)
        return end <= nowSeconds
          ? end - nowSeconds
          : Atomics.load(halves, slot * 2 + 1 - highHalf) + 1
      },
      take(slot) {
        const word = Atomics.load(words, slot)
        if (Atomics.compareExchange(words, slot, word, claimer.base) !== word) return false
        if (Number(word >> 32n) > nowSeconds) Atomics.add(header, Header.evicted, 1)
        return true
      },
    }
  }
}

interface KnownKey {
  readonly windows: readonly RateWindow[]
  readonly slots: readonly WindowSlot[]
}

const mostSpent = 0xffff_ffffn
/** Instead of what was spent: another worker was quicker. */
const retry = -1
const highHalf = endianness() === 'LE' ? 1 : 0

/** Another worker may be a moment ahead of us in the next window; a word further ahead than this
 *  was written before the machine's clock was set back. */
const clockStepSeconds = 60

/** One window of one key as this worker knows it. */
class WindowSlot {
  readonly identity: string
  readonly limit: number
  readonly #periodSeconds: number
  index = -1
  generation = 0
  /** The word of the current window with nothing spent. */
  base = 0n
  endMs = 0
  endSeconds = 0
  nowMs = 0
  /** Left after the last take. */
  remaining = 0

  constructor(key: string, { limit, periodSeconds }: RateWindow) {
    this.identity = `${key}\n${limit}/${periodSeconds}`
    this.limit = limit
    this.#periodSeconds = periodSeconds
  }

  /** Turns to the window that `nowMs` lies in. */
  moveTo(nowMs: number): void {
    this.nowMs = nowMs
    const periodMs = this.#periodSeconds * 1_000
    if (nowMs < this.endMs && nowMs >= this.endMs - periodMs) return
    const endSeconds = (Math.floor(nowMs / periodMs) + 1) * this.#periodSeconds
    this.endSeconds = endSeconds
    this.endMs = endSeconds * 1_000
    this.base = BigInt(endSeconds) << 32n
  }

  spentIn(word: bigint): number {
    return word < this.base || this.#isFromTheFuture(word) ? 0 : Number(word & mostSpent)
  }

  wordAfter(word: bigint): bigint {
    return word < this.base || this.#isFromTheFuture(word) ? this.base + 1n : word + 1n
  }

  #isFromTheFuture(word: bigint): boolean {
    if (word - this.base <= mostSpent) return false
    const aheadSeconds = Number((word - this.base) >> 32n)
    return aheadSeconds > Math.max(this.#periodSeconds, clockStepSeconds)
  }
}

const unlimited: SpendResult = { allowed: true, limit: 0, remaining: 0, resetSeconds: 0 }

function answerOf({ limit, remaining, endMs, nowMs }: WindowSlot, allowed: boolean): SpendResult {
  const resetSeconds = Math.ceil((endMs - nowMs) / 1_000)
  return { allowed, limit, remaining: allowed ? remaining : 0, resetSeconds }
}
