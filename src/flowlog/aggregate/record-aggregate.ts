import type { ConcludedRecord } from '../query/query-field.ts'
import { allOf, conditionOf, type Condition } from '../query/query-sql.ts'
import { recordSearch, type RecordSearch } from '../record-search.ts'
import {
  durationField,
  fieldToCount,
  stepFor,
  type AggregateAnswer,
  type AggregateFilter,
  type AggregateQuestion,
} from './aggregate-question.ts'
import { comparedFields } from './difference-fields.ts'
import { DifferenceCounter } from './differences.ts'
import { FailureCounter } from './failures.ts'
import { HistogramCounter, type HistogramOptions } from './histogram.ts'
import { PercentileCounter, type PercentileOptions } from './percentiles.ts'
import { TopValuesCounter } from './top-values.ts'

/** An aggregate over records one by one: where there is no DuckDB to ask. */
export interface RecordAggregate {
  /** Whether it also wants records that do not fit the query. */
  readonly wantsRest: boolean
  add(record: ConcludedRecord, isSelected: boolean): void
  answer(): CountedAnswer
}

export type CountedAnswer = AggregateAnswer extends infer Answer
  ? Answer extends unknown
    ? Omit<Answer, 'complete'>
    : never
  : never

/** Throws an AggregateError. */
export function recordAggregate(
  question: AggregateQuestion,
  filter: AggregateFilter,
  search: RecordSearch,
): RecordAggregate {
  const { kind } = question
  switch (kind) {
    case 'histogram': {
      const counter = new HistogramCounter(histogramOptions(question, filter))
      const answer = (): CountedAnswer => ({ kind, ...counter.answer() })
      return { wantsRest: false, add: (record) => counter.addRecord(record), answer }
    }
    case 'top-values': {
      const counters = question.fields.map(
        (name) => new TopValuesCounter(fieldToCount('field', name, filter), question.top),
      )
      return {
        wantsRest: false,
        add: (record) => counters.forEach((counter) => counter.addRecord(record)),
        answer: () => ({ kind, fields: counters.map((counter) => counter.answer()) }),
      }
    }
    case 'summary':
      return summaryAggregate(
        recordAggregate({ ...question, kind: 'histogram' }, filter, search),
        recordAggregate({ ...question, kind: 'top-values' }, filter, search),
      )
    case 'percentiles': {
      const counter = new PercentileCounter(percentileOptions(question, filter))
      const answer = (): CountedAnswer => ({ kind, ...counter.answer() })
      return { wantsRest: false, add: (record) => counter.addRecord(record), answer }
    }
    case 'differences': {
      const counter = new DifferenceCounter(comparedFields(search.node, filter.scope), question.top)
      return {
        wantsRest: true,
        add: (record, isSelected) => counter.addRecord(record, isSelected),
        answer: () => ({ kind, ...counter.answer() }),
      }
    }
    case 'failures': {
      const counter = new FailureCounter(question.top)
      const answer = (): CountedAnswer => ({ kind, ...counter.answer() })
      return { wantsRest: false, add: (record) => counter.addRecord(record), answer }
    }
  }
}

function summaryAggregate(bars: RecordAggregate, values: RecordAggregate): RecordAggregate {
  return {
    wantsRest: false,
    add: (record, isSelected) => {
      bars.add(record, isSelected)
      values.add(record, isSelected)
    },
    answer: () => {
      const [counted, top] = [bars.answer(), values.answer()]
      if (counted.kind !== 'histogram' || top.kind !== 'top-values') throw new Error('wrong parts') // our defect
      const { kind: _kind, ...histogram } = counted
      return { kind: 'summary', histogram, fields: top.fields }
    },
  }
}

/** Throws a QueryError, an AggregateError or a HiddenField where the question cannot be asked. */
export function checkAggregate(question: AggregateQuestion, filter: AggregateFilter): void {
  recordAggregate(question, filter, recordSearch({ ...filter, limit: 1 }))
}

type Asked<Kind> = Extract<AggregateQuestion, { readonly kind: Kind }>

export function histogramOptions(
  { stepMs, by, top }: Omit<Asked<'histogram'>, 'kind'>,
  filter: AggregateFilter,
): HistogramOptions {
  const { fromMs, toMs } = filter
  return { fromMs, toMs, stepMs: stepFor(stepMs, filter), by: fieldToCount('by', by, filter), top }
}

export function percentileOptions(
  { of, by, top }: Asked<'percentiles'>,
  filter: AggregateFilter,
): PercentileOptions {
  return {
    of: durationField('of', of),
    by: by === undefined ? undefined : fieldToCount('by', by, filter),
    top,
  }
}

/** Gateway, stage and whose records: what holds for the records of a filter and those they are compared with. The time
 *  is the relation's own matter. */
export function scopeCondition({ gateway, stage, scope }: RecordSearch): Condition {
  const conditions: Condition[] = [conditionOf(scope)]
  if (gateway !== undefined) conditions.push({ sql: 'gateway = ?', values: [gateway] })
  if (stage !== undefined) conditions.push({ sql: 'stage = ?', values: [stage] })
  return allOf(conditions)
}

export function selectionCondition(search: RecordSearch): Condition {
  return allOf([scopeCondition(search), conditionOf(search.node)])
}
