import type { AggregateFilter, AggregateQuestion } from '../aggregate/aggregate-question.ts'
import { fieldToCount } from '../aggregate/aggregate-question.ts'
import { hasManyValues, type Value } from '../aggregate/counted-field.ts'
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
import {
  candidateCountsSql,
  candidatesSql,
  estimatedVariety,
  sampledTopValues,
  varietySql,
} from '../aggregate/sampled-top-values.ts'
import { topValuesOfRows, topValuesSql, type TopValues } from '../aggregate/top-values.ts'
import type { QueryField } from '../query/query-field.ts'
import { conditionOf } from '../query/query-sql.ts'
import type { RecordSearch } from '../record-search.ts'
import { rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'

/** Of the records within the time asked for. */
export type AggregateSource = Pick<Records, 'reader' | 'relation' | 'files' | 'inFiles'>

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
      return { kind, fields: await topValues(source, records, fields, question.top) }
    }
    case 'percentiles':
      return { kind, ...(await percentiles(source, records, percentileOptions(question))) }
    case 'differences':
      return { kind, ...(await differences(source, search, question.top)) }
  }
}

/** Fields of too many values one by one, the others in one pass. */
async function topValues(
  source: AggregateSource,
  records: CountedRecords,
  fields: readonly QueryField[],
  top: number,
): Promise<TopValues[]> {
  const various = new Map<QueryField, TopValues>()
  for (const field of fields) {
    if (!(await isTooVarious(source, records, field))) continue
    const candidates = await rows(source, candidatesSql(records, field, top))
    const values = candidates.map(({ value }) => value as Value) // candidatesSql
    const counts = await rows(source, candidateCountsSql(records, field, values))
    various.set(field, sampledTopValues(field, counts, top))
  }
  const others = fields.filter((field) => !various.has(field))
  const found = others.length === 0 ? [] : await rows(source, topValuesSql(records, others, top))
  const counted = new Map(topValuesOfRows(others, found).map((one) => [one.field, one]))
  return fields.flatMap((field) => various.get(field) ?? counted.get(field.name) ?? [])
}

/** Judged by three files, spread over the time. */
async function isTooVarious(
  { reader, files, inFiles }: AggregateSource,
  { where }: CountedRecords,
  field: QueryField,
): Promise<boolean> {
  const total = files.reduce((sum, { records }) => sum + records, 0)
  if (total < mostValues || field.kind !== 'text' || !hasManyValues(field)) return false
  const byTime = files.toSorted((a, b) => a.fromMs - b.fromMs)
  const some = [1, 3, 5].flatMap((sixth) => byTime[Math.floor((byTime.length * sixth) / 6)] ?? [])
  const part = { relation: inFiles([...new Set(some)]), where }
  const [row] = await rows({ reader }, varietySql(part, field))
  const ofPart = some.reduce((sum, { records }) => sum + records, 0)
  const selected = (Number(row?.['records'] ?? 0) / ofPart) * total
  return estimatedVariety(row, selected) > mostValues
}

/** Each takes some 200 bytes while it is counted. */
const mostValues = 300_000

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
async function rows(
  { reader }: Pick<Records, 'reader'>,
  { sql, values }: Sql,
): Promise<readonly Row[]> {
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
