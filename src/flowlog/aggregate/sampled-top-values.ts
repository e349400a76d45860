/** Top values of a field that differs in most records. Counting every value of ten million paths takes a
 *  gigabyte and five seconds; so the values that are frequent in a regular part of the records are
 *  found first and then counted in all of them. */
import type { QueryField } from '../query/query-field.ts'
import { valueSql } from '../query/query-sql.ts'
import { byCount, type Value } from './counted-field.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { topValues, type TopValues } from './top-values.ts'

/** One row: how many records of a part (some files) there are, how many different values they have, and
 *  how many of these occur once. */
export function varietySql({ relation, where }: CountedRecords, field: QueryField): Sql {
  return {
    sql: `SELECT sum(count) AS records, count(*) AS "distinct", count(*) FILTER (count = 1) AS once
      FROM (SELECT count(*) AS count FROM ${relation} WHERE ${where.sql} GROUP BY ${valueSql(field)})`,
    values: where.values,
  }
}

/** Different values to be expected among `total` records, from a part of them: those that occur once in
 *  the part stand for the root of its share each (the estimator GEE of Charikar and others, 2000). */
export function estimatedVariety(row: Row | undefined, total: number): number {
  const records = Number(row?.['records'] ?? 0)
  if (records === 0) return 0
  const distinct = Number(row?.['distinct'])
  const once = Number(row?.['once'])
  return Math.sqrt(Math.max(1, total / records)) * once + distinct - once
}

/** Rows `value`: what is frequent in every 64th millisecond, more than asked for by far. */
export function candidatesSql(
  { relation, where }: CountedRecords,
  field: QueryField,
  top: number,
): Sql {
  return {
    sql: `SELECT value FROM (
        SELECT ${valueSql(field)} AS value, count(*) AS count FROM ${relation}
        WHERE (${where.sql}) AND timestamp % 64 = 0 GROUP BY 1)
      WHERE count > 1 ORDER BY count DESC, value LIMIT ${top * 10}`,
    values: where.values,
  }
}

/** Rows `value`, `count` and `distinct` of each candidate, and one whose value is NULL for all others. */
export function candidateCountsSql(
  { relation, where }: CountedRecords,
  field: QueryField,
  candidates: readonly Value[],
): Sql {
  const marks = candidates.map(() => '?').join(', ')
  const known = candidates.length === 0 ? 'NULL' : `CASE WHEN v IN (${marks}) THEN v END`
  return {
    sql: `SELECT ${known} AS value, count(*) AS count, approx_count_distinct(v) AS "distinct"
      FROM (SELECT ${valueSql(field)} AS v FROM ${relation} WHERE ${where.sql}) GROUP BY 1`,
    values: [...candidates, ...where.values],
  }
}

export function sampledTopValues(field: QueryField, rows: readonly Row[], top: number): TopValues {
  const sum = (name: 'count' | 'distinct'): number =>
    rows.reduce((all, row) => all + Number(row[name]), 0)
  const counts = rows.flatMap(
    (row) =>
      row['value'] === null ? [] : [[row['value'] as Value, Number(row['count'])] as const], // candidateCountsSql
  )
  const most = counts.toSorted(byCount).slice(0, top)
  return { ...topValues(field, most, sum('count'), sum('distinct')), approximate: true }
}
