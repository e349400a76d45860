/** Classes of durations, few enough to be kept by the minute for a year: most are half to
 *  three quarters as wide as they begin, so a percentile, which is read between the ends of its class, is
 *  rarely a quarter off. */
import type { Durations } from './statistics-question.ts'

/** The longest duration of each class but the last, in ms. Class 0 has no duration: no backend was asked. */
const bounds: readonly number[] = [
  1, 2, 4, 7, 10, 15, 25, 40, 70, 100, 150, 250, 400, 700, 1_000, 1_500, 2_500, 4_000, 7_000,
  10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
]

export function classOf(durationMs: number): number {
  if (durationMs <= 0) return 0
  const place = bounds.findIndex((bound) => durationMs <= bound)
  return place === -1 ? bounds.length + 1 : place + 1
}

export function classSql(column: string): string {
  const tests = bounds.map((bound, place) => `WHEN ${column} <= ${bound} THEN ${place + 1}`)
  return `CAST(CASE WHEN ${column} <= 0 THEN 0 ${tests.join(' ')} ELSE ${bounds.length + 1} END AS UTINYINT)`
}

/** Sums are of tenths of a millisecond: integers, so that the same records give the same sum whatever
 *  the order they are added in. */
export function tenthsOf(durationMs: number): number {
  return Math.floor(durationMs * 10 + 0.5)
}

export function tenthsSql(column: string): string {
  return `CAST(floor(${column} * 10 + 0.5) AS BIGINT)`
}

/** How many of each class, and the sum of all. */
export class ClassCounts {
  readonly #counts: (number | undefined)[] = []
  #total = 0
  tenths = 0

  add(place: number, count: number): void {
    if (place === 0) return
    this.#counts[place] = (this.#counts[place] ?? 0) + count
    this.#total += count
  }

  addAll(other: ClassCounts): void {
    for (const [place, count] of other.#counts.entries()) this.add(place, count ?? 0)
    this.tenths += other.tenths
  }

  answer(): Durations | null {
    if (this.#total === 0) return null
    const average = rounded(this.tenths / 10 / this.#total)
    const [p50, p90, p95, p99] = [this.#at(50), this.#at(90), this.#at(95), this.#at(99)]
    return { count: this.#total, average, p50, p90, p95, p99 }
  }

  /** Between the ends of the class, as far as the rank lies among its own. */
  #at(percent: number): number {
    let rest = (this.#total * percent) / 100
    for (const [place, count = 0] of this.#counts.entries()) {
      if (count > 0 && rest <= count) return between(place, rest / count)
      rest -= count
    }
    return bounds.at(-1) ?? 0
  }
}

function between(place: number, share: number): number {
  const from = bounds[place - 2] ?? 0
  const to = bounds[place - 1] ?? from // what is longer than all is as long as the longest at least
  return rounded(from + (to - from) * share)
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}
