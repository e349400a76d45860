/** Finds the slot of a key in shared memory, or claims one. Runs once per key and worker, not per
 *  request: workers remember (slot, generation) and see by the generation when the slot changed hands.
 *
 *  A slot is claimed under its bucket's lock in this order: generation odd, `take` (which fails if
 *  the old owner used the slot meanwhile), fingerprint, generation even. Users of a slot read their
 *  value first, then the generation, and change the value by compare-and-swap (or add first and
 *  then read the generation), so that either they see the change of hands or the claimer sees them. */
import { hash } from 'node:crypto'
import { slotsPerBucket, type TableViews } from './counter-memory.ts'

/** What the table asks about the values kept in its slots. */
export interface SlotValues {
  /** How dear it is to forget what the slot holds: up to 0 nothing is lost, Infinity it must stay. */
  costOf(slot: number): number
  /** Makes the slot ready for its new key; false if its old owner used it since costOf. */
  take(slot: number): boolean
}

export class SlotTable {
  /** Of the slot that `locate` returned last. */
  generation = 0
  readonly #views: TableViews
  readonly #seed: string
  readonly #lockMark: number

  constructor(views: TableViews, seed: string, workerIndex: number) {
    this.#views = views
    this.#seed = seed
    this.#lockMark = workerIndex + 1
  }

  /** The key's slot; claims one if `values` is given. -1: not there, or none could be had. */
  locate(key: string, values: SlotValues | undefined): number {
    const digest = hash('sha256', this.#seed + key, 'buffer')
    const low = digest.readInt32LE(0)
    const high = digest.readInt32LE(4) | 1 // never 0: that means unused
    const bucket = digest.readUInt32LE(8) % this.#views.locks.length
    if (!this.#lock(bucket)) return -1
    try {
      const first = bucket * slotsPerBucket
      const found = this.#find(first, low, high)
      if (found !== -1 || values === undefined) return found
      return this.#claim(first, low, high, values)
    } finally {
      Atomics.store(this.#views.locks, bucket, 0)
      Atomics.notify(this.#views.locks, bucket, 1)
    }
  }

  isCurrent(slot: number, generation: number): boolean {
    return Atomics.load(this.#views.generations, slot) === generation
  }

  #find(first: number, low: number, high: number): number {
    const { fingerprints, generations } = this.#views
    for (let slot = first; slot < first + slotsPerBucket; slot += 1) {
      if (Atomics.load(fingerprints, slot * 2) !== low) continue
      if (Atomics.load(fingerprints, slot * 2 + 1) !== high) continue
      this.generation = Atomics.load(generations, slot)
      return slot
    }
    return -1
  }

  #claim(first: number, low: number, high: number, values: SlotValues): number {
    const { fingerprints, generations } = this.#views
    for (let attempt = 0; attempt < slotsPerBucket; attempt += 1) {
      const slot = this.#cheapest(first, values)
      if (slot === -1) return -1
      const generation = Atomics.add(generations, slot, 1)
      if (values.take(slot)) {
        Atomics.store(fingerprints, slot * 2, low)
        Atomics.store(fingerprints, slot * 2 + 1, high)
        this.generation = (generation + 2) | 0 // 32 bits, as the array keeps it
        Atomics.store(generations, slot, this.generation)
        return slot
      }
      Atomics.store(generations, slot, generation)
    }
    return -1
  }

  #cheapest(first: number, values: SlotValues): number {
    let best = -1
    let bestCost = Infinity
    for (let slot = first; slot < first + slotsPerBucket; slot += 1) {
      if (Atomics.load(this.#views.fingerprints, slot * 2 + 1) === 0) return slot // never used
      const cost = values.costOf(slot)
      if (cost < bestCost) {
        best = slot
        bestCost = cost
      }
    }
    return best
  }

  /** False only if a worker died holding the lock and its death is not noticed yet. */
  #lock(bucket: number): boolean {
    const { locks } = this.#views
    let endMs = 0
    for (;;) {
      const holder = Atomics.compareExchange(locks, bucket, 0, this.#lockMark)
      if (holder === 0) return true
      // By the clock and not by tries: who is woken may find that another was faster, many times.
      if (endMs === 0) endMs = performance.now() + longestWaitMs
      else if (performance.now() > endMs) return false
      Atomics.wait(locks, bucket, holder, 1)
    }
  }
}

/** A lock is held for about a microsecond, or a few time slices where its holder lost the processor.
 *  Longer than this the holder is dead, and its release is a matter of milliseconds. */
const longestWaitMs = 250

/** Lets go of what a dead worker held in the middle of a claim. */
export function releaseLocksOf(views: TableViews, workerIndex: number): void {
  const { locks, generations, fingerprints } = views
  for (let bucket = 0; bucket < locks.length; bucket += 1) {
    if (Atomics.load(locks, bucket) !== workerIndex + 1) continue
    const first = bucket * slotsPerBucket
    for (let slot = first; slot < first + slotsPerBucket; slot += 1) {
      if (Atomics.load(generations, slot) % 2 === 0) continue
      Atomics.store(fingerprints, slot * 2 + 1, 0) // unused: what the slot held is unknown
      Atomics.store(fingerprints, slot * 2, 0)
      Atomics.add(generations, slot, 1)
    }
    Atomics.store(locks, bucket, 0)
    Atomics.notify(locks, bucket)
  }
}
