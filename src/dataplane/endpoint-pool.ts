/** The connections of one backend of one stage: a balancer that picks endpoints, and per endpoint
 *  the idle connections that may be used again. */
import type { StageBackend } from '../model/release.ts'
import type { BackendConnection } from './backend-connection.ts'
import { type Balancer, type Endpoint } from './balancer.ts'
import type { Worker } from './worker-context.ts'

/** Below the 5 s that Node, gunicorn and uvicorn keep connections by default. */
const idleLimitMs = 4_000
/** A request that must not be sent twice takes only a connection used this recently. */
const freshLimitMs = 1_000
/** Idle connections kept an endpoint and worker. */
const mostIdle = 256

export class EndpointPool {
  readonly backend: StageBackend
  readonly balancer: Balancer
  readonly #worker: Worker

  constructor(worker: Worker, backend: StageBackend, balancer: Balancer) {
    this.#worker = worker
    this.backend = backend
    this.balancer = balancer
  }

  /** The most recently used idle connection that is still safe to use, if any. */
  take(endpoint: Endpoint, mayRepeat: boolean, nowMs: number): BackendConnection | undefined {
    const idle = idleOf(endpoint)
    for (;;) {
      const connection = idle.pop()
      if (connection === undefined) return undefined
      if (connection.phase !== 'idle' || connection.socket?.destroyed !== false) continue
      const idleMs = nowMs - connection.idleSinceMs
      if (idleMs < limitOf(connection) && (mayRepeat || idleMs < freshLimitMs)) return connection
      if (mayRepeat) connection.close()
      else {
        idle.push(connection)
        return undefined
      }
    }
  }

  give(connection: BackendConnection, nowMs: number): void {
    const idle = idleOf(connection.endpoint)
    if (!connection.reusable || connection.socket?.destroyed !== false || idle.length >= mostIdle) {
      connection.close()
      return
    }
    connection.idleSinceMs = nowMs
    idle.push(connection)
    this.#worker.deadlines.set(connection, limitOf(connection), nowMs)
  }
}

export function idleCount(endpoint: Endpoint): number {
  return endpoint.pool === undefined ? 0 : idleOf(endpoint).length
}

export function closeIdle(endpoint: Endpoint): void {
  for (const connection of idleOf(endpoint).splice(0)) connection.close()
}

function limitOf(connection: BackendConnection): number {
  const announced = connection.head.keepAliveTimeoutMs
  return announced < 0 ? idleLimitMs : Math.min(idleLimitMs, announced - 1_000)
}

function idleOf(endpoint: Endpoint): BackendConnection[] {
  endpoint.pool ??= []
  return endpoint.pool as BackendConnection[] // only this file puts anything there
}
