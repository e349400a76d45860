/** Counters shared by all workers of a node: rate windows and requests in flight, in one piece of
 *  memory used with Atomics. What happens when it is full: docs/decisions/shared-counters.md. */
import type { Counters, RateWindow, SpendResult } from '../model/plugin.ts'
import { Header, viewCounters, type CounterViews } from './counter-memory.ts'
import { RateWindows } from './rate-windows.ts'
import { releaseLocksOf, SlotTable, type SlotValues } from './slot-table.ts'

export { createCounterMemory } from './counter-memory.ts'

export interface CounterLosses {
  /** Windows forgotten before their end, because their bucket was full. */
  readonly evicted: number
  /** Requests let through without being counted. */
  readonly uncounted: number
}

export class SharedCounters implements Counters {
  readonly #views: CounterViews
  readonly #rates: RateWindows
  readonly #table: SlotTable
  /** Where this worker's row begins. */
  readonly #row: number
  readonly #slots: number
  readonly #inFlight = new Map<string, InFlight>()
  readonly #free: SlotValues

  constructor(memory: SharedArrayBuffer, workerIndex: number) {
    this.#views = viewCounters(memory)
    if (workerIndex < 0 || workerIndex >= this.#views.workers) {
      throw new RangeError(
        `worker ${workerIndex} has no row in counters for ${this.#views.workers}`,
      )
    }
    this.#rates = new RateWindows(this.#views, workerIndex)
    this.#table = new SlotTable(this.#views.concurrencyTable, this.#views.seed, workerIndex)
    this.#slots = this.#views.concurrencyTable.slots
    this.#row = workerIndex * this.#slots
    this.#free = {
      costOf: (slot) => (this.#total(slot) === 0 ? 0 : Infinity), // never forget one in flight
      take: (slot) => this.#total(slot) === 0,
    }
  }

  /** After a worker's end and before another gets its index: what it had in flight is over. */
  static releaseWorker(memory: SharedArrayBuffer, workerIndex: number): void {
    const { rateTable, concurrencyTable, concurrencyRows } = viewCounters(memory)
    const first = workerIndex * concurrencyTable.slots
    for (let at = first; at < first + concurrencyTable.slots; at += 1) {
      Atomics.store(concurrencyRows, at, 0)
    }
    releaseLocksOf(rateTable, workerIndex)
    releaseLocksOf(concurrencyTable, workerIndex)
  }

  static losses(memory: SharedArrayBuffer): CounterLosses {
    const { header } = viewCounters(memory)
    return {
      evicted: Atomics.load(header, Header.evicted),
      uncounted: Atomics.load(header, Header.uncounted),
    }
  }

  spend(key: string, windows: readonly RateWindow[], nowMs: number): SpendResult {
    return this.#rates.spend(key, windows, nowMs)
  }

  giveBack(key: string, windows: readonly RateWindow[], spentAtMs: number): void {
    this.#rates.giveBack(key, windows, spentAtMs)
  }

  enter(key: string, limit: number): boolean {
    const known = this.#known(key)
    const { slot } = known
    if (slot === -1) {
      Atomics.add(this.#views.header, Header.uncounted, 1)
      known.count += 1
      return true
    }
    // Counted first and then compared, so that two workers never both take the last place. Where
    // both gave way to each other the place is still free, hence another look.
    for (let look = 0; look < looksForAPlace; look += 1) {
      Atomics.add(this.#views.concurrencyRows, this.#row + slot, 1)
      if (known.count === 0 && !this.#table.isCurrent(slot, known.generation)) {
        Atomics.sub(this.#views.concurrencyRows, this.#row + slot, 1)
        this.#inFlight.delete(key) // the slot changed hands while we had nothing in flight
        return this.enter(key, limit)
      }
      if (this.#total(slot) <= limit) {
        known.count += 1
        return true
      }
      Atomics.sub(this.#views.concurrencyRows, this.#row + slot, 1)
      if (this.#total(slot) >= limit) break
    }
    return false
  }

  leave(key: string): void {
    const known = this.#inFlight.get(key)
    if (known === undefined) return
    known.count -= 1
    if (known.slot !== -1) Atomics.sub(this.#views.concurrencyRows, this.#row + known.slot, 1)
    else if (known.count === 0) this.#inFlight.delete(key)
  }

  #known(key: string): InFlight {
    const known = this.#inFlight.get(key)
    if (known !== undefined) return known
    if (this.#inFlight.size >= this.#slots) this.#forgetIdle()
    const slot = this.#table.locate(key, this.#free)
    const added = { slot, generation: this.#table.generation, count: 0 }
    this.#inFlight.set(key, added)
    return added
  }

  /** Entries outlive their requests so that the next one need not search; their number is bounded. */
  #forgetIdle(): void {
    for (const [key, { count }] of this.#inFlight) if (count === 0) this.#inFlight.delete(key)
  }

  #total(slot: number): number {
    const { concurrencyRows } = this.#views
    let total = 0
    for (let at = slot; at < concurrencyRows.length; at += this.#slots) {
      total += Atomics.load(concurrencyRows, at)
    }
    return total
  }
}

/** This worker's requests in flight under one key. */
interface InFlight {
  /** -1: no slot could be had, so they are counted here only. */
  readonly slot: number
  readonly generation: number
  count: number
}

const looksForAPlace = 3
