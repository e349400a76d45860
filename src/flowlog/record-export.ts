/** What leaves the flow log as a file: which formats there are, and the portions it leaves in. */
import type { FlowFilter } from './record-search.ts'

export const exportFormats = ['parquet', 'csv', 'ndjson'] as const
export type ExportFormat = (typeof exportFormats)[number]

export interface ExportOrder {
  readonly filter: Omit<FlowFilter, 'limit' | 'cursor'>
  readonly format: ExportFormat
}

/** Found before the first byte leaves. */
export interface ExportPlan {
  readonly records: number
  /** One after the other, oldest first. A Parquet file is one portion. */
  readonly portions: readonly ExportPortion[]
}

export interface ExportPortion {
  /** Inclusive. */
  readonly fromMs: number
  /** Exclusive. */
  readonly toMs: number
  /** It begins the file: with a head, where the format has one. */
  readonly isFirst: boolean
}
