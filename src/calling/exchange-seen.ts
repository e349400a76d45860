import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { AddressSeen } from './call-addresses.ts'
import type { CallAnswer } from './call-answer.ts'
import type { CallRequest } from './call-request.ts'
import type { TlsSeen } from '../network/tls-seen.ts'

/** What this machine's own socket saw of one exchange: facts, no conclusion. */
export interface ExchangeSeen {
  readonly request: CallRequest
  /** Epoch milliseconds. */
  readonly startedAtMs: number
  readonly times: ExchangeTimes
  readonly addresses: readonly AddressSeen[]
  /** ip:port, '' where no connection was made. */
  readonly address: string
  readonly localAddress: string
  readonly tls: TlsSeen | undefined
  readonly answer: CallAnswer | undefined
  readonly failure: ExchangeFailure | undefined
  /** An answer began, if only with part of its header; 1xx are none. */
  readonly hasBegun: boolean
  readonly bytesReceived: number
}

/** Since the exchange began, in ms; -1: not reached, or not needed. */
export interface ExchangeTimes {
  dnsMs: number
  connectMs: number
  tlsMs: number
  sentMs: number
  firstByteMs: number
  endMs: number
}

export interface ExchangeFailure {
  /** `time_over`: the limit of the whole call. `interrupted`: Ctrl-C. */
  readonly key: ErrorKey | 'time_over' | 'interrupted'
  readonly facts: Facts
  readonly errno: string
  readonly detail: string
  readonly tlsAlert: string
  readonly certificate: string
  /** Escaped, where something came that is no acceptable head. */
  readonly firstBytes: string
}
