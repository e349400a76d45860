/** What a caller's connection and the pipeline know of each other. */
import type { LiveExchange } from './exchange.ts'

/** What the connection asks of the pipeline. */
export interface ExchangeEvents {
  serve(exchange: LiveExchange): void
  /** The head or the body cannot be accepted. */
  unacceptable(
    exchange: LiveExchange,
    key: 'client_timeout' | 'malformed_request' | 'body_too_large' | 'head',
  ): void
  /** A wanted body is complete (or it will not be kept whole). */
  bodyReady(exchange: LiveExchange): void
  /** The whole answer is written, and the caller had its time to take what is left. */
  answerNotTaken(exchange: LiveExchange): void
  callerGone(exchange: LiveExchange, errno: string): void
  callerKeepsUp(exchange: LiveExchange): void
  /** The worker ends and waits no longer. */
  stopping(exchange: LiveExchange): void
  /** Our own code threw something while the exchange went on. */
  defect(exchange: LiveExchange, thrown: unknown): void
}

export interface ListenerFacts {
  readonly scheme: 'http' | 'https'
  readonly port: number
}
