import type { Refusal } from './exchange.ts'

export interface Waiting {
  readonly totalIsOver: boolean
  readonly inBody: boolean
  readonly callerIsSlow: boolean
  readonly requestSent: boolean
  /** Bytes that the kernel has not taken from us yet. */
  readonly unsentBytes: number
  readonly headBegun: boolean
}

/** Whose limit ended an attempt, by the phase it came in; undefined: the backend has nothing to answer
 *  yet, because the caller still sends, and that has a limit of its own. */
export function missedDeadline(waiting: Waiting): Refusal | undefined {
  if (waiting.totalIsOver) return totalMissed(waiting)
  if (waiting.inBody && waiting.callerIsSlow)
    return callerMissed('the caller stopped reading the answer')
  if (waiting.inBody) return missed('backend_body_timeout')
  if (waiting.unsentBytes > 0) return missed('backend_send_timeout')
  if (!waiting.requestSent) return undefined
  return missed(waiting.headBegun ? 'backend_head_timeout' : 'backend_first_byte_timeout')
}

/** The time of the whole exchange is over: whoever is waited for at the end had it. */
function totalMissed({ inBody, callerIsSlow, requestSent, unsentBytes }: Waiting): Refusal {
  if (inBody && callerIsSlow) return callerMissed('the caller was still reading the answer')
  if (!inBody && !requestSent && unsentBytes === 0)
    return callerMissed('the caller had not sent the whole request')
  return missed('backend_total_timeout')
}

function callerMissed(reason: string): Refusal {
  return { key: 'client_timeout', facts: { reason } }
}

function missed(key: Refusal['key']): Refusal {
  return { key, facts: {} }
}
