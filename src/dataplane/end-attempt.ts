/** How an attempt gives back what it holds: its claim on the endpoint, and its connection. */
import type { EndedBy } from '../model/flow-record.ts'
import type { LiveAttempt } from './attempt.ts'
import type { LiveExchange } from './exchange.ts'

/** The exchange goes on without its backend, or is over: what is under way there is given up. */
export function endAttempt(exchange: LiveExchange, endedBy: EndedBy): void {
  exchange.cancelConnect?.()
  exchange.cancelConnect = undefined
  const attempt = exchange.lastAttempt
  if (attempt !== undefined && attempt.endMs < 0) {
    attempt.endMs = exchange.worker.clock.now()
    attempt.endedBy = endedBy
    releaseEndpoint(attempt)
  }
  exchange.backend?.abandon()
  exchange.backend = undefined
}

/** Called exactly once for each attempt. */
export function releaseEndpoint(attempt: LiveAttempt): void {
  attempt.endpoint.active--
}
