import { setTimeout as wait } from 'node:timers/promises'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Classify } from '../record-search.ts'
import { recordOf } from '../spool-search.ts'
import { ConclusionCounts } from './conclusion-counts.ts'
import type { TailReport } from './conclusion-totals.ts'
import { FollowedRecords, type FollowedBatch, type FollowFilter } from './followed-records.ts'
import { eachLine, eachUnusualLine } from './record-line.ts'
import { SpoolTail, type TailPositions } from './spool-tail.ts'

export interface SpoolWatcherOptions {
  readonly spoolFolder: string
  readonly from: TailPositions
  readonly classify: Classify
  readonly onReport: (report: TailReport) => void
  readonly onBatch: (follower: number, batch: FollowedBatch) => void
}

/** Looks at what workers append, behind them: counts what the rules conclude of it, and passes on what
 *  people follow. Plain successes, which are nearly all, are passed over unread. */
export class SpoolWatcher {
  readonly #options: SpoolWatcherOptions
  readonly #tail: SpoolTail
  readonly #counts: ConclusionCounts
  readonly #followers = new Map<number, FollowedRecords>()
  #toldMissedBytes = 0

  constructor(options: SpoolWatcherOptions) {
    this.#options = options
    this.#tail = new SpoolTail(options.spoolFolder, options.from)
    this.#counts = new ConclusionCounts(options.classify)
  }

  /** Throws a QueryError. */
  follow(follower: number, filter: FollowFilter): void {
    this.#followers.set(follower, new FollowedRecords(filter, this.#options.classify))
  }

  unfollow(follower: number): void {
    this.#followers.delete(follower)
  }

  /** Never ends. */
  async run(onProblem: (error: unknown) => void): Promise<never> {
    for (;;) {
      const isHurried = this.#followers.size > 0
      await this.look(isHurried ? followMs : calmMs).catch(onProblem)
      await wait(isHurried ? followMs : calmMs)
    }
  }

  /** One look; `everyMs` is how often one is taken, of which it takes a part at most. */
  async look(everyMs: number): Promise<void> {
    const startMs = performance.now()
    const time = {
      judgeMs: everyMs * shareToJudge,
      followUntilMs: startMs + everyMs * shareToFollow,
    }
    const isAtEnd = await this.#tail.read((lines) => {
      this.#judge(lines, time)
      this.#pass(lines, time.followUntilMs)
      return performance.now() - startMs < everyMs * shareOfTime
    })
    const { missedBytes, positions } = this.#tail
    const missed = missedBytes - this.#toldMissedBytes
    this.#toldMissedBytes = missedBytes
    const counts = this.#counts.take()
    this.#options.onReport({ counts, missedBytes: missed, positions, isAtEnd })
    for (const [follower, records] of this.#followers) {
      const batch = records.batch()
      if (batch !== undefined) this.#options.onBatch(follower, batch)
    }
  }

  #judge(lines: Buffer, time: { judgeMs: number }): void {
    eachUnusualLine(lines, (start, end) => {
      const record = recordOf(textOf(lines, start, end))
      if (record === undefined) return
      const startMs = performance.now()
      this.#counts.add(record, time.judgeMs > 0)
      time.judgeMs -= performance.now() - startMs
    })
  }

  #pass(lines: Buffer, untilMs: number): void {
    const followers = [...this.#followers.values()]
    if (followers.length === 0) return
    let seen = 0
    let hasTime = true
    eachLine(lines, (start, end) => {
      if (hasTime && ++seen % linesAtLeast === 0) hasTime = performance.now() < untilMs
      if (hasTime) offer(followers, textOf(lines, start, end))
      else for (const follower of followers) follower.skip(1)
    })
  }
}

function offer(followers: readonly FollowedRecords[], line: string): void {
  let record: FlowRecord | undefined
  const lazy = { line, read: () => (record ??= recordOf(line)) }
  for (const follower of followers) follower.offer(lazy)
}

function textOf(lines: Buffer, start: number, end: number): string {
  return lines.toString('utf8', start, end)
}

/** So many are looked at whatever the clock says: a process that stood still for a moment on a busy machine would see nothing
 *  of a log with little in it, and they take less than a millisecond. */
const linesAtLeast = 32

const calmMs = 1_000
const followMs = 250
/** Of this process's time. Where it is not enough, what waits stays in the spool. */
const shareOfTime = 0.3
const shareToFollow = 0.2
const shareToJudge = 0.1
