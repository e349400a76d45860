/** W3C Trace Context: a caller's traceparent passes unchanged (we add no span of our own yet); where
 *  there is none, a trace begins here with the request id as trace id. */
import type { LiveExchange } from './exchange.ts'

const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The header line to add, '' where the caller's own passes. */
export function traceparentFor(exchange: LiveExchange): string {
  const sent = exchange.request.header('traceparent')
  return sent === undefined ? `traceparent: ${begun(exchange.requestId)}\r\n` : ''
}

/** The value that the record shows. */
export function traceparentOf(exchange: LiveExchange): string {
  const sent = exchange.request.header('traceparent')
  if (sent === undefined) return exchange.route === undefined ? '' : begun(exchange.requestId)
  return form.test(sent) ? sent : ''
}

function begun(requestId: string): string {
  const hex = requestId.replaceAll('-', '')
  return `00-${hex}-${hex.slice(16)}-00`
}
