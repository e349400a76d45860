import type { Fault, Owner, Responder } from '../../../src/model/attribution.ts'
import type { FlowRecord } from '../../../src/model/flow-record.ts'

/** A record in a list, with what the log engine concluded at ingest. */
export interface ListedFlow extends FlowRecord {
  readonly responder: Responder
  readonly fault: Fault
  readonly owner: Owner
  readonly key: string
}

export interface FlowPage {
  readonly items: readonly ListedFlow[]
  readonly next: string | null
  readonly complete: boolean
  readonly gaps: readonly unknown[]
}

export interface FlowHistogram {
  readonly step_ms: number
  readonly total: number
  readonly times: readonly number[]
  readonly series: readonly { readonly value: string; readonly counts: readonly number[] }[]
}

/** A histogram and top values at once. */
export interface FlowSummary extends TopValues {
  readonly histogram: FlowHistogram
}

export interface TopValues {
  readonly fields: readonly {
    readonly field: string
    readonly values: readonly { readonly value: string; readonly count: number }[]
  }[]
}
