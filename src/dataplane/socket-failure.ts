/** What an error of a connected backend socket means, from the phase it came in:
 *  Node calls FIN before and after the request, in status line and header all the same. */
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { tlsAlertOf } from '../network/tls-failure.ts'

export interface SocketPhase {
  readonly inBody: boolean
  readonly bytesReceived: number
  readonly reused: boolean
  readonly requestSent: boolean
}

export interface SocketFailure {
  readonly key: ErrorKey
  readonly facts: Facts
  /** TLS alert number, '' if none. */
  readonly alert: string
}

export function socketFailure(
  error: NodeJS.ErrnoException | undefined,
  phase: SocketPhase,
): SocketFailure {
  // TLS 1.3 refuses a client certificate only after the handshake, so the alert arrives here.
  const alert = error === undefined ? undefined : tlsAlertOf(error)
  if (alert !== undefined && phase.bytesReceived === 0) {
    return {
      key: 'tls_alert',
      facts: { alert: `${alert.name} (${alert.number})` },
      alert: alert.number,
    }
  }
  return { key: keyOf(phase), facts: {}, alert: alert?.number ?? '' }
}

function keyOf(phase: SocketPhase): ErrorKey {
  if (phase.inBody) return 'backend_body_reset'
  if (phase.bytesReceived > 0) return 'backend_head_incomplete'
  if (phase.reused) return 'keepalive_race'
  return phase.requestSent ? 'backend_reset' : 'backend_reset_sending'
}

/** A FIN before the end of the answer. */
export function finFailure(
  inBody: boolean,
  { bytesReceived, reused }: { readonly bytesReceived: number; readonly reused: boolean },
): ErrorKey {
  if (inBody) return 'backend_body_incomplete'
  if (bytesReceived > 0) return 'backend_head_incomplete'
  return reused ? 'keepalive_race' : 'backend_closed_early'
}
