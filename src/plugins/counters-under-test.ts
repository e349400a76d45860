/** Counters with the meaning of the shared ones, for one thread: what tests of limits look at. The
 *  shared memory itself is proved where it lives, in the data plane. */
import type { Counters, RateWindow } from '../model/plugin.ts'

export class TestCounters implements Counters {
  /** `key limit/period` → spent, whatever the window. */
  readonly spent = new Map<string, number>()

  spend(key: string, windows: readonly RateWindow[]): ReturnType<Counters['spend']> {
    const full = windows.find((window) => this.#spentIn(key, window) >= window.limit)
    if (full !== undefined) {
      return { allowed: false, limit: full.limit, remaining: 0, resetSeconds: full.periodSeconds }
    }
    let least = { allowed: true, limit: 0, remaining: Infinity, resetSeconds: 0 }
    for (const window of windows) {
      const spent = this.#spentIn(key, window) + 1
      this.spent.set(identity(key, window), spent)
      const { limit, periodSeconds: resetSeconds } = window
      if (limit - spent < least.remaining) {
        least = { allowed: true, limit, remaining: limit - spent, resetSeconds }
      }
    }
    return least
  }

  giveBack(key: string, windows: readonly RateWindow[]): void {
    for (const window of windows) {
      this.spent.set(identity(key, window), this.#spentIn(key, window) - 1)
    }
  }

  enter(): boolean {
    return true
  }

  leave(): void {}

  #spentIn(key: string, window: RateWindow): number {
    return this.spent.get(identity(key, window)) ?? 0
  }
}

function identity(key: string, { limit, periodSeconds }: RateWindow): string {
  return `${key.replaceAll('\n', ' ')} ${limit}/${periodSeconds}`
}
