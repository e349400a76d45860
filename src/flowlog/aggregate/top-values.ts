import type { ConcludedRecord, QueryField } from '../query/query-field.ts'
import { valueSql } from '../query/query-sql.ts'
import { byCount, countedValue, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { groupingBits } from './grouping-bits.ts'

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
  /** True: `distinct` is an estimate (frequent-values.ts), and a value that fewer than one record in ten
   *  thousand has may be missing among `values`. Counts are exact. */
  readonly approximate?: true
}

export interface CountedValue {
  readonly value: Value
  readonly count: number
  /** Of all records, 0 to 1. */
  readonly share: number
}

/** Rows of one value each: `field` (grouping-bits.ts) names the column that holds the value; `count`; and
 *  of that field `distinct` and `total`. Several fields are counted in one pass. */
export function topValuesSql(
  { relation, where }: CountedRecords,
  fields: readonly QueryField[],
  top: number,
): Sql {
  const columns = fields.map((_, place) => `v${place}`)
  const values = fields.map((field, place) => `${valueSql(field)} AS v${place}`)
  const list = columns.join(', ')
  return {
    sql: `WITH counted AS MATERIALIZED (
        SELECT ${list}, grouping(${list}) AS field, count(*) AS count
        FROM (SELECT ${values.join(', ')} FROM ${relation} WHERE ${where.sql})
        GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`).join(', ')})),
      whole AS (SELECT field, count(*) AS "distinct", sum(count) AS total FROM counted GROUP BY 1)
      ${topRowsSql(columns, 0, top)}`,
    values: where.values,
  }
}

/** Of `counted` and `whole`: the most frequent values of each of the columns from the one at `first` on. */
export function topRowsSql(columns: readonly string[], first: number, top: number): string {
  return columns
    .map(
      (column, place) => `(SELECT * FROM counted JOIN whole USING (field)
        WHERE field = ${groupingBits(columns, place)} ORDER BY count DESC, ${column} LIMIT ${top})`,
    )
    .slice(first)
    .join(' UNION ALL ')
}

/** `before`: columns that the rows have before those of the fields. */
export function topValuesOfRows(
  fields: readonly QueryField[],
  rows: readonly Row[],
  before = 0,
): TopValues[] {
  const columns = Array.from({ length: before + fields.length })
  return fields.map((field, place) => {
    const bits = groupingBits(columns, before + place)
    const own = rows.filter((row) => Number(row['field']) === bits)
    const counts = own.map((row) => [row[`v${place}`] as Value, Number(row['count'])] as const) // topValuesSql
    return topValues(
      field,
      counts.toSorted(byCount),
      Number(own[0]?.['total'] ?? 0),
      Number(own[0]?.['distinct'] ?? 0),
    )
  })
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

export function topValues(
  field: QueryField,
  counts: readonly (readonly [Value, number])[],
  total: number,
  distinct: number,
): TopValues {
  const values = counts.map(([value, count]) => ({ value, count, share: count / total }))
  const others = values.reduce((rest, { count }) => rest - count, total)
  return { field: field.name, total, distinct, values, others }
}
