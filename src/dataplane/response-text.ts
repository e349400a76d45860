/** The head that goes to the caller: a received one passes "as is", minus what belongs
 *  to the connection and what only we may say; ours is appended. */
import { keptFields } from '../wire/kept-fields.ts'
import type { ResponseHead } from '../wire/response-head.ts'
import type { LiveExchange } from './exchange.ts'
import { httpDate } from './http-date.ts'
import type { Framing } from './response-body.ts'
import { droppedForCaller, Kind } from './field-kinds.ts'

/** Also decides how the body is framed for the caller (`exchange.chunkedToCaller`). */
export function receivedHeadText(
  exchange: LiveExchange,
  head: ResponseHead,
  framing: Framing,
): string {
  const dropped = framing === 'length' ? droppedForCaller.butLength : droppedForCaller.all
  return (
    head.statusLine +
    keptFields(head, dropped, exchange.toCaller.removed) +
    exchange.idLines +
    proxyStatusAndDate(exchange, head) +
    exchange.toCaller.appended +
    framingText(exchange, head, framing) +
    connectionText(exchange) +
    '\r\n'
  )
}

export function interimHeadText(head: ResponseHead): string {
  return head.statusLine + keptFields(head, droppedForCaller.all, []) + '\r\n'
}

export function connectionText(exchange: LiveExchange): string {
  if (exchange.closeAfter) return 'Connection: close\r\n'
  return exchange.connection.head.minor === 0 ? 'Connection: keep-alive\r\n' : ''
}

function framingText(exchange: LiveExchange, head: ResponseHead, framing: Framing): string {
  if (framing === 'length') return '' // the received field is in its place
  if (framing === 'none') {
    // A caller that asked for a body gets an empty one where the backend was asked with HEAD.
    const isBodyless = exchange.method === 'HEAD' || head.status === 304 || head.status === 204
    if (!isBodyless) return 'Content-Length: 0\r\n'
    // What a HEAD or 304 declares is about another answer (RFC 9110 section 8.6), and passes; a 204
    // never has one.
    return head.contentLength >= 0 && head.status !== 204
      ? `Content-Length: ${head.contentLength}\r\n`
      : ''
  }
  if (exchange.connection.head.minor === 0) {
    exchange.closeAfter = true
    return ''
  }
  exchange.chunkedToCaller = true
  return 'Transfer-Encoding: chunked\r\n'
}

/** One walk for both. Members of other proxies stay in order before ours; a member under our name was never
 *  ours. An answer that came without a date gets that of its arrival (RFC 9110 section 6.6.1). */
function proxyStatusAndDate(exchange: LiveExchange, head: ResponseHead): string {
  const { proxyText, clock } = exchange.worker
  const ours = proxyText.received[head.status] ?? ''
  let foreign = ''
  let isDated = false
  for (let i = 0; i < head.fieldCount; i++) {
    const kind = head.kinds[i]
    if (kind === Kind.proxyStatus) foreign += withoutOurs(head.value(i), proxyText.name)
    else if (kind === Kind.date) isDated = true
  }
  const status =
    foreign === '' ? ours : `Proxy-Status: ${foreign}${ours.slice('Proxy-Status: '.length)}`
  return isDated ? status : `${status}Date: ${httpDate(clock.epochMs)}\r\n`
}

function withoutOurs(value: string, name: string): string {
  let kept = ''
  for (const member of listMembers(value)) {
    const label = /^"?([^";\s]*)/.exec(member)?.[1] ?? ''
    if (label !== '' && label.toLowerCase() !== name.toLowerCase()) kept += `${member}, `
  }
  return kept
}

/** Splits a structured-field list at commas outside quoted strings (RFC 9651 section 3.1). */
function listMembers(value: string): string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).map((member) => member.trim())
}
