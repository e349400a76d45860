import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueOf } from '../query/query-predicate.ts'
import { valueSql } from '../query/query-sql.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'

/** How long things took. A percentile is the value of a record (nearest rank), never one in between. */
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

const ranks = { p50: 50, p90: 90, p95: 95, p99: 99 } as const
type Rank = keyof typeof ranks
const rankNames = Object.keys(ranks) as Rank[] // the keys of a const object

/** One row `count`, `ranks`, `max`. */
export function durationsSql(records: CountedRecords, of: QueryField): Sql {
  const { sql, values } = measured(records, of)
  return { sql: `SELECT ${durationColumns(of)} ${sql}`, values }
}

/** The same for each `value`, the most frequent ones first. */
export function groupedDurationsSql(
  records: CountedRecords,
  { of, top }: PercentileOptions,
  by: QueryField,
): Sql {
  const { sql, values } = measured(records, of)
  const value = valueSql(by)
  return {
    sql: `WITH top AS (SELECT ${value} AS value ${sql} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${top})
      SELECT ${value} AS value, ${durationColumns(of)} ${sql} AND ${value} IN (SELECT value FROM top)
      GROUP BY 1 ORDER BY count DESC, value`,
    values: [...values, ...values],
  }
}

export function durationsOfRow(row: Row | undefined): Durations {
  const values = Object(row?.['ranks'] ?? {}) as { readonly items?: readonly unknown[] } // a DuckDB list
  const rank = (place: number): number => Number(values.items?.[place] ?? 0)
  return {
    count: Number(row?.['count'] ?? 0),
    p50: rank(0),
    p90: rank(1),
    p95: rank(2),
    p99: rank(3),
    max: Number(row?.['max'] ?? 0),
  }
}

export class PercentileCounter {
  readonly #options: PercentileOptions
  readonly #all: number[] = []
  readonly #groups = new Map<Value, number[]>()

  constructor(options: PercentileOptions) {
    this.#options = options
  }

  addRecord(record: ConcludedRecord): void {
    const { of, by } = this.#options
    const duration = Number(valueOf(record, of.name))
    if (!(duration > 0)) return
    this.#all.push(duration)
    if (by === undefined) return
    const value = countedValue(record, by)
    const group = this.#groups.get(value) ?? []
    group.push(duration)
    this.#groups.set(value, group)
  }

  answer(): Percentiles {
    const { of, by, top } = this.#options
    const groups = [...this.#groups]
      .toSorted((a, b) => byCount([a[0], a[1].length], [b[0], b[1].length]))
      .slice(0, top)
      .map(([value, durations]) => ({ value, ...durationsOf(durations) }))
    return { of: of.name, by: by?.name ?? null, all: durationsOf(this.#all), groups }
  }
}

function measured({ relation, where }: CountedRecords, of: QueryField): Sql {
  return { sql: `FROM ${relation} WHERE (${where.sql}) AND "${of.name}" > 0`, values: where.values }
}

function durationColumns({ name }: QueryField): string {
  const list = rankNames.map((rank) => ranks[rank] / 100).join(', ')
  return `count(*) AS count, quantile_disc("${name}", [${list}]) AS ranks, max("${name}") AS max`
}

function durationsOf(durations: readonly number[]): Durations {
  const sorted = Float64Array.from(durations).toSorted()
  const at = (rank: Rank): number =>
    sorted[Math.max(0, Math.ceil((sorted.length * ranks[rank]) / 100) - 1)] ?? 0
  return {
    count: sorted.length,
    p50: at('p50'),
    p90: at('p90'),
    p95: at('p95'),
    p99: at('p99'),
    max: sorted.at(-1) ?? 0,
  }
}
