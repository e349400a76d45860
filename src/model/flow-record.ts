import type { Facts } from './attribution.ts'

/** The facts of one exchange, exactly as the spool, the API and the console hold them. Facts only:
 *  a conclusion that can be recomputed is never in it (see diagnosis/). Durations are milliseconds
 *  with three decimals; `timestamp` is the first byte of the request in epoch milliseconds. */
export interface FlowRecord {
  readonly request_id: string
  readonly x_request_id: string
  readonly traceparent: string
  readonly timestamp: number
  readonly gateway: string
  readonly stage: string
  readonly resource: string
  /** The resource's path as defined (`/orders/{id}`); absent where nothing matched. Whether a 404 from
   *  behind us is the caller's depends on it: a path without variables cannot be mistyped. */
  readonly resource_path?: string
  /** As claimed; `app_verified` tells whether it was proved. */
  readonly app_code: string
  readonly app_verified: boolean
  readonly bk_username: string
  readonly client_ip: string
  readonly method: string
  readonly http_host: string
  /** Path as the caller sent it, without the query. */
  readonly http_path: string
  /** Raw query, scrubbed. */
  readonly params: string
  /** First 4 KiB, scrubbed; only where the status is not 2xx. */
  readonly body: string
  readonly backend: string
  readonly backend_scheme: string
  readonly backend_method: string
  readonly backend_host: string
  readonly backend_path: string
  readonly backend_addr: string
  /** Status sent to the caller; 499 where the caller went away first. */
  readonly status: number
  /** Status received from the backend, 0 where no complete head came. */
  readonly backend_status: number
  readonly response_body: string
  readonly response_size: number
  readonly request_duration: number
  readonly backend_duration: number
  /** Error code, name, message and key of ours; 0 and '' where we wrote no error. */
  readonly code: number
  readonly code_name: string
  readonly error: string
  readonly error_key: string
  /** Facts behind `error_key`. */
  readonly error_facts: Facts
  readonly release: string
  readonly node: string
  readonly phase_ms: PhaseTimes
  readonly plugins: readonly PluginNote[]
  readonly attempts: readonly Attempt[]
  /** Ordered pairs, masked, at most 4 KiB; kept when bodies are. */
  readonly backend_headers: readonly (readonly [string, string])[]
  readonly client: ClientFacts
  /** What wrote the answer the caller got. */
  readonly answered_by: AnsweredBy
  /** The answer reached the caller complete: head and body, as far as we could write it. */
  readonly complete: boolean
}

/** `gateway`: an error of ours, or where no error is told a page of ours (public keys). `mock`, `preflight`: an answer of ours that is no error. `backend`:
 *  a head received from behind us. `none`: nothing was sent. */
export type AnsweredBy = 'gateway' | 'mock' | 'preflight' | 'backend' | 'none'

export interface PhaseTimes {
  readonly match: number
  readonly admit: number
  readonly forward: number
  readonly relay: number
}

export interface PluginNote {
  readonly plugin: string
  readonly outcome: 'continue' | 'reject' | 'answer'
  readonly ms: number
  readonly evidence?: Facts
}

/** Who ended a connection or a body first. */
export type EndedBy = '' | 'client' | 'backend' | 'gateway'

/** One try at one endpoint. Times are milliseconds since the attempt began, -1 where the step was
 *  not reached (or not needed: `dns_ms` of an address, `connect_ms` of a reused connection). */
export interface Attempt {
  /** host:port as configured. */
  readonly endpoint: string
  /** ip:port connected to or tried last. */
  readonly address: string
  readonly local_address: string
  readonly reused: boolean
  /** Idle time of a reused connection before this use, in ms; -1 for a new one. */
  readonly idle_ms: number
  readonly dns_ms: number
  readonly connect_ms: number
  readonly tls_ms: number
  readonly sent_ms: number
  readonly first_byte_ms: number
  readonly head_ms: number
  readonly end_ms: number
  readonly bytes_sent: number
  readonly bytes_received: number
  readonly status: number
  /** Error key, '' for success. */
  readonly failure: string
  readonly errno: string
  readonly tls_alert: string
  /** Subject, SANs and validity of a refused certificate. */
  readonly certificate: string
  readonly ended_by: EndedBy
  /** Bytes of body that the head promised, -1 where the length was not declared. */
  readonly body_expected: number
  readonly body_received: number
  /** First bytes received, escaped, where they were not an acceptable head. */
  readonly first_bytes: string
  /** Further words of the library or rule that failed; names tried before this one. */
  readonly detail: string
}

export interface ClientFacts {
  readonly ended_by: EndedBy
  /** ms since the request began at which the caller half-closed, -1 if it did not. */
  readonly half_closed_ms: number
  readonly bytes_received: number
}
