/** The head that goes to a backend: the caller's, in slices, with removed fields cut out and ours
 *  appended, so that the bytes of everything else pass verbatim. */
import { requestIdField } from '../model/answer-marks.ts'
import { keptFields } from '../wire/kept-fields.ts'
import type { Endpoint } from './balancer.ts'
import type { LiveExchange } from './exchange.ts'
import { droppedForBackend, forwardedChain, Kind, valueOfKind } from './field-kinds.ts'
import { begunTraceLine, chooseTrace } from './trace-context.ts'

const idLineStart = `${requestIdField}: `
const callerIdForm = /^[\w.:-]{1,128}$/

/** Decides the ids once per exchange (they are the same on every attempt and in the answer). */
export function chooseIds(exchange: LiveExchange): void {
  const sent = valueOfKind(exchange.connection.head, Kind.callerRequestId)
  exchange.callerRequestId =
    sent !== undefined && callerIdForm.test(sent) ? sent : exchange.requestId
  exchange.idLines =
    idLineStart + exchange.requestId + '\r\nX-Request-ID: ' + exchange.callerRequestId + '\r\n'
  chooseTrace(exchange)
}

/** Texts are joined with `+` here and in the other heads and lines of the hot path: a template literal
 *  asks of each part whether it is a string. */
export function requestHeadText(exchange: LiveExchange, endpoint: Endpoint): string {
  const { route, connection, toBackend, worker } = exchange
  const { head } = connection
  const query = toBackend.query ?? head.query
  const path = endpoint.host.pathPrefix + exchange.backendPath
  const target = query === '' ? path : path + (path.includes('?') ? '&' : '?') + query
  const passCookies = route?.release.passCookies === true
  const { all, butLength } = droppedForBackend(passCookies, connection.peerTrusted)
  const dropped = keepsLength(exchange) ? butLength : all
  return (
    exchange.backendMethod +
    ' ' +
    target +
    endpoint.requestLineEnd +
    keptFields(head, dropped, toBackend.header.removed) +
    exchange.idLines +
    forwardedText(exchange) +
    worker.proxyText.via +
    (exchange.sentTraceparent ? '' : begunTraceLine(exchange.requestId)) +
    toBackend.header.appended +
    framingText(exchange) +
    '\r\n'
  )
}

function forwardedText(exchange: LiveExchange): string {
  const { connection, client } = exchange
  if (!connection.peerTrusted) return connection.text.forwardedLines
  const { head, listener } = connection
  const before = forwardedChain(head)
  const chain =
    before === undefined ? connection.peerAddress : `${before}, ${connection.peerAddress}`
  const proto = head.header('x-forwarded-proto') ?? listener.scheme
  const host = head.header('x-forwarded-host') ?? head.host
  return (
    `X-Forwarded-For: ${chain}\r\nX-Real-IP: ${client.address}\r\nX-Forwarded-Proto: ${proto}\r\n` +
    `X-Forwarded-Host: ${host}\r\nX-Forwarded-Port: ${listener.port}\r\n`
  )
}

function keepsLength({ body, toBackend, upgradeAsked }: LiveExchange): boolean {
  return toBackend.body === undefined && upgradeAsked === '' && body.expected >= 0
}

function framingText(exchange: LiveExchange): string {
  const { body, toBackend, connection, upgradeAsked } = exchange
  if (upgradeAsked !== '') return `Connection: Upgrade\r\nUpgrade: ${upgradeAsked}\r\n`
  const expect = connection.head.expectContinue && !body.complete ? 'Expect: 100-continue\r\n' : ''
  if (toBackend.body !== undefined) return `Content-Length: ${toBackend.body.length}\r\n`
  if (body.expected === -1) return `Transfer-Encoding: chunked\r\n${expect}`
  return connection.head.contentLength >= 0 ? expect : ''
}
