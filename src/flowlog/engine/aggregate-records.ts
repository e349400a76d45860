import type { DuckDBConnection } from '@duckdb/node-api'
import type { AggregateFilter, AggregateQuestion } from '../aggregate/aggregate-question.ts'
import { fieldToCount } from '../aggregate/aggregate-question.ts'
import type { CountedRecords, Row, Sql } from '../aggregate/counted-records.ts'
import { comparedFields } from '../aggregate/difference-fields.ts'
import { DifferenceCounter, differencesSql, groupsSql } from '../aggregate/differences.ts'
import { HistogramCounter, histogramSql } from '../aggregate/histogram.ts'
import {
  durationsSql,
  groupedDurationsSql,
  PercentileCounter,
  type PercentileOptions,
  type Percentiles,
} from '../aggregate/percentiles.ts'
import {
  histogramOptions,
  percentileOptions,
  scopeCondition,
  selectionCondition,
  type CountedAnswer,
} from '../aggregate/record-aggregate.ts'
import { topValuesOfRows, topValuesSql } from '../aggregate/top-values.ts'
import { conditionOf } from '../query/query-sql.ts'
import type { RecordSearch } from '../record-search.ts'
import { rowsOf } from './duckdb.ts'

export interface AggregateSource {
  readonly reader: DuckDBConnection
  /** Whole records within the time asked for: record-relation.ts. */
  readonly relation: string
}

/** Counts with DuckDB. Throws an AggregateError. */
export async function aggregateRecords(
  source: AggregateSource,
  question: AggregateQuestion,
  filter: AggregateFilter,
  search: RecordSearch,
): Promise<CountedAnswer> {
  const { relation } = source
  const records = { relation, where: selectionCondition(search) }
  const { kind } = question
  switch (kind) {
    case 'histogram': {
      const options = histogramOptions(question, filter)
      const counter = new HistogramCounter(options)
      for (const row of await rows(source, histogramSql(records, options))) counter.addRow(row)
      return { kind, ...counter.answer() }
    }
    case 'top-values': {
      const fields = question.fields.map((name) => fieldToCount('field', name))
      const found = await rows(source, topValuesSql(records, fields, question.top))
      return { kind, fields: topValuesOfRows(fields, found) }
    }
    case 'percentiles':
      return { kind, ...(await percentiles(source, records, percentileOptions(question))) }
    case 'differences':
      return { kind, ...(await differences(source, search, question.top)) }
  }
}

async function percentiles(
  source: AggregateSource,
  records: CountedRecords,
  options: PercentileOptions,
): Promise<Percentiles> {
  const { of, by } = options
  const counter = new PercentileCounter(options)
  for (const row of await rows(source, durationsSql(records, of))) counter.addRow(row)
  if (by !== undefined) {
    const grouped = await rows(source, groupedDurationsSql(records, options, by))
    for (const row of grouped) counter.addGroupRow(row)
  }
  return counter.answer()
}

async function differences(source: AggregateSource, search: RecordSearch, top: number) {
  const records = { relation: source.relation, where: scopeCondition(search) }
  const selection = conditionOf(search.node)
  const [row] = await rows(source, groupsSql(records, selection))
  const selected = Number(row?.['selected'] ?? 0)
  const groups = { selected, rest: Number(row?.['total'] ?? 0) - selected }
  const fields = comparedFields(search.node)
  const counter = new DifferenceCounter(fields, top)
  const found = await rows(source, differencesSql(records, selection, fields, groups))
  for (const one of found) counter.addRow(one)
  return counter.answer(groups)
}

/** Counts come as bigint. */
async function rows({ reader }: AggregateSource, { sql, values }: Sql): Promise<readonly Row[]> {
  const found = await rowsOf(reader, sql, values)
  return found.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? Number(value) : value,
      ]),
    ),
  )
}
