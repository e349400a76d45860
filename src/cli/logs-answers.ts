import type { ListedFlow } from './flow-table.ts'

/** Answers of the management API about flow records (docs/reference/management-api.md). */
export type Value = string | number | boolean

/** A time from which records are missing, or may be. */
export interface RecordGap {
  readonly from: number
  readonly to: number
  readonly reason: string
  /** Left out where nobody can know. */
  readonly records?: number
}

export interface FlowPage {
  readonly items: readonly ListedFlow[]
  readonly next: string | null
  readonly complete: boolean
  readonly gaps: readonly RecordGap[]
}

/** What is counted. */
export interface Counted {
  readonly from: number
  readonly to: number
  readonly complete: boolean
  readonly gaps: readonly RecordGap[]
}

export interface Series {
  readonly value: Value
  readonly total: number
  readonly counts: readonly number[]
}

export interface Histogram extends Counted {
  readonly step_ms: number
  readonly by: string
  readonly total: number
  readonly times: readonly number[]
  readonly series: readonly Series[]
  readonly others: { readonly total: number; readonly counts: readonly number[] }
}

export interface TopValues extends Counted {
  readonly fields: readonly {
    readonly field: string
    readonly total: number
    readonly distinct: number
    readonly values: readonly {
      readonly value: Value
      readonly count: number
      readonly share: number
    }[]
    readonly others: number
    readonly approximate?: true
  }[]
}

export interface Durations {
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

export interface Percentiles extends Counted {
  readonly of: string
  readonly by: string | null
  readonly all: Durations
  readonly groups: readonly (Durations & { readonly value: Value })[]
}

interface FieldValue {
  readonly field: string
  readonly value: Value
}

interface Share {
  readonly count: number
  readonly share: number
}

export interface Differences extends Counted {
  readonly selected: number
  readonly rest: number
  readonly counted: { readonly selected: number; readonly rest: number }
  readonly items: readonly (FieldValue & {
    readonly score: number
    readonly selected: Share
    readonly rest: Share
    readonly also: readonly FieldValue[]
  })[]
}
