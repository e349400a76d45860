import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { LiveAttempt } from './attempt.ts'
import type { BackendConnection } from './backend-connection.ts'
import type { LiveExchange } from './exchange.ts'

/** What happens to the exchange that a connection carries (forward.ts and relay.ts). */
export interface BackendEvents {
  interim(exchange: LiveExchange, connection: BackendConnection): void
  /** The final head is complete. `text` from `bodyStart` to `bodyEnd` is the first of a body of
   *  declared length (1:1 latin1); other framings deliver their body by `body`. */
  answered(
    exchange: LiveExchange,
    connection: BackendConnection,
    text: string,
    bodyStart: number,
    bodyEnd: number,
  ): void
  /** false: the caller does not keep up, reading pauses until `resume`. Bytes are valid only now. */
  body(exchange: LiveExchange, bytes: Uint8Array, start: number, end: number): boolean
  ended(exchange: LiveExchange, connection: BackendConnection): void
  failed(exchange: LiveExchange, attempt: LiveAttempt, key: ErrorKey, facts: Facts): void
  upgraded(exchange: LiveExchange, connection: BackendConnection, first: Uint8Array): void
  defect(exchange: LiveExchange, thrown: unknown): void
}
