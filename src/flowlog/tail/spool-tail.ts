import { open } from 'node:fs/promises'
import { listSegments, segmentStem, type Segment } from '../spool-segment.ts'

/** Where reading goes on, by segment. */
export type TailPositions = Readonly<Record<string, number>>

/** Follows what workers append to the spool, each byte once. */
export class SpoolTail {
  readonly #folder: string
  #positions: Map<string, number>
  /** As they were last seen, to know what of a segment that is gone was never read. */
  #sizes = new Map<string, number>()
  #missedBytes = 0
  readonly #block = Buffer.allocUnsafeSlow(blockBytes)

  /** What lies before `from` was read before; a segment that it does not name is new. */
  constructor(folder: string, from: TailPositions) {
    this.#folder = folder
    this.#positions = new Map(Object.entries(from))
  }

  get positions(): TailPositions {
    return Object.fromEntries(this.#positions)
  }

  /** Of segments that became files before they were read. */
  get missedBytes(): number {
    return this.#missedBytes
  }

  /** Gives whole lines, a block at a time, for as long as `take` wants more; the block is only good
   *  until `take` returns. True once nothing is left unread. */
  async read(take: (lines: Buffer) => boolean): Promise<boolean> {
    const segments = await listSegments(this.#folder)
    this.#forgetGone(segments)
    for (const segment of segments) {
      this.#sizes.set(segmentStem(segment.name), segment.bytes)
      if (!(await this.#readOn(segment, take))) return false
    }
    return true
  }

  async #readOn(
    { name, path, bytes }: Segment,
    take: (lines: Buffer) => boolean,
  ): Promise<boolean> {
    const stem = segmentStem(name)
    let position = this.#positions.get(stem) ?? 0
    this.#positions.set(stem, position)
    if (bytes <= position) return true
    const file = await open(path, 'r').catch(() => undefined)
    if (file === undefined) return true // it got its other name, or became a file: seen next time
    try {
      for (;;) {
        const { bytesRead } = await file.read(this.#block, 0, blockBytes, position)
        const end = this.#block.subarray(0, bytesRead).lastIndexOf(newline) + 1
        if (end === 0 && bytesRead < blockBytes) return true // a line that is still being written
        const length = end === 0 ? bytesRead : end // no line is as long as a block
        position += length
        this.#positions.set(stem, position)
        if (!take(this.#block.subarray(0, end))) return bytesRead < blockBytes
      }
    } finally {
      await file.close()
    }
  }

  #forgetGone(segments: readonly Segment[]): void {
    const stems = new Set(segments.map(({ name }) => segmentStem(name)))
    for (const [stem, position] of this.#positions) {
      if (stems.has(stem)) continue
      this.#missedBytes += Math.max(0, (this.#sizes.get(stem) ?? 0) - position)
      this.#positions.delete(stem)
      this.#sizes.delete(stem)
    }
  }
}

/** What the spool holds now: where to begin for what comes from now on. */
export async function endOfSpool(folder: string): Promise<TailPositions> {
  const segments = await listSegments(folder)
  return Object.fromEntries(segments.map(({ name, bytes }) => [segmentStem(name), bytes]))
}

/** Longer than the longest line (segment-lines.ts), and what is judged between two looks at the clock. */
const blockBytes = 1_048_576
const newline = 10
