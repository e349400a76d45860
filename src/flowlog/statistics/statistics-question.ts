import type { RecordGap } from '../record-gap.ts'

/** What can be asked of statistics: how many requests, whose fault their failures were and how long they
 *  took, over any time. Counts are kept for longer than the records they were made of, so only these
 *  dimensions can be asked for (docs/reference/statistics.md). */
export const dimensions = [
  'gateway',
  'stage',
  'resource',
  'app',
  'status_class',
  'responder',
  'fault',
  'owner',
  'key',
] as const

export type Dimension = (typeof dimensions)[number]

export interface StatisticsQuestion {
  /** What must hold; `status_class` is 2, 3, 4 or 5. */
  readonly where: Readonly<Partial<Record<Dimension, string>>>
  /** Where each bar begins, ascending; the first is where the time begins. */
  readonly times: readonly number[]
  /** Exclusive. */
  readonly toMs: number
  readonly by: Dimension | undefined
  /** So many values of `by` are told apart, the most frequent ones. */
  readonly top: number
  /** Of one who may see no more than the calls of the application that is named: rows that it shares with
   *  others are not counted as untold, for they would tell how much others call. */
  readonly isOfOwner?: boolean
}

/** Of some requests. */
export interface Measures {
  readonly requests: number
  /** Those that were somebody's fault. */
  readonly failures: number
  /** Failures by whose fault they were; without those that did not happen. */
  readonly faults: Readonly<Record<string, number>>
  /** `2xx` …; `0xx` got no answer. */
  readonly statusClasses: Readonly<Record<string, number>>
  readonly durationMs: Durations | null
  /** Of those requests for which a backend was asked. */
  readonly backendDurationMs: Durations | null
}

export interface Durations {
  readonly count: number
  readonly average: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
}

export interface Statistics {
  readonly total: Measures
  /** One for each bar. */
  readonly times: readonly (Measures & { readonly at: number })[]
  /** Most frequent value first; none without `by`. */
  readonly groups: readonly StatisticsGroup[]
  /** What is in none of the groups: rarer values, and those that were not told apart when the counts
   *  were made. */
  readonly others: Omit<StatisticsGroup, 'value'>
  /** So many requests of this time may fit and are not counted: of a rare resource or application of which
   *  only the sum was kept, or of which no record is left that knows both. */
  readonly untold: number
  /** False where older records could not be reached, or where counts are in a row shared with others that
   *  whoever asks may not see. */
  readonly complete: boolean
}

/** With the times of which counts are missing, or may be. */
export type StatisticsAnswer = Statistics & { readonly gaps: readonly RecordGap[] }

export interface StatisticsGroup {
  readonly value: string
  readonly total: Measures
  readonly times: readonly Measures[]
}

/** Which of the kept counts hold what is asked for. `both`: none; only records know which application
 *  called which resource. */
export type Cut = 'resource' | 'app' | 'both'

export function cutFor({ where, by }: Pick<StatisticsQuestion, 'where' | 'by'>): Cut {
  const asks = (dimension: Dimension): boolean => by === dimension || where[dimension] !== undefined
  if (!asks('app')) return 'resource'
  return asks('resource') ? 'both' : 'app'
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
/** For so many days counts are kept by the minute, beyond by the hour. */
export const minuteDays = 8

/** How finely what is asked for is known. */
export function resolutionMs(cut: Cut, fromMs: number, nowMs: number): number {
  if (cut === 'both') return minuteMs
  return cut === 'app' || fromMs < nowMs - minuteDays * 86_400_000 ? hourMs : minuteMs
}
