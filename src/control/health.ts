import type { WorkerState } from '../carrier/worker-state.ts'

/** What `/healthz` says: ready is 200, anything else 503. Open to everyone, so it holds no reasons;
 *  those are in the process log. */
export type Phase = 'starting' | 'serving' | 'draining'

export interface Health {
  readonly status: 'ok' | 'degraded' | 'starting' | 'draining' | 'down'
  readonly version: string
  readonly workers: readonly Pick<WorkerState, 'index' | 'state' | 'restarts'>[]
  readonly logEngine: { readonly state: string; readonly restarts: number }
  /** It answers this; traffic went on each time that another had ended. */
  readonly controlPlane: { readonly restarts: number }
  /** Records dropped since the start, and times from which records are missing or may be. */
  readonly flowLog: { readonly dropped: number; readonly gaps: number }
}

export function healthOf(
  phase: Phase,
  version: string,
  workers: readonly WorkerState[],
  { logEngine, controlPlane }: Pick<Health, 'logEngine' | 'controlPlane'>,
  flowLog: Health['flowLog'],
): Health {
  return {
    status: statusOf(phase, workers, logEngine.state),
    version,
    workers: workers.map(({ index, state, restarts }) => ({ index, state, restarts })),
    logEngine,
    controlPlane,
    flowLog,
  }
}

/** Traffic decides: without the log engine requests go on, with no worker none does. */
function statusOf(phase: Phase, workers: readonly WorkerState[], engine: string): Health['status'] {
  if (phase !== 'serving') return phase
  const running = workers.filter(({ state }) => state === 'running').length
  if (running === 0) return 'down'
  return running === workers.length && engine === 'running' ? 'ok' : 'degraded'
}

export function isReady({ status }: Health): boolean {
  return status === 'ok' || status === 'degraded'
}
