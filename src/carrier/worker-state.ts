/** What is told of a worker. */
export interface WorkerState {
  readonly index: number
  readonly state: 'starting' | 'running' | 'restarting' | 'stopped'
  readonly restarts: number
  /** Why the last thread ended, '' if none did. */
  readonly lastFailure: string
}

/** What one worker says of a publication. */
export interface WorkerAnswer {
  readonly worker: number
  readonly version: number
  /** `deferred`: it is being started, and will begin with it. */
  readonly answer: 'acknowledged' | 'declined' | 'deferred'
  readonly tookMs: number
  /** Of `declined`. */
  readonly reason: string
}
