/** How the shared counters lie in memory: a header, then two tables of slots (rate windows, requests
 *  in flight). Everything is found from the header, so that a thread needs the memory and nothing else.
 *
 *      header | rate words | rate table | concurrency table | concurrency rows, one per worker
 *
 *  A table is `locks` (one per bucket), `generations` and `fingerprints` (one per slot). */
import { randomBytes } from 'node:crypto'

export const slotsPerBucket = 32

/** 65,536 rate slots take 1.3 MB and count as many (application, limit) pairs at one time; the demand
 *  of 1,000 applications on 10 limited resources with two windows is 20,000. */
const defaultRateSlots = 65_536
/** More workers than cores of a large machine; the rows cost 4 bytes per worker and slot. */
const defaultWorkers = 64
/** Requests in flight are far fewer than windows: one slot lives only while its key is in flight. */
const rateSlotsPerConcurrencySlot = 16

/** Indices into the header, which is 32-bit words. */
export const Header = {
  rateSlots: 0,
  concurrencySlots: 1,
  workers: 2,
  evicted: 3,
  uncounted: 4,
  seed: 8,
} as const
const headerBytes = 64
const seedBytes = 16

export interface TableViews {
  readonly slots: number
  /** 0, or the index of the worker that holds the bucket plus one. */
  readonly locks: Int32Array
  /** Even: settled. Odd: changing hands. */
  readonly generations: Int32Array
  /** Two words per slot, both 0 where the slot was never used. */
  readonly fingerprints: Int32Array
}

export interface CounterViews {
  readonly header: Int32Array
  readonly seed: string
  readonly workers: number
  /** (end of the window in epoch seconds) << 32 | spent */
  readonly rateWords: BigUint64Array
  /** The same memory by halves, for looks that need not be exact: without allocating. */
  readonly rateHalves: Uint32Array
  readonly rateTable: TableViews
  readonly concurrencyTable: TableViews
  /** [worker * slots + slot]: requests of this worker in flight. */
  readonly concurrencyRows: Int32Array
}

/** Memory for `slots` rate windows and `workers` threads, both rounded up as the layout needs. */
export function createCounterMemory(
  options: { slots?: number; workers?: number } = {},
): SharedArrayBuffer {
  const rateSlots = wholeBuckets(options.slots ?? defaultRateSlots)
  const concurrencySlots = wholeBuckets(rateSlots / rateSlotsPerConcurrencySlot)
  const workers = Math.max(1, options.workers ?? defaultWorkers)
  const bytes =
    headerBytes +
    rateSlots * BigUint64Array.BYTES_PER_ELEMENT +
    tableBytes(rateSlots) +
    tableBytes(concurrencySlots) +
    concurrencySlots * workers * Int32Array.BYTES_PER_ELEMENT
  const memory = new SharedArrayBuffer(bytes)
  const header = new Int32Array(memory, 0, headerBytes / Int32Array.BYTES_PER_ELEMENT)
  header[Header.rateSlots] = rateSlots
  header[Header.concurrencySlots] = concurrencySlots
  header[Header.workers] = workers
  // A secret seed: callers who choose their keys (addresses) cannot aim at one bucket.
  new Uint8Array(memory, Header.seed * 4, seedBytes).set(randomBytes(seedBytes))
  return memory
}

export function viewCounters(memory: SharedArrayBuffer): CounterViews {
  const header = new Int32Array(memory, 0, headerBytes / Int32Array.BYTES_PER_ELEMENT)
  const rateSlots = Atomics.load(header, Header.rateSlots)
  const concurrencySlots = Atomics.load(header, Header.concurrencySlots)
  const workers = Atomics.load(header, Header.workers)
  const rateTableAt = headerBytes + rateSlots * BigUint64Array.BYTES_PER_ELEMENT
  const concurrencyTableAt = rateTableAt + tableBytes(rateSlots)
  const rowsAt = concurrencyTableAt + tableBytes(concurrencySlots)
  return {
    header,
    seed: Buffer.from(memory, Header.seed * 4, seedBytes).toString('base64'),
    workers,
    rateWords: new BigUint64Array(memory, headerBytes, rateSlots),
    rateHalves: new Uint32Array(memory, headerBytes, rateSlots * 2),
    rateTable: viewTable(memory, rateTableAt, rateSlots),
    concurrencyTable: viewTable(memory, concurrencyTableAt, concurrencySlots),
    concurrencyRows: new Int32Array(memory, rowsAt, concurrencySlots * workers),
  }
}

function viewTable(memory: SharedArrayBuffer, at: number, slots: number): TableViews {
  const buckets = slots / slotsPerBucket
  const generationsAt = at + buckets * Int32Array.BYTES_PER_ELEMENT
  const fingerprintsAt = generationsAt + slots * Int32Array.BYTES_PER_ELEMENT
  return {
    slots,
    locks: new Int32Array(memory, at, buckets),
    generations: new Int32Array(memory, generationsAt, slots),
    fingerprints: new Int32Array(memory, fingerprintsAt, slots * 2),
  }
}

function tableBytes(slots: number): number {
  return (slots / slotsPerBucket + slots + slots * 2) * Int32Array.BYTES_PER_ELEMENT
}

function wholeBuckets(slots: number): number {
  return Math.max(1, Math.ceil(slots / slotsPerBucket)) * slotsPerBucket
}
