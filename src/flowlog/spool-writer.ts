import { open, rename, mkdir, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { codeOf } from '../model/reason.ts'
import { ringStates, type RingMemory, type RingState } from './ring-memory.ts'
import {
  bytesOf,
  closedName,
  listSegments,
  openSegmentName,
  usualSpoolLimitBytes,
} from './spool-segment.ts'

export interface SpoolOptions {
  readonly folder: string
  /** Id of node and worker; part of segment names. */
  readonly node: string
  /** Of all workers together. */
  readonly spoolLimitBytes?: number
  readonly segmentBytes?: number
  readonly segmentMaxAgeMs?: number
  /** Wait before a failed write is tried again. */
  readonly retryMs?: number
}

/** Writes halves of the ring to the segments of one worker, one after the other. A write that fails
 *  is tried again until it works (the ring drops what finds no room meanwhile); no line is written
 *  twice or torn, because a failed write is cut off after its last whole line. */
export class SpoolWriter {
  readonly #memory: RingMemory
  readonly #folder: string
  readonly #node: string
  readonly #limits: Required<Omit<SpoolOptions, 'folder' | 'node'>>
  #file: FileHandle | undefined
  #name = ''
  #createdMs = 0
  /** Bytes in the whole folder when it was last looked at, and what we wrote since. */
  #spoolBytes = 0
  readonly #stopping = new AbortController()
  #ageTimer: NodeJS.Timeout | undefined
  #busy: Promise<void> = Promise.resolve()

  constructor(memory: RingMemory, options: SpoolOptions) {
    this.#memory = memory
    this.#folder = options.folder
    this.#node = options.node
    this.#limits = { ...defaultLimits, ...options }
  }

  /** Settles when the bytes after `halfWritten` are on disk, or given up while stopping. */
  async write(half: Buffer, bytes: number): Promise<void> {
    this.#busy = this.#busy.then(async () => await this.#writeUntilDone(half, bytes))
    await this.#busy
  }

  stopRetrying(): void {
    this.#stopping.abort()
  }

  async close(): Promise<void> {
    this.#stopping.abort()
    await this.#busy
    await this.#closeSegment()
  }

  async #writeUntilDone(half: Buffer, bytes: number): Promise<void> {
    for (;;) {
      try {
        await this.#turnSegment(bytes)
        if (await this.#hasSpace(bytes)) {
          await this.#writeOnce(half, bytes)
          this.#setState('ok', 0)
          return
        }
        this.#setState('spool_full', 0)
      } catch (error) {
        this.#setState('disk_error', errnoOf(error))
        await this.#undo(error)
      }
      if (this.#stopping.signal.aborted) {
        this.#giveUp(half, bytes)
        return
      }
      await wait(this.#limits.retryMs, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
  }

  #giveUp(half: Buffer, bytes: number): void {
    const isFull = ringStates[this.#memory.get('state')] === 'spool_full'
    const rest = half.subarray(this.#memory.get('halfWritten'), bytes)
    const records = rest.filter((byte) => byte === newline).length
    this.#memory.add(isFull ? 'droppedSpoolFull' : 'droppedDiskError', records)
  }

  /** The folder is looked at with every new segment, and again and again while it is full. */
  async #hasSpace(bytes: number): Promise<boolean> {
    const wasFull = ringStates[this.#memory.get('state')] === 'spool_full'
    if (wasFull || this.#file === undefined) {
      const segments = await listSegments(this.#folder).catch(() => [])
      this.#spoolBytes = bytesOf(segments)
    }
    return this.#spoolBytes + bytes <= this.#limits.spoolLimitBytes
  }

  /** Closes a segment that is full or old. Before the folder is looked at: what the log engine has
   *  taken away since the last segment began is room again. */
  async #turnSegment(bytes: number): Promise<void> {
    const filled = this.#memory.get('segmentBytes')
    const isFull = filled > 0 && filled + bytes > this.#limits.segmentBytes
    if (isFull || Date.now() - this.#createdMs > this.#limits.segmentMaxAgeMs)
      await this.#closeSegment()
  }

  async #writeOnce(half: Buffer, bytes: number): Promise<void> {
    const file = (this.#file ??= await this.#openSegment())
    const position = this.#memory.get('segmentBytes')
    const first = this.#memory.get('halfWritten')
    let done = first
    try {
      while (done < bytes) {
        const place = position + done - first
        done += (await file.write(half, done, bytes - done, place)).bytesWritten
      }
    } finally {
      this.#keep(half.subarray(0, done).lastIndexOf(newline) + 1 - first) // whole lines only
    }
  }

  #keep(bytes: number): void {
    if (bytes <= 0) return
    this.#memory.add('halfWritten', bytes)
    this.#memory.add('segmentBytes', bytes)
    this.#spoolBytes += bytes
  }

  async #openSegment(): Promise<FileHandle> {
    if (this.#name === '') {
      this.#createdMs = Date.now()
      this.#memory.add('segmentNumber', 1)
      this.#memory.set('segmentCreatedMs', this.#createdMs)
      this.#memory.set('segmentBytes', 0)
      const number = this.#memory.get('segmentNumber')
      this.#name = openSegmentName(this.#createdMs, this.#node, number)
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = await open(join(this.#folder, this.#name), 'w', 0o600)
    this.#ageTimer = setTimeout(() => {
      this.#busy = this.#busy.then(async () => await this.#closeSegment())
    }, this.#limits.segmentMaxAgeMs).unref()
    return file
  }

  /** Renaming tells the log engine that no more will come. */
  async #closeSegment(): Promise<void> {
    clearTimeout(this.#ageTimer)
    if (this.#name === '') return
    const path = join(this.#folder, this.#name)
    const file = this.#file
    this.#file = undefined
    this.#name = ''
    this.#memory.set('segmentCreatedMs', 0) // should we die now: what follows needs a new segment
    this.#memory.set('segmentBytes', 0)
    await file?.close().catch(() => {})
    await rename(path, closedName(path)).catch(() => {}) // closeLeftOpen does it later
  }

  /** After a failure: what was written of the half is cut off. A segment that holds something is
   *  closed, since another may succeed (a file may be at its size limit); an empty one is kept. */
  async #undo(error: unknown): Promise<void> {
    const bytes = this.#memory.get('segmentBytes')
    const isCut = await this.#cutTo(bytes)
    if (bytes > 0 || !isCut || codeOf(error) === 'ENOENT') {
      await this.#closeSegment()
      return
    }
    clearTimeout(this.#ageTimer)
    await this.#file?.close().catch(() => {})
    this.#file = undefined
  }

  async #cutTo(bytes: number): Promise<boolean> {
    try {
      await this.#file?.truncate(bytes)
      return true
    } catch {
      return false
    }
  }

  #setState(state: RingState, errno: number): void {
    this.#memory.set('state', ringStates.indexOf(state))
    if (state === 'ok') this.#memory.set('stuckSinceMs', 0)
    else if (this.#memory.get('stuckSinceMs') === 0) this.#memory.set('stuckSinceMs', Date.now())
    this.#memory.set('errno', errno)
  }
}

const newline = 10

const defaultLimits = {
  spoolLimitBytes: usualSpoolLimitBytes,
  /** The log engine turns whole segments into Parquet; 16 MiB are 17,000 usual records. */
  segmentBytes: 16 * 1_024 * 1_024,
  /** A quiet worker's records reach Parquet files after this time. */
  segmentMaxAgeMs: 120_000,
  retryMs: 500,
}

function errnoOf(error: unknown): number {
  if (typeof error === 'object' && error !== null && 'errno' in error) {
    return Math.abs(Number(error.errno)) || 1
  }
  return 1
}
