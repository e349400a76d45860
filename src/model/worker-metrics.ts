/** What one worker has counted, as it tells the main thread. */
export interface WorkerMetrics {
  readonly openConnections: number
  readonly openExchanges: number
  /** Upper bounds of `durations`; what is above the last one stands behind it. */
  readonly durationBucketsMs: readonly number[]
  readonly routes: readonly RouteCounters[]
}

export interface RouteCounters {
  readonly gateway: string
  readonly stage: string
  readonly resource: string
  /** Who answered, and how often with 1xx, 2xx, 3xx, 4xx, 5xx. */
  readonly byAnswer: readonly (readonly [string, readonly number[]])[]
  readonly byErrorKey: readonly (readonly [string, number])[]
  readonly durations: readonly number[]
  readonly durationSumMs: number
}
