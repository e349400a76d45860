/** Counts of one worker, read by the main thread for /metrics. */
import type { AnsweredBy } from '../model/flow-record.ts'
import type { RouteCounters } from '../model/worker-metrics.ts'

/** Upper bounds in milliseconds of the duration histogram. */
export const durationBucketsMs = [
  5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
] as const

export class RouteCounts {
  readonly gateway: string
  readonly stage: string
  readonly resource: string
  /** By status class 1xx … 5xx (index 0 … 4), split by who answered. */
  readonly byAnswer = new Map<AnsweredBy, number[]>()
  readonly byErrorKey = new Map<string, number>()
  /** Of `backend` and 2xx: those that are no plain successes, because they broke off. */
  brokenSuccesses = 0
  readonly durations = new Durations()
  readonly backendDurations = new Durations()

  constructor(gateway: string, stage: string, resource: string) {
    this.gateway = gateway
    this.stage = stage
    this.resource = resource
  }

  count(
    answeredBy: AnsweredBy,
    status: number,
    errorKey: string,
    isComplete: boolean,
    durationMs: number,
  ): void {
    let classes = this.byAnswer.get(answeredBy)
    if (classes === undefined) this.byAnswer.set(answeredBy, (classes = [0, 0, 0, 0, 0]))
    const index = Math.floor(status / 100) - 1
    classes[index] = (classes[index] ?? 0) + 1
    if (errorKey !== '') this.byErrorKey.set(errorKey, (this.byErrorKey.get(errorKey) ?? 0) + 1)
    if ((!isComplete || errorKey !== '') && index === 1 && answeredBy === 'backend')
      this.brokenSuccesses += 1
    this.durations.count(durationMs)
  }
}

/** A histogram: how many took at most so long. */
class Durations {
  readonly counts: number[] = Array.from({ length: durationBucketsMs.length + 1 }, () => 0)
  sumMs = 0

  count(durationMs: number): void {
    let bucket = 0
    while (bucket < durationBucketsMs.length && durationMs > (durationBucketsMs[bucket] ?? 0))
      bucket++
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.sumMs += durationMs
  }
}

export function countersOf(counts: RouteCounts): RouteCounters {
  return {
    gateway: counts.gateway,
    stage: counts.stage,
    resource: counts.resource,
    byAnswer: [...counts.byAnswer],
    byErrorKey: [...counts.byErrorKey],
    brokenSuccesses: counts.brokenSuccesses,
    durations: counts.durations.counts,
    durationSumMs: counts.durations.sumMs,
    backendDurations: counts.backendDurations.counts,
    backendDurationSumMs: counts.backendDurations.sumMs,
  }
}
