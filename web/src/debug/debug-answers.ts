import type { Fault } from '../../../src/model/attribution.ts'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'

/** What the management API takes and says about debug calls (docs/reference/online-debugging.md). */
export interface DebugOrder {
  readonly stage: string
  readonly resource?: string
  readonly pathParameters?: Readonly<Record<string, string>>
  readonly subpath?: string
  readonly path?: string
  readonly method?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
  readonly bodyEncoding?: 'utf8' | 'base64'
  readonly credentials?: Credentials
  readonly follow?: 'gateway' | 'backends' | 'none'
}

export interface Credentials {
  readonly app?: string
  readonly secret?: string
  readonly userToken?: string
  readonly testIdentity?: boolean
}

export interface DebugEntry {
  readonly id: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly actor: string
  readonly stage: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly key: string
  readonly fault: Fault
}

export interface DebugAnswer extends DebugEntry {
  readonly isKept?: boolean
  /** What was asked for, without secrets. */
  readonly request: DebugOrder
  /** The members that held one, such as `credentials.secret`. */
  readonly leftOut: readonly string[]
  readonly verdict: Verdict
  readonly curl: string
  readonly hops: readonly Hop[]
}

export interface Hop {
  readonly request: string
  readonly status: number
  readonly verdict: Verdict
  readonly timeline: Readonly<Record<HopStep, number>>
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly request_headers: readonly (readonly [name: string, value: string])[]
  readonly body: {
    readonly text: string
    readonly bytes: number
    readonly is_binary: boolean
    readonly is_whole: boolean
  }
  readonly notes: readonly string[]
  /** null: it did not pass the gateway, or may not be seen. */
  readonly record: FlowRecord | null
}

/** Milliseconds; -1: there was none. */
export type HopStep =
  | 'dns_ms'
  | 'tcp_ms'
  | 'tls_ms'
  | 'send_ms'
  | 'wait_ms'
  | 'body_ms'
  | 'total_ms'
