import type { QueryField } from '../query/query-field.ts'
import { valueSql } from '../query/query-sql.ts'
import { hasManyValues, type Value } from './counted-field.ts'
import type { CountedRecords, Sql } from './counted-records.ts'
import { valuesSql } from './frequent-values.ts'

/** Counts by a number (the bar of a histogram, the class of a duration) and by the most frequent values
 *  of a field. */
export interface CountsByValue {
  /** SQL of the number. */
  readonly place: string
  /** The column of which each row has the maximum, if any. */
  readonly longest?: string
  readonly by: QueryField
  readonly top: number
  /** Where the field has too many values to count them: candidates for the most frequent ones. */
  readonly frequent: readonly Value[] | undefined
}

/** Rows `place`, `value` (NULL: any other), `count` and `longest`. Records are read once; where a field
 *  has many values, twice, and only the top ones are told apart. */
export function countsByValueSql({ relation, where }: CountedRecords, counts: CountsByValue): Sql {
  const { place, longest = 'NULL', by, top, frequent } = counts
  const value = valueSql(by)
  const from = `FROM ${relation} WHERE ${where.sql}`
  const measures = `count(*) AS count, max(${longest}) AS longest`
  const named = `CASE WHEN ${value} IN (SELECT value FROM top) THEN ${value} END`
  const most = (count: string): string => `GROUP BY 1 ORDER BY ${count} DESC, 1 LIMIT ${top}`
  if (frequent !== undefined || hasManyValues(by)) {
    const topSql =
      frequent === undefined
        ? { sql: `(SELECT ${value} AS value ${from} ${most('count(*)')})`, values: where.values }
        : valuesSql(frequent)
    return {
      sql: `WITH top AS ${topSql.sql}
        SELECT ${place} AS place, ${named} AS value, ${measures} ${from} GROUP BY ALL`,
      values: [...topSql.values, ...where.values],
    }
  }
  return {
    sql: `WITH counted AS MATERIALIZED (
        SELECT ${place} AS place, ${value} AS value, ${measures} ${from} GROUP BY ALL),
      top AS (SELECT value FROM counted ${most('sum(count)')})
      SELECT place, CASE WHEN value IN (SELECT value FROM top) THEN value END AS value,
        sum(count) AS count, max(longest) AS longest FROM counted GROUP BY ALL`,
    values: where.values,
  }
}
