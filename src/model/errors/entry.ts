import type { Fault, Owner } from '../attribution.ts'

/** One row of the error table: all that is known about one way the gateway refuses. */
export interface ErrorEntry {
  readonly status: number
  /** 16 + status + two digits. A code may be shared by several keys, a key is unique. */
  readonly code: number
  readonly codeName: string
  /** Base text of `message`, as the old system's users know it. */
  readonly message: string
  /** What follows the base text, `{name}` filled from the error's facts; empty: nothing follows. */
  readonly detail: string
  /** RFC 9209 section 2.3 error type, sent in Proxy-Status. */
  readonly proxyStatus: string
  readonly fault: Fault
  readonly owner: Owner
  /** For the caller: no host, no header value. */
  readonly summary: string
  /** What the owner does about it. */
  readonly remedy: string
}
