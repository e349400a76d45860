import type { Durations } from './percentiles.ts'

/** Counts durations in classes 0.8 % wide, so that any number of them takes little memory, in DuckDB as
 *  here. A percentile is then the longest duration of a record in the class of the one of that rank: at
 *  most 0.8 % more. */
export class DurationCounts {
  readonly #counts = new Map<number, DurationCount>()
  #total = 0

  /** `place` as classOf or classSql have it. */
  add(place: number, count: number, longest: number): void {
    const known = this.#counts.get(place)
    this.#counts.set(place, {
      count: (known?.count ?? 0) + count,
      longest: Math.max(known?.longest ?? 0, longest),
    })
    this.#total += count
  }

  get total(): number {
    return this.#total
  }

  answer(): Durations {
    const sorted = [...this.#counts].toSorted(([a], [b]) => a - b).map(([, count]) => count)
    const at = (percent: number): number => {
      let rest = Math.ceil((this.#total * percent) / 100)
      return sorted.find(({ count }) => (rest -= count) <= 0)?.longest ?? 0
    }
    const [p50, p90, p95, p99] = [at(50), at(90), at(95), at(99)]
    return { count: this.#total, p50, p90, p95, p99, max: sorted.at(-1)?.longest ?? 0 }
  }
}

interface DurationCount {
  readonly count: number
  readonly longest: number
}

/** e to the power of 1 / 128 is 1.0078. */
const classes = 128

export function classOf(durationMs: number): number {
  return Math.floor(Math.log(durationMs) * classes)
}

export function classSql(column: string): string {
  return `CAST(floor(ln(${column}) * ${classes}) AS INTEGER)`
}
