import { rename, rm } from 'node:fs/promises'
import {
  bytesOf,
  finishedSegments,
  listSegments,
  segmentStem,
  type Segment,
} from '../spool-segment.ts'
import type { SegmentConverter } from './convert-segments.ts'
import { damagedEnding } from './damaged-files.ts'
import { IntakePatience } from './intake-patience.ts'
import type { ParquetFile } from './parquet-files.ts'

export interface IntakeOptions {
  readonly spoolFolder: string
  readonly batchBytes: number
  readonly batchMs: number
  readonly converter: Pick<SegmentConverter, 'convert' | 'canRead'>
  /** Segments whose records are in a file while they may still lie in the spool. */
  readonly kept: Iterable<string>
  /** The moment from which questions find a batch's records in its file. */
  readonly onKept: (file: ParquetFile | undefined, stems: readonly string[]) => void
}

/** Takes finished segments out of the spool, a batch at a time, each into a Parquet file. */
export class SegmentIntake {
  readonly #options: IntakeOptions
  readonly #kept: Set<string>
  /** Failed tries by segment. */
  readonly #failures = new Map<string, number>()
  readonly #patience = new IntakePatience()
  #lastBatchMs = Date.now()
  #turn: Promise<void> = Promise.resolve()

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#kept = new Set(options.kept)
  }

  readonly isKept = (stem: string): boolean => this.#kept.has(stem)

  /** Segments whose records no file holds yet, oldest first. */
  async waiting(): Promise<Segment[]> {
    const segments = await listSegments(this.#options.spoolFolder)
    return segments.filter(({ name }) => !this.isKept(segmentStem(name)))
  }

  /** Those that a file holds and that lie in the spool all the same. */
  async keptSegments(): Promise<string[]> {
    const segments = await listSegments(this.#options.spoolFolder)
    return segments.map(({ name }) => name).filter((name) => this.isKept(segmentStem(name)))
  }

  /** One batch, if it is time for one. True where another may be due. */
  async round(): Promise<boolean> {
    let isDone = true
    await this.#inTurn(async () => {
      const segments = await listSegments(this.#options.spoolFolder)
      await this.#removeKept(segments)
      const batch = this.#batchOf(segments, Date.now() - this.#lastBatchMs >= this.#options.batchMs)
      isDone = batch.length === 0
      if (!isDone) await this.#convert(batch, this.#isUrgent(batch, segments))
    })
    return !isDone
  }

  /** Batch after batch while there is more than one waiting: after a pause the spool holds more than
   *  memory should. */
  async catchUp(): Promise<void> {
    const all = async (): Promise<void> => {
      for (;;) {
        const batch = this.#batchOf(await listSegments(this.#options.spoolFolder), false)
        if (batch.length === 0) return
        await this.#convert(batch, () => true)
      }
    }
    await this.#patience.during(async () => await this.#inTurn(all))
  }

  #isUrgent([oldest]: readonly Segment[], all: readonly Segment[]): () => boolean {
    const isBehind = bytesOf(all) >= mostCalmBatches * this.#options.batchBytes
    return this.#patience.begin(Date.now() - (oldest?.createdMs ?? 0), isBehind)
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    await done
  }

  /** The oldest segments, as many as make a file; none while it is not time for one. */
  #batchOf(segments: readonly Segment[], isTime: boolean): Segment[] {
    const { batchBytes } = this.#options
    const waiting = finishedSegments(segments).filter(({ name }) => !this.isKept(segmentStem(name)))
    if (bytesOf(waiting) < batchBytes && !isTime) return []
    const failed = waiting.find(({ name }) => this.#failures.has(name))
    if (failed !== undefined) return [failed] // alone, to find the one that is damaged
    let sum = 0
    return waiting.filter(({ bytes: size }) => (sum += size) - size < batchBytes)
  }

  async #convert(batch: readonly Segment[], isUrgent: () => boolean): Promise<void> {
    const names = batch.map(({ name }) => name)
    try {
      const file = await this.#options.converter.convert(batch, isUrgent)
      const stems = names.map(segmentStem)
      for (const stem of stems) this.#kept.add(stem)
      for (const name of names) this.#failures.delete(name)
      this.#options.onKept(file, stems)
      this.#lastBatchMs = Date.now()
      await this.#removeKept(batch)
    } catch (error) {
      for (const name of names) this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1)
      await this.#setAsideDamaged(batch)
      throw error
    }
  }

  /** A segment that cannot be read even alone must not hold up the others. A full disk, or too little
   *  memory, is no damage. */
  async #setAsideDamaged(batch: readonly Segment[]): Promise<void> {
    const [segment] = batch
    if (segment === undefined || batch.length > 1) return
    if ((this.#failures.get(segment.name) ?? 0) < mostFailures) return
    if (await this.#options.converter.canRead(segment)) return
    await rename(segment.path, segment.path + damagedEnding)
    this.#failures.delete(segment.name)
  }

  async #removeKept(segments: readonly Segment[]): Promise<void> {
    for (const { name, path } of segments) {
      if (this.isKept(segmentStem(name))) await rm(path, { force: true })
    }
  }
}

/** In the spool, which holds eight. */
const mostCalmBatches = 2
/** Rounds come every second or so; reading may fail for a while for reasons of the machine. */
const mostFailures = 10
