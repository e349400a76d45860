import type { FlowRecord } from '../model/flow-record.ts'
import type {
  AggregateAnswer,
  AggregateFilter,
  AggregateQuestion,
} from './aggregate/aggregate-question.ts'
import type { MatchCounts, MatchQuestion } from './aggregate/match-counts.ts'
import type { EngineState } from './engine/engine-options.ts'
import type { ExportOrder, ExportPlan, ExportPortion } from './record-export.ts'
import type { FlowFilter, FlowPage } from './record-search.ts'
import type { StatisticsAnswer, StatisticsQuestion } from './statistics/statistics-question.ts'
import type { TailReport } from './tail/conclusion-totals.ts'
import type { FollowedBatch, FollowFilter } from './tail/followed-records.ts'

/** What the main thread and the log engine's process say to each other. */
export type ToEngine =
  | { readonly type: 'list'; readonly id: number; readonly filter: FlowFilter }
  | {
      readonly type: 'aggregate'
      readonly id: number
      readonly filter: AggregateFilter
      readonly question: AggregateQuestion
    }
  | { readonly type: 'statistics'; readonly id: number; readonly question: StatisticsQuestion }
  | { readonly type: 'matches'; readonly id: number; readonly questions: readonly MatchQuestion[] }
  | { readonly type: 'by-id'; readonly id: number; readonly requestId: string }
  | ({ readonly type: 'plan-export'; readonly id: number } & ExportOrder)
  | ({
      readonly type: 'export'
      readonly id: number
      readonly portion: ExportPortion
    } & ExportOrder)
  /** Each record that comes from now on, as `followed`, until `unfollow`. */
  | { readonly type: 'follow'; readonly id: number; readonly filter: FollowFilter }
  | { readonly type: 'unfollow'; readonly id: number }
  /** Nobody waits for the answer to `id` any more. */
  | { readonly type: 'cancel'; readonly id: number }

export type FromEngine =
  | { readonly type: 'page'; readonly id: number; readonly page: FlowPage }
  | { readonly type: 'aggregated'; readonly id: number; readonly answer: AggregateAnswer }
  | { readonly type: 'statistics'; readonly id: number; readonly answer: StatisticsAnswer }
  | { readonly type: 'matches'; readonly id: number; readonly answers: readonly MatchCounts[] }
  | { readonly type: 'record'; readonly id: number; readonly record: FlowRecord | null }
  | { readonly type: 'export-plan'; readonly id: number; readonly plan: ExportPlan }
  | { readonly type: 'exported'; readonly id: number; readonly path: string }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  /** Not a failure of the engine's: what was asked takes too much. */
  | { readonly type: 'refused'; readonly id: number; readonly reason: string }
  | { readonly type: 'followed'; readonly id: number; readonly batch: FollowedBatch }
  | { readonly type: 'concluded'; readonly report: TailReport }
  | { readonly type: 'state'; readonly state: EngineState }
