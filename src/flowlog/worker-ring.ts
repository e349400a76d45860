import type { OpenText, RecordSink } from '../model/record-sink.ts'
import {
  droppedRecords,
  RingMemory,
  ringStates,
  slotBytes,
  slotCount,
  slotIdBytes,
  slotIdOffset,
  slotTextBytes,
  slotTextOffset,
} from './ring-memory.ts'
import { SpoolWriter, type SpoolOptions } from './spool-writer.ts'

/** Takes a worker's flow records. A record is in shared memory at once and on disk at most 50 ms
 *  later; what the disk cannot take is counted and dropped, never waited for. */
export class WorkerRing implements RecordSink {
  readonly #memory: RingMemory
  readonly #writer: SpoolWriter
  readonly #timer: NodeJS.Timeout
  readonly #freeSlots = Int32Array.from({ length: slotCount }, (_, place) => slotCount - 1 - place)
  #freeCount = slotCount
  #half: Buffer
  #active = 0
  #used = 0
  #timerRuns = false
  #writing: Promise<void> | undefined

  constructor(memory: SharedArrayBuffer, options: SpoolOptions) {
    this.#memory = new RingMemory(memory)
    this.#half = this.#memory.half(0)
    this.#writer = new SpoolWriter(this.#memory, options)
    this.#timer = setTimeout(() => {
      this.#timerRuns = false
      this.#flush()
    }, flushMs).unref()
    this.#timerRuns = true
  }

  open(requestId: string): number {
    if (this.#freeCount === 0) {
      this.#memory.add('openWithoutSlot', 1)
      return -1
    }
    const slot = this.#freeSlots[--this.#freeCount] ?? -1
    const at = slot * slotBytes
    const { slots, slotTimes } = this.#memory
    const idBytes = Math.min(requestId.length, slotIdBytes)
    slots[at + 9] = idBytes
    // byte by byte: calling Buffer's write for 36 of them takes three times as long
    for (let i = 0; i < idBytes; i++) slots[at + slotIdOffset + i] = requestId.charCodeAt(i)
    slotTimes[at / 8] = 0
    slots[at + 8] = 1
    return slot
  }

  describe(slot: number, text: OpenText, timestamp: number): void {
    if (slot < 0) return
    const at = slot * slotBytes
    const { slots, slotTimes } = this.#memory
    slots[at + 10] = slots.write(text, at + slotTextOffset, slotTextBytes) // fits a byte: 240 at most
    slotTimes[at / 8] = timestamp
    slots[at + 8] = 2
  }

  append(slot: number, line: string): void {
    if (this.#hasRoom(line)) {
      const used = this.#used + this.#half.write(line, this.#used)
      this.#half[used] = newline
      this.#used = used + 1
      this.#memory.setUsed(this.#active, used + 1)
      this.#memory.add('appended', 1)
      if (!this.#timerRuns) this.#startTimer()
    }
    if (slot < 0) return
    this.#memory.slots[slot * slotBytes + 8] = 0 // after the line, so that no request goes untold
    this.#freeSlots[this.#freeCount++] = slot
  }

  get dropped(): number {
    const counts = droppedRecords(this.#memory)
    return counts.ring_full + counts.disk_error + counts.spool_full + counts.too_large
  }

  /** Writes what is left, trying once, and closes the segment. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timerRuns = true // nothing is written by time from here on
    this.#writer.stopRetrying()
    await this.#writing
    this.#flush()
    await this.#writing
    await this.#writer.close()
  }

  #startTimer(): void {
    if (this.#used > this.#memory.halfBytes / 2) {
      this.#flush()
      return
    }
    this.#timerRuns = true
    this.#timer.refresh()
  }

  #hasRoom(line: string): boolean {
    if (this.#fits(line)) return true
    if (line.length > longestLine) {
      this.#memory.add('droppedTooLarge', 1)
      return false
    }
    this.#flush() // the other half may be free
    if (this.#fits(line)) return true
    this.#countDropped()
    return false
  }

  #fits(line: string): boolean {
    if (line.length > longestLine) return false
    const room = this.#memory.halfBytes - this.#used - 1
    // three bytes a character are the most that UTF-8 needs; counting exactly is for the last lines
    return line.length * 3 <= room || Buffer.byteLength(line) <= room
  }

  #countDropped(): void {
    const state = ringStates[this.#memory.get('state')]
    if (state === 'disk_error') this.#memory.add('droppedDiskError', 1)
    else if (state === 'spool_full') this.#memory.add('droppedSpoolFull', 1)
    else this.#memory.add('droppedRingFull', 1)
  }

  /** Hands the filled half to the writer and goes on with the other one. */
  #flush(): void {
    if (this.#writing !== undefined || this.#used === 0) return
    const full = this.#active
    const bytes = this.#used
    this.#active = 1 - full
    this.#half = this.#memory.half(this.#active)
    this.#used = 0
    this.#memory.set('halfWritten', 0)
    this.#memory.set('writing', full + 1)
    this.#memory.set('active', this.#active)
    this.#writing = this.#writer.write(this.#memory.half(full), bytes).then(() => {
      this.#memory.setUsed(full, 0)
      this.#memory.set('writing', 0)
      this.#writing = undefined
      if (this.#used > 0 && !this.#timerRuns) this.#startTimer()
    })
  }
}

/** One write in 50 ms costs nothing that can be measured; a person who looks a request up waits less
 *  than it takes to switch windows. */
const flushMs = 50
/** Two bodies and a header list of 4 KiB each, every byte escaped as \u00XX, stay below. */
const longestLine = 262_144
const newline = 10
