import { readFile, rename, writeFile } from 'node:fs/promises'
import type { GapReason, RecordGap } from './record-gap.ts'

/** Remembers from which times records are missing, over restarts too. */
export class GapLog {
  readonly #path: string
  #gaps: RecordGap[]
  #isChanged = false

  private constructor(path: string, gaps: readonly RecordGap[]) {
    this.#path = path
    this.#gaps = [...gaps]
  }

  static async open(path: string): Promise<GapLog> {
    return new GapLog(path, await readGaps(path))
  }

  get all(): readonly RecordGap[] {
    return this.#gaps
  }

  /** Makes one of gaps of the same reason that follow one another within a minute. */
  add(gap: RecordGap): void {
    const last = this.#gaps.findLast(({ reason }) => reason === gap.reason)
    const isNext = last !== undefined && gap.from >= last.from && gap.from - last.to < togetherMs
    if (isNext && gap.reason !== 'killed') {
      const records = (last.records ?? 0) + (gap.records ?? 0)
      this.#gaps[this.#gaps.indexOf(last)] = { ...last, to: Math.max(last.to, gap.to), records }
    } else {
      this.#gaps = [...this.#gaps, gap].slice(-mostGaps)
    }
    this.#isChanged = true
  }

  /** On a full disk it is tried again with the next call. */
  async save(oldestMs: number): Promise<void> {
    const kept = this.#gaps.filter(({ to }) => to >= oldestMs)
    if (!this.#isChanged && kept.length === this.#gaps.length) return
    this.#gaps = kept
    await writeFile(`${this.#path}.new`, JSON.stringify(kept), { mode: 0o600, flush: true })
    await rename(`${this.#path}.new`, this.#path)
    this.#isChanged = false
  }
}

/** Looks once a second at what workers dropped. */
export class DroppedCounts {
  #before: Readonly<Record<string, number>>
  #beforeMs: number

  /** `counts` are those of before: told already. */
  constructor(counts: Readonly<Record<string, number>>, nowMs: number) {
    this.#before = { ...counts }
    this.#beforeMs = nowMs
  }

  /** What was dropped since the last look. */
  gaps(counts: Readonly<Record<string, number>>, nowMs: number): RecordGap[] {
    const from = Math.min(this.#beforeMs, nowMs - 1) // the clock may have been set back
    const found = Object.entries(counts).flatMap(([reason, count]) => {
      const records = count - (this.#before[reason] ?? 0)
      return records > 0 ? [{ from, to: nowMs, reason: reason as GapReason, records }] : [] // ring-memory.ts has no other
    })
    this.#before = { ...counts }
    this.#beforeMs = nowMs
    return found
  }
}

const togetherMs = 60_000
const mostGaps = 500

async function readGaps(path: string): Promise<readonly RecordGap[]> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Array.isArray(found) ? (found as RecordGap[]) : [] // only `save` writes there
  } catch {
    return [] // none yet; a damaged list must not keep the log from opening
  }
}
