/** W3C Trace Context: a caller's traceparent passes unchanged (we add no span of our own yet); where
 *  there is none, a trace begins here with the request id as trace id. */
import type { LiveExchange } from './exchange.ts'
import { Kind, valueOfKind } from './field-kinds.ts'
import { latin1Text } from './latin1-bytes.ts'

const form = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** Fills in the caller's trace; '' where the caller sent something that is no traceparent: it
 *  passes as it is, but nobody may search for it. */
export function chooseTrace(exchange: LiveExchange): void {
  const sent = valueOfKind(exchange.connection.head, Kind.traceparent)
  if (sent === undefined) return
  exchange.sentTraceparent = true
  exchange.traceparent = form.test(sent) ? sent : ''
}

const start = 'traceparent: 00-'.length
const line = Buffer.from(`traceparent: 00-${'0'.repeat(32)}-${'0'.repeat(16)}-00\r\n`, 'latin1')

/** The field of a trace that begins with this request; what it says is `begunTraceparent` of model. Put
 *  together as bytes, because joining ten slices costs three times as much. */
export function begunTraceLine(requestId: string): string {
  let at = start
  for (let i = 0; i < requestId.length; i++) {
    const code = requestId.charCodeAt(i)
    if (code === 45) continue // '-'
    line[at] = code
    if (at >= start + 16) line[at + 17] = code // the second half is the parent's id as well
    at++
  }
  return latin1Text(line, 0, line.length)
}
