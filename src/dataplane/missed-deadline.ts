import { defaultTimeoutsMs } from '../model/release.ts'
import type { LiveExchange, Refusal } from './exchange.ts'

type Pace = 'keeps up' | 'takes some' | 'stopped'

export interface Waiting {
  readonly totalIsOver: boolean
  readonly inBody: boolean
  readonly caller: Pace
  readonly requestSent: boolean
  /** Bytes that the kernel has not taken from us yet. */
  readonly unsentBytes: number
  readonly headBegun: boolean
}

/** How the caller took the answer while the time ran. */
export function paceOfCaller({ callerIsSlow, connection }: LiveExchange): Pace {
  if (!callerIsSlow) return 'keeps up'
  return connection.answer.tookSome() ? 'takes some' : 'stopped'
}

/** Whose limit ended an attempt, by the phase it came in; undefined: nobody's. The caller still sends, which
 *  has a limit of its own, or it takes the answer slowly but steadily. */
export function missedDeadline(waiting: Waiting): Refusal | undefined {
  if (waiting.totalIsOver) return totalMissed(waiting)
  if (waiting.inBody) return missedInBody(waiting.caller)
  if (waiting.unsentBytes > 0) return missed('backend_send_timeout')
  if (!waiting.requestSent) return undefined
  return missed(waiting.headBegun ? 'backend_head_timeout' : 'backend_first_byte_timeout')
}

function missedInBody(caller: Pace): Refusal | undefined {
  switch (caller) {
    case 'keeps up':
      return missed('backend_body_timeout')
    case 'takes some':
      return undefined
    case 'stopped':
      return callerStalled('idle')
  }
}

/** The time of the whole exchange is over: whoever is waited for at the end had it. */
function totalMissed({ inBody, caller, requestSent, unsentBytes }: Waiting): Refusal {
  if (inBody && caller !== 'keeps up') return callerStalled('total')
  if (!inBody && !requestSent && unsentBytes === 0)
    return { key: 'client_timeout', facts: { reason: 'the caller had not sent the whole request' } }
  return missed('backend_total_timeout')
}

/** The same where the whole answer is written: what the caller takes buys it the next piece, until the time
 *  of the exchange is over. */
export function missedByCaller(exchange: LiveExchange): Refusal | undefined {
  const { worker, connection, route, startMs } = exchange
  if (!connection.answer.tookSome()) return callerStalled('idle')
  const { total } = route?.timeoutMs ?? defaultTimeoutsMs
  return worker.clock.latestMs >= startMs + total ? callerStalled('total') : undefined
}

/** `limit`: it took nothing for that long, or it took too long in all. */
function callerStalled(limit: 'idle' | 'total'): Refusal {
  return { key: 'client_stalled', facts: { reason: stallReasons[limit], limit } }
}

const stallReasons = {
  idle: 'the caller stopped reading the answer',
  total: 'the caller was still reading the answer',
}

function missed(key: Refusal['key']): Refusal {
  return { key, facts: {} }
}
