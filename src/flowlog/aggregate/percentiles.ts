import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueOf } from '../query/query-predicate.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { countsByValueSql } from './counts-by-value.ts'
import { classOf, classSql, DurationCounts } from './duration-counts.ts'

/** How long things took. A percentile is the duration of a record (nearest rank), at most
 *  0.8 % too long: duration-counts.ts. */
export interface Percentiles {
  readonly of: string
  readonly by: string | null
  readonly all: Durations
  /** Of the most frequent values of `by`. */
  readonly groups: readonly (Durations & { readonly value: Value })[]
  /** True: `by` differs in most records, and a rare value may be missing among the groups. */
  readonly approximate?: true
}

export interface Durations {
  /** Records that have the duration: where the backend was not asked, its duration is none. */
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface PercentileOptions {
  readonly of: QueryField
  readonly by: QueryField | undefined
  readonly top: number
}

/** `frequent`: counts-by-value.ts, of which these are the rows; without `by` all of one value. */
export function durationsSql(
  { relation, where }: CountedRecords,
  { of, by, top }: PercentileOptions,
  frequent?: readonly Value[],
): Sql {
  const column = `"${of.name}"`
  const measured = { sql: `(${where.sql}) AND ${column} > 0`, values: where.values }
  if (by === undefined) {
    const sql = `SELECT ${classSql(column)} AS place, NULL AS value, count(*) AS count,
      max(${column}) AS longest FROM ${relation} WHERE ${measured.sql} GROUP BY 1`
    return { sql, values: measured.values }
  }
  const counts = { place: classSql(column), longest: column, by, top, frequent }
  return countsByValueSql({ relation, where: measured }, counts)
}

/** Collects durations, of records or of rows. */
export class PercentileCounter {
  readonly #options: PercentileOptions
  readonly #all = new DurationCounts()
  readonly #groups = new Map<Value, DurationCounts>()

  constructor(options: PercentileOptions) {
    this.#options = options
  }

  addRecord(record: ConcludedRecord): void {
    const { of, by } = this.#options
    const duration = Number(valueOf(record, of.name))
    if (!(duration > 0)) return
    const place = classOf(duration)
    this.#all.add(place, 1, duration)
    if (by !== undefined) this.#groupOf(countedValue(record, by)).add(place, 1, duration)
  }

  /** Of durationsSql. */
  addRow({ place, value, count, longest }: Row): void {
    const durations = [Number(place), Number(count), Number(longest)] as const
    this.#all.add(...durations)
    if (value !== null) this.#groupOf(value as Value).add(...durations) // selected so
  }

  answer(): Percentiles {
    const { of, by, top } = this.#options
    const groups = [...this.#groups]
      .toSorted((a, b) => byCount([a[0], a[1].total], [b[0], b[1].total]))
      .slice(0, top)
      .map(([value, durations]) => ({ value, ...durations.answer() }))
    return { of: of.name, by: by?.name ?? null, all: this.#all.answer(), groups }
  }

  #groupOf(value: Value): DurationCounts {
    const group = this.#groups.get(value) ?? new DurationCounts()
    this.#groups.set(value, group)
    return group
  }
}
