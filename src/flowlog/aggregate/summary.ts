import type { QueryField } from '../query/query-field.ts'
import { valueSql } from '../query/query-sql.ts'
import type { CountedRecords, Row, Sql } from './counted-records.ts'
import { groupingBitsOfTwo } from './grouping-bits.ts'
import { type Histogram, HistogramCounter, type HistogramOptions, placeSql } from './histogram.ts'
import { topRowsSql, type TopValues, topValuesOfRows } from './top-values.ts'

/** A histogram and the most frequent values of some fields, in one pass over the records: what a page shows that lists
 *  them. Asked for one by one, the records would be read as often (bench/log). */
export interface Summary {
  readonly histogram: Histogram
  readonly fields: readonly TopValues[]
}

/** Bars and the values that split them stand before the fields. */
const columnsBefore = 2

/** For fields with few values: rows of one value each, as of top-values.ts, and rows of a bar, whose `place` is not NULL. */
export function summarySql(
  { relation, where }: CountedRecords,
  options: HistogramOptions,
  fields: readonly QueryField[],
  top: number,
): Sql {
  const columns = ['place', 'split', ...fields.map((_, at) => `v${at}`)]
  const values = fields.map((field, at) => `${valueSql(field)} AS v${at}`)
  const list = columns.join(', ')
  const bits = groupingBitsOfTwo(columns)
  return {
    sql: `WITH counted AS MATERIALIZED (
        SELECT ${list}, grouping(${list}) AS field, count(*) AS count
        FROM (SELECT ${placeSql(options)} AS place, ${valueSql(options.by)} AS split, ${values.join(', ')}
          FROM ${relation} WHERE ${where.sql})
        GROUP BY GROUPING SETS ((place, split), ${fields.map((_, at) => `(v${at})`).join(', ')})),
      whole AS (SELECT field, count(*) AS "distinct", sum(count) AS total FROM counted GROUP BY 1),
      most AS (SELECT split FROM counted WHERE field = ${bits}
        GROUP BY 1 ORDER BY sum(count) DESC, 1 LIMIT ${options.top})
      (SELECT * REPLACE (sum(count) AS count, CASE WHEN split IN (SELECT split FROM most) THEN split END AS split)
        FROM counted JOIN whole USING (field) WHERE field = ${bits} GROUP BY ALL)
      UNION ALL ${topRowsSql(columns, columnsBefore, top)}`,
    values: where.values,
  }
}

export function summaryOfRows(
  options: HistogramOptions,
  fields: readonly QueryField[],
  rows: readonly Row[],
): Summary {
  const counter = new HistogramCounter(options)
  for (const { place, split, count } of rows)
    if (place !== null) counter.addRow({ place, value: split, count })
  return { histogram: counter.answer(), fields: topValuesOfRows(fields, rows, columnsBefore) }
}
