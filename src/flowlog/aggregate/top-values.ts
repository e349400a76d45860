import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueSql } from '../query/query-sql.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'

/** The most frequent values of a field. */
export interface TopValues {
  readonly field: string
  /** Records. */
  readonly total: number
  /** Different values. */
  readonly distinct: number
  readonly values: readonly CountedValue[]
  /** Records with any other value. */
  readonly others: number
}

export interface CountedValue {
  readonly value: Value
  readonly count: number
  /** Of all records, 0 to 1. */
  readonly share: number
}

/** Rows `value`, `count`, and in each `distinct` and `total`. */
export function topValuesSql(
  { relation, where }: CountedRecords,
  field: QueryField,
  top: number,
): Sql {
  return {
    sql: `SELECT value, count, count(*) OVER () AS "distinct", sum(count) OVER () AS total
      FROM (SELECT ${valueSql(field)} AS value, count(*) AS count FROM ${relation}
        WHERE ${where.sql} GROUP BY 1)
      ORDER BY count DESC, value LIMIT ${top}`,
    values: where.values,
  }
}

export function topValuesOfRows(field: QueryField, rows: readonly Row[]): TopValues {
  const total = Number(rows[0]?.['total'] ?? 0)
  const counts = rows.map(({ value, count }) => [value as Value, Number(count)] as const) // topValuesSql
  return topValues(field, counts, total, Number(rows[0]?.['distinct'] ?? 0))
}

export class TopValuesCounter {
  readonly #field: QueryField
  readonly #top: number
  readonly #counts = new Map<Value, number>()
  #total = 0

  constructor(field: QueryField, top: number) {
    this.#field = field
    this.#top = top
  }

  addRecord(record: ConcludedRecord): void {
    const value = countedValue(record, this.#field)
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1)
    this.#total++
  }

  answer(): TopValues {
    const counts = [...this.#counts].toSorted(byCount).slice(0, this.#top)
    return topValues(this.#field, counts, this.#total, this.#counts.size)
  }
}

function topValues(
  field: QueryField,
  counts: readonly (readonly [Value, number])[],
  total: number,
  distinct: number,
): TopValues {
  const values = counts.map(([value, count]) => ({ value, count, share: count / total }))
  const others = values.reduce((rest, { count }) => rest - count, total)
  return { field: field.name, total, distinct, values, others }
}
