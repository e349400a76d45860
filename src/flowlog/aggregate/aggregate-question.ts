import type { QueryField } from '../query/query-field.ts'
import { requireShownField, type RecordScope } from '../record-scope.ts'
import { countedField } from './counted-field.ts'
import { barCount, type Histogram } from './histogram.ts'
import type { Differences } from './differences.ts'
import type { Failures } from './failures.ts'
import type { Percentiles } from './percentiles.ts'
import { autoStepMs, mostBars } from './time-step.ts'
import type { Summary } from './summary.ts'
import type { TopValues } from './top-values.ts'
import { fieldNamed } from '../query/query-field.ts'

/** What can be counted about the records of a filter, by field names as people write them. */
export type AggregateQuestion =
  | {
      readonly kind: 'histogram'
      /** 0: as fits the range. */
      readonly stepMs: number
      readonly by: string
      readonly top: number
    }
  | { readonly kind: 'top-values'; readonly fields: readonly string[]; readonly top: number }
  /** A histogram and top values at once. */
  | {
      readonly kind: 'summary'
      readonly stepMs: number
      readonly by: string
      readonly fields: readonly string[]
      readonly top: number
    }
  | {
      readonly kind: 'percentiles'
      readonly of: string
      readonly by: string | undefined
      readonly top: number
    }
  | { readonly kind: 'differences'; readonly top: number }
  | { readonly kind: 'failures'; readonly top: number }

/** Which records are counted; both times are known. */
export interface AggregateFilter {
  readonly gateway?: string
  readonly stage?: string
  readonly query?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly fromMs: number
  readonly toMs: number
  /** Of who asks; undefined: all records, whole. */
  readonly scope?: RecordScope
}

/** `complete` is false where older records could not be reached. */
export type AggregateAnswer = { readonly complete: boolean } & (
  | ({ readonly kind: 'histogram' } & Histogram)
  | { readonly kind: 'top-values'; readonly fields: readonly TopValues[] }
  | ({ readonly kind: 'summary' } & Summary)
  | ({ readonly kind: 'percentiles' } & Percentiles)
  | ({ readonly kind: 'differences' } & Differences)
  | ({ readonly kind: 'failures' } & Failures)
)

/** A question that cannot be asked: which parameter is wrong, and how. */
export class AggregateError extends Error {
  override readonly name = 'AggregateError'
  readonly parameter: string

  constructor(parameter: string, sentence: string) {
    super(`${parameter}: ${sentence}`)
    this.parameter = parameter
  }
}

/** Throws an AggregateError, or a HiddenField. */
export function fieldToCount(
  parameter: string,
  name: string,
  { scope }: Pick<AggregateFilter, 'scope'>,
): QueryField {
  const field = countedField(name)
  if (field !== undefined) {
    requireShownField(scope, field)
    return field
  }
  const reason =
    fieldNamed(name) === undefined ? 'there is no such field' : 'it differs in nearly every record'
  throw new AggregateError(parameter, `records cannot be counted by "${name}": ${reason}`)
}

export function durationField(parameter: string, name: string): QueryField {
  const field = fieldNamed(name)
  if (field?.kind === 'milliseconds') return field
  throw new AggregateError(
    parameter,
    `"${name}" is no duration; request_duration and backend_duration are`,
  )
}

/** The step of a histogram over a range. */
export function stepFor(stepMs: number, { fromMs, toMs }: AggregateFilter): number {
  const step = stepMs === 0 ? autoStepMs(toMs - fromMs) : stepMs
  const bars = barCount({ fromMs, toMs, stepMs: step })
  if (bars <= mostBars) return step
  throw new AggregateError(
    'step',
    `${bars} bars are more than ${mostBars}: take a longer step or a shorter time`,
  )
}
