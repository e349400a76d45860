// Not the global of this name: that is a getter, and asking it costs more than reading the clock.
import { performance } from 'node:perf_hooks'

/** Monotonic milliseconds for durations, and the wall clock derived from them: one reading of the
 *  clock per event serves both. */
export class Clock {
  /** The last reading: good enough for a deadline that is set in the same event. */
  latestMs = performance.now()
  #epochOffsetMs = Date.now() - performance.now()

  now(): number {
    return (this.latestMs = performance.now())
  }

  /** Epoch milliseconds as of the last reading, which is this event's, or 25 ms old where nothing
   *  happens (deadlines.ts). */
  get epochMs(): number {
    return this.epochOf(this.latestMs)
  }

  /** Epoch milliseconds of a monotonic reading. */
  epochOf(monotonicMs: number): number {
    return Math.floor(monotonicMs + this.#epochOffsetMs)
  }

  /** Follows jumps of the wall clock; called about once a second. */
  resync(): void {
    this.#epochOffsetMs = Date.now() - performance.now()
  }
}
