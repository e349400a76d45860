/** W3C Trace Context: a caller's traceparent passes unchanged (we add no span of our own yet); where
 *  there is none, a trace begins here with the request id as trace id. */
import type { LiveExchange } from './exchange.ts'
import { Kind, valueOfKind } from './field-kinds.ts'

const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** Decides the exchange's trace; '' where the caller sent something that is no traceparent: it
 *  passes as it is, but nobody may search for it. */
export function chooseTrace(exchange: LiveExchange): void {
  const sent = valueOfKind(exchange.connection.head, Kind.traceparent)
  if (sent === undefined) exchange.traceparent = begun(exchange.requestId)
  else {
    exchange.sentTraceparent = true
    exchange.traceparent = form.test(sent) ? sent : ''
  }
}

/** `version-traceid-parentid-flags`; not sampled, because nothing of ours records the span. */
function begun(id: string): string {
  const low = id.slice(19, 23) + id.slice(24)
  return `00-${id.slice(0, 8)}${id.slice(9, 13)}${id.slice(14, 18)}${low}-${low}-00`
}
