import { DroppedCounts, type GapLog } from './gap-log.ts'
import type { RingCounts } from './ring-counts.ts'
import { removeRunMark, writeRunMark } from './run-mark.ts'
import { SpoolSync } from './spool-sync.ts'

export interface SpoolWatchOptions {
  readonly spoolFolder: string
  readonly gaps: GapLog
  /** Older gaps are forgotten with the records around them. */
  readonly retainMs: number
  readonly rings: () => Pick<RingCounts, 'dropped' | 'stuckSinceMs'>
}

/** Once a second: what workers wrote becomes safe, what they dropped is written down, and a mark says
 *  that we live. */
export class SpoolWatch {
  readonly #options: SpoolWatchOptions
  readonly #sync: SpoolSync
  readonly #dropped: DroppedCounts
  #syncedMs = Date.now()
  #timer: NodeJS.Timeout | undefined
  #look: Promise<void> = Promise.resolve()
  #isClosing = false

  constructor(options: SpoolWatchOptions) {
    this.#options = options
    this.#sync = new SpoolSync(options.spoolFolder)
    this.#dropped = new DroppedCounts(options.rings().dropped, Date.now())
    this.#run()
  }

  /** The look that is under way, or the last one. */
  get looked(): Promise<void> {
    return this.#look
  }

  /** In order: the next start has nothing to report. */
  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#timer)
    await this.looked
    await this.#lookOnce()
    await removeRunMark(this.#options.spoolFolder)
  }

  #run(): void {
    this.#look = this.#lookOnce().finally(() => {
      if (!this.#isClosing) this.#timer = setTimeout(() => this.#run(), everyMs).unref()
    })
  }

  /** Each part for itself: a disk that refuses one may take the others. */
  async #lookOnce(): Promise<void> {
    const { spoolFolder, gaps, retainMs, rings } = this.#options
    const nowMs = Date.now()
    for (const gap of this.#dropped.gaps(rings().dropped, nowMs)) gaps.add(gap)
    const synced = this.#sync.sync().then(() => (this.#syncedMs = nowMs))
    await synced.catch(() => undefined)
    const times = {
      aliveMs: Date.now(),
      syncedMs: this.#syncedMs,
      stuckSinceMs: rings().stuckSinceMs,
    }
    await writeRunMark(spoolFolder, times).catch(() => undefined)
    await gaps.save(nowMs - retainMs).catch(() => undefined)
  }
}

const everyMs = 1_000
