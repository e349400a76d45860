/** The memory that a worker shares with the main thread: two halves of record lines that take turns
 *  (one fills while the other is written to disk), a table of open requests, and counts. It outlives
 *  the worker, so what the worker had not written yet, and what it was working on, can be saved.
 *
 *  Layout: 64 numbers | slot table | half 0 | half 1. Only the worker writes while it lives; the main
 *  thread reads counts at any time and everything else after the worker has ended. */
export class RingMemory {
  readonly numbers: Float64Array
  readonly slots: Buffer
  readonly slotTimes: Float64Array
  readonly halves: readonly [Buffer, Buffer]
  readonly halfBytes: number

  constructor(memory: SharedArrayBuffer) {
    this.halfBytes = (memory.byteLength - halvesOffset) / 2
    this.numbers = new Float64Array(memory, 0, numberCount)
    this.slots = Buffer.from(memory, slotsOffset, slotCount * slotBytes)
    this.slotTimes = new Float64Array(memory, slotsOffset, (slotCount * slotBytes) / 8)
    this.halves = [
      Buffer.from(memory, halvesOffset, this.halfBytes),
      Buffer.from(memory, halvesOffset + this.halfBytes, this.halfBytes),
    ]
  }

  get(name: RingNumber): number {
    return this.numbers[place[name]] ?? 0
  }

  set(name: RingNumber, value: number): void {
    this.numbers[place[name]] = value
  }

  add(name: RingNumber, value: number): void {
    this.numbers[place[name]] = (this.numbers[place[name]] ?? 0) + value
  }

  half(index: number): Buffer {
    return this.halves[index === 0 ? 0 : 1]
  }

  used(index: number): number {
    return this.get(index === 0 ? 'used0' : 'used1')
  }

  setUsed(index: number, bytes: number): void {
    this.set(index === 0 ? 'used0' : 'used1', bytes)
  }
}

/** Half of it fills while the other is on its way to disk: 8 MiB hold half a second at 20,000 requests. A
 *  disk stalls so long where much is written at once (measured: 0.3 s lost 1,400 records of a half of
 *  4 MiB). Untouched pages cost nothing, so an idle worker keeps a few hundred KiB. */
const defaultRingBytes = 16 * 1_024 * 1_024

export function createRingMemory(bytes: number = defaultRingBytes): SharedArrayBuffer {
  const halfBytes = Math.ceil(bytes / 2 / 8) * 8
  return new SharedArrayBuffer(halvesOffset + 2 * halfBytes)
}

const place = {
  /** The half that fills now: 0 or 1. */
  active: 0,
  used0: 1,
  used1: 2,
  /** 1 + the half that is being written to disk, 0 for none. */
  writing: 3,
  /** Name of the open segment: creation time and number; 0 before the first. */
  segmentCreatedMs: 4,
  segmentNumber: 5,
  /** Bytes of the open segment that are surely on disk; the half being written goes there. */
  segmentBytes: 6,
  appended: 7,
  droppedRingFull: 8,
  droppedDiskError: 9,
  droppedSpoolFull: 10,
  droppedTooLarge: 11,
  /** Index into `ringStates`. */
  state: 12,
  /** Of the last failed write, as a positive number; 0 after a write that worked. */
  errno: 13,
  /** Bytes of the half being written that are surely on disk. */
  halfWritten: 15,
  /** Since when writing has not worked, epoch ms; 0 while it works. */
  stuckSinceMs: 16,
  /** Requests that found no free slot: served and recorded, but not told if the worker dies. */
  openWithoutSlot: 14,
} as const
export type RingNumber = keyof typeof place
const numberCount = 64

/** Why records are not kept. `ring_full`: the disk is slower than the traffic. */
export interface DroppedRecords {
  readonly ring_full: number
  readonly disk_error: number
  readonly spool_full: number
  readonly too_large: number
}

export function droppedRecords(memory: RingMemory): DroppedRecords {
  return {
    ring_full: memory.get('droppedRingFull'),
    disk_error: memory.get('droppedDiskError'),
    spool_full: memory.get('droppedSpoolFull'),
    too_large: memory.get('droppedTooLarge'),
  }
}

export const ringStates = ['ok', 'disk_error', 'spool_full'] as const
export type RingState = (typeof ringStates)[number]

/** One slot: 8 bytes timestamp | state | id length | text length (2) | 4 unused | id | text. */
export const slotBytes = 320
export const slotCount = 8_192
export const slotIdOffset = 16
export const slotIdBytes = 64
export const slotTextOffset = slotIdOffset + slotIdBytes
export const slotTextBytes = slotBytes - slotTextOffset
const slotsOffset = numberCount * 8
const halvesOffset = slotsOffset + slotCount * slotBytes
