/** W3C Trace Context: a caller's traceparent passes unchanged (we add no span of our own yet); where
 *  there is none, a trace begins here with the request id as trace id. */
import { begunTraceparent } from '../model/record-defaults.ts'
import type { LiveExchange } from './exchange.ts'
import { Kind, valueOfKind } from './field-kinds.ts'

const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** Decides the exchange's trace; '' where the caller sent something that is no traceparent: it
 *  passes as it is, but nobody may search for it. */
export function chooseTrace(exchange: LiveExchange): void {
  const sent = valueOfKind(exchange.connection.head, Kind.traceparent)
  if (sent === undefined) exchange.traceparent = begunTraceparent(exchange.requestId)
  else {
    exchange.sentTraceparent = true
    exchange.traceparent = form.test(sent) ? sent : ''
  }
}
