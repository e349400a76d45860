/** What one worker has counted, as it tells the main thread. */
export interface WorkerMetrics {
  readonly openConnections: number
  readonly openExchanges: number
  /** To backends, kept for the next request. */
  readonly idleBackendConnections: number
  /** Requests that backends are at. */
  readonly busyBackendConnections: number
  /** Hosts that are passed over for a while because they failed; of several workers, all of theirs. */
  readonly ejected: readonly EjectedHost[]
  /** What the worker serves, as it says itself; of several workers, all of theirs. */
  readonly releases: readonly ServedRelease[]
  /** Upper bounds of `durations`; what is above the last one stands behind it. */
  readonly durationBucketsMs: readonly number[]
  readonly routes: readonly RouteCounters[]
}

export interface ServedRelease {
  readonly gateway: string
  readonly stage: string
  readonly number: number
}

export interface EjectedHost {
  readonly gateway: string
  readonly stage: string
  readonly backend: string
  /** host:port */
  readonly endpoint: string
}

export interface RouteCounters {
  readonly gateway: string
  readonly stage: string
  readonly resource: string
  /** Who answered, and how often with 1xx, 2xx, 3xx, 4xx, 5xx. */
  readonly byAnswer: readonly (readonly [string, readonly number[]])[]
  readonly byErrorKey: readonly (readonly [string, number])[]
  /** Of the 2xx that backends answered: those that broke off. */
  readonly brokenSuccesses: number
  readonly durations: readonly number[]
  readonly durationSumMs: number
  /** Of the exchanges that asked a backend, the time that it took. */
  readonly backendDurations: readonly number[]
  readonly backendDurationSumMs: number
}
