import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueOf } from '../query/query-predicate.ts'
import { valueSql } from '../query/query-sql.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { bucketOf, bucketSql, DurationCounts } from './duration-counts.ts'

/** How long things took. A percentile is the duration of a record (nearest rank), right to three digits:
 *  duration-counts.ts. */
export interface Percentiles {
  readonly of: string
  readonly by: string | null
  readonly all: Durations
  /** Of the most frequent values of `by`. */
  readonly groups: readonly (Durations & { readonly value: Value })[]
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

/** Rows `bucket`, `count`, `longest`. */
export function durationsSql({ relation, where }: CountedRecords, of: QueryField): Sql {
  const sql = `SELECT ${bucketColumns(of)} FROM ${relation}
    WHERE (${where.sql}) AND "${of.name}" > 0 GROUP BY 1`
  return { sql, values: where.values }
}

/** The same for each `value` of the most frequent ones. */
export function groupedDurationsSql(
  { relation, where }: CountedRecords,
  { of, top }: PercentileOptions,
  by: QueryField,
): Sql {
  const value = valueSql(by)
  const measured = `FROM ${relation} WHERE (${where.sql}) AND "${of.name}" > 0`
  return {
    sql: `WITH top AS (SELECT ${value} AS value ${measured} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${top})
      SELECT ${bucketColumns(of)}, ${value} AS value ${measured}
        AND ${value} IN (SELECT value FROM top) GROUP BY ALL`,
    values: [...where.values, ...where.values],
  }
}

function bucketColumns({ name }: QueryField): string {
  return `${bucketSql(name)} AS bucket, count(*) AS count, max("${name}") AS longest`
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
    const bucket = bucketOf(duration)
    this.#all.add(bucket, 1, duration)
    if (by !== undefined) this.#groupOf(countedValue(record, by)).add(bucket, 1, duration)
  }

  /** Of durationsSql. */
  addRow({ bucket, count, longest }: Row): void {
    this.#all.add(Number(bucket), Number(count), Number(longest))
  }

  /** Of groupedDurationsSql. */
  addGroupRow({ bucket, count, longest, value }: Row): void {
    this.#groupOf(value as Value).add(Number(bucket), Number(count), Number(longest)) // selected so
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
