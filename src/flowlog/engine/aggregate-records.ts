import type { AggregateFilter, AggregateQuestion } from '../aggregate/aggregate-question.ts'
import { fieldToCount } from '../aggregate/aggregate-question.ts'
import { hasManyValues, type Value } from '../aggregate/counted-field.ts'
import type { CountedRecords, Row, Sql } from '../aggregate/counted-records.ts'
import { comparedFields } from '../aggregate/difference-fields.ts'
import { DifferenceCounter, differencesSql, groupsSql } from '../aggregate/differences.ts'
import { failuresOfRows, failuresSql } from '../aggregate/failures.ts'
import {
  frequentCountsSql,
  frequentValues,
  frequentValuesSql,
  mostValues,
  topFrequentValues,
} from '../aggregate/frequent-values.ts'
import {
  type Histogram,
  HistogramCounter,
  type HistogramOptions,
  histogramSql,
} from '../aggregate/histogram.ts'
import {
  durationsSql,
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
import { type Summary, summaryOfRows, summarySql } from '../aggregate/summary.ts'
import { topValuesOfRows, topValuesSql, type TopValues } from '../aggregate/top-values.ts'
import type { QueryField } from '../query/query-field.ts'
import { conditionOf } from '../query/query-sql.ts'
import type { RecordSearch } from '../record-search.ts'
import { rowsOf } from './duckdb.ts'
import type { Records } from './record-store.ts'

/** Of the records within the time asked for. */
export type AggregateSource = Pick<Records, 'reader' | 'relation' | 'sample'>

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
    case 'histogram':
      return { kind, ...(await histogram(source, records, histogramOptions(question, filter))) }
    case 'top-values':
      return {
        kind,
        fields: await topValues(source, records, fieldsOf(question, filter), question.top),
      }
    case 'summary': {
      const options = histogramOptions(question, filter)
      return { kind, ...(await summary(source, records, options, fieldsOf(question, filter))) }
    }
    case 'percentiles':
      return { kind, ...(await percentiles(source, records, percentileOptions(question, filter))) }
    case 'differences':
      return { kind, ...(await differences(source, search, filter, question.top)) }
    case 'failures':
      return {
        kind,
        ...failuresOfRows(await rows(source, failuresSql(records, question.top))),
      }
  }
}

function fieldsOf(
  { fields }: { readonly fields: readonly string[] },
  filter: AggregateFilter,
): readonly QueryField[] {
  return fields.map((name) => fieldToCount('field', name, filter))
}

async function histogram(
  source: AggregateSource,
  records: CountedRecords,
  options: HistogramOptions,
): Promise<Histogram> {
  const counter = new HistogramCounter(options)
  const frequent = await frequentOf(source, records, options.by, options.top * 3)
  for (const row of await rows(source, histogramSql(records, options, frequent)))
    counter.addRow(row)
  return { ...counter.answer(), ...markOf(frequent) }
}

/** In one pass, unless some field has too many values for it. */
async function summary(
  source: AggregateSource,
  records: CountedRecords,
  options: HistogramOptions,
  fields: readonly QueryField[],
): Promise<Summary> {
  if ([options.by, ...fields].some(hasManyValues)) {
    return {
      histogram: await histogram(source, records, options),
      fields: await topValues(source, records, fields, options.top),
    }
  }
  const found = await rows(source, summarySql(records, options, fields, options.top))
  return summaryOfRows(options, fields, found)
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
    const frequent = await frequentOf(source, records, field, top * 10)
    if (frequent === undefined) continue
    const counts = await rows(source, frequentCountsSql(records, field, frequent))
    various.set(field, topFrequentValues(field, counts, top))
  }
  const others = fields.filter((field) => !various.has(field))
  const found = others.length === 0 ? [] : await rows(source, topValuesSql(records, others, top))
  const counted = new Map(topValuesOfRows(others, found).map((one) => [one.field, one]))
  return fields.flatMap((field) => various.get(field) ?? counted.get(field.name) ?? [])
}

/** The frequent values of a field, more than asked for by far; undefined where all can be counted. */
async function frequentOf(
  source: AggregateSource,
  { where }: CountedRecords,
  field: QueryField,
  most: number,
): Promise<readonly Value[] | undefined> {
  if (field.kind !== 'text' || !hasManyValues(field)) return undefined
  const { relation, records, total } = source.sample()
  if (total <= mostValues) return undefined
  const found = await rows(source, frequentValuesSql({ relation, where }, field, most))
  return frequentValues(found, total / records)
}

function markOf(frequent: readonly Value[] | undefined): { readonly approximate?: true } {
  return frequent === undefined ? {} : { approximate: true }
}

async function percentiles(
  source: AggregateSource,
  records: CountedRecords,
  options: PercentileOptions,
): Promise<Percentiles> {
  const { by, top } = options
  const frequent = by === undefined ? undefined : await frequentOf(source, records, by, top * 3)
  const counter = new PercentileCounter(options)
  for (const row of await rows(source, durationsSql(records, options, frequent)))
    counter.addRow(row)
  return { ...counter.answer(), ...markOf(frequent) }
}

async function differences(
  source: AggregateSource,
  search: RecordSearch,
  { scope }: AggregateFilter,
  top: number,
) {
  const records = { relation: source.relation, where: scopeCondition(search) }
  const selection = conditionOf(search.node)
  const [row] = await rows(source, groupsSql(records, selection))
  const selected = Number(row?.['selected'] ?? 0)
  const groups = { selected, rest: Number(row?.['total'] ?? 0) - selected }
  const fields = comparedFields(search.node, scope)
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
