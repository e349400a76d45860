import type { Durations } from './percentiles.ts'

/** Counts durations by their first three digits, so that any number of them takes little memory, in
 *  DuckDB as here. A percentile is then the longest duration of a record that has the same three digits
 *  as the one of that rank: at most 1 % more. */
export class DurationCounts {
  readonly #counts = new Map<number, DurationCount>()
  #total = 0

  /** `bucket` as bucketOf or bucketSql have it. */
  add(bucket: number, count: number, longest: number): void {
    const known = this.#counts.get(bucket)
    this.#counts.set(bucket, {
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

/** Up to here a number of microseconds has four digits, five …; the last ones are counted in hours. */
const limits = [1_000, 10_000, 100_000, 1e6, 1e7, 1e8, 1e9, 1e10] as const

export function bucketOf(durationMs: number): number {
  const microseconds = Math.round(durationMs * 1_000)
  const place = limits.findIndex((limit) => microseconds < limit)
  const unit = 10 ** (place < 0 ? limits.length : place)
  return Math.floor(microseconds / unit) * unit
}

export function bucketSql(column: string): string {
  const microseconds = `CAST(round("${column}" * 1000) AS BIGINT)`
  const cases = limits.map((limit, place) => {
    const unit = 10 ** place
    return `WHEN ${microseconds} < ${limit} THEN ${microseconds} // ${unit} * ${unit}`
  })
  const last = 10 ** limits.length
  return `CASE ${cases.join(' ')} ELSE ${microseconds} // ${last} * ${last} END`
}
