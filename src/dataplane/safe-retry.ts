/** When a request may be sent again. Nothing is repeated once a backend may have acted on it, unless
 *  the method is idempotent (RFC 9110 section 9.2.2) and the body is still here. */
import type { ErrorKey } from '../model/error-table.ts'
import type { LiveAttempt } from './attempt.ts'
import type { LiveExchange } from './exchange.ts'

const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** The connection broke, or was never made: another try can help. A timeout after the request was
 *  sent is not here: the backend is working on it, and a second one would make it slower. */
const worthRepeating: ReadonlySet<ErrorKey> = new Set([
  'backend_closed_early',
  'backend_reset',
  'backend_reset_sending',
  'keepalive_race',
  'tls_alert',
])

export function isIdempotent(method: string): boolean {
  return idempotentMethods.has(method)
}

export type RetryDecision = 'no' | 'counted' | 'free'

/** `free`: the stale reuse of a kept connection by an idempotent request without a body costs none of
 *  the configured retries. */
export function mayRetry(
  exchange: LiveExchange,
  attempt: LiveAttempt,
  key: ErrorKey,
): RetryDecision {
  if (exchange.headSent || exchange.isOver) return 'no'
  const { body, backendMethod } = exchange
  const wasSent = attempt.requestBegun
  if (wasSent && !(worthRepeating.has(key) && isIdempotent(backendMethod) && body.replayable))
    return 'no'
  if (!body.replayable) return 'no'
  if (key === 'gateway_out_of_sockets' || key === 'gateway_bug') return 'no'
  if (wasSent && attempt.reused && key === 'keepalive_race' && body.expected === 0) {
    return exchange.attempts.length <= mostAttempts ? 'free' : 'no'
  }
  const retries = exchange.route?.pool.backend.retries ?? 0
  return exchange.retriesUsed < retries ? 'counted' : 'no'
}

/** A bound for free retries too: a pool full of dead connections must not become a loop. */
const mostAttempts = 8
