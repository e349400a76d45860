/** Asks the backend: picks an endpoint, connects or reuses, sends, and tries again where that is
 *  safe. Every attempt is kept. */
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import {
  connect,
  type ConnectDone,
  type ConnectFailed,
  type Connected,
} from '../network/connect.ts'
import { chunkSizeLine } from '../wire/chunked.ts'
import { LiveAttempt } from './attempt.ts'
import { BackendConnection } from './backend-connection.ts'
import type { BackendEvents } from './backend-events.ts'
import type { Endpoint } from './balancer.ts'
import { releaseEndpoint } from './end-attempt.ts'
import type { LiveExchange } from './exchange.ts'
import { hashKeyOf } from './hash-key.ts'
import { asBuffer, latin1Text } from './latin1-bytes.ts'
import { refuse } from './refuse.ts'
import type { BodyConsumer } from './request-body.ts'
import { requestHeadText } from './request-text.ts'
import { isIdempotent, mayRetry } from './safe-retry.ts'
import type { Route } from './route.ts'

/** Bodies up to this size leave in one write with the head. */
const joinedBodyBytes = 16_384

export function forward(exchange: LiveExchange, events: BackendEvents): void {
  const { route, connection } = exchange
  if (route === undefined) return
  const { head } = connection
  const endsWithSlash = head.text.charCodeAt(head.pathEnd - 1) === 47
  exchange.backendPath = route.backendPath(exchange.variables, exchange.rest, endsWithSlash)
  exchange.backendMethod = route.backendMethod === 'ANY' ? head.method : route.backendMethod
  if (route.resource.websocket && mayBecomeTunnel(exchange)) exchange.upgradeAsked = head.upgrade
  exchange.totalDeadlineMs = exchange.startMs + route.timeoutMs.total
  attemptNext(exchange, route, events)
}

/** Without a body, or its bytes would reach the backend as a request of their own; and no protocol
 *  that carries further requests past us, as h2c would. */
function mayBecomeTunnel({ connection: { head }, body }: LiveExchange): boolean {
  return head.upgrade.toLowerCase() === 'websocket' && body.expected === 0
}

function attemptNext(exchange: LiveExchange, route: Route, events: BackendEvents): void {
  const now = exchange.worker.clock.latestMs
  const endpoint = route.pool.balancer.pick(now, hashKeyOf(exchange, route), exchange.tried)
  if (endpoint === undefined) return refuse(exchange, { key: 'no_endpoint', facts: {} })
  const attempt = new LiveAttempt(endpoint, now)
  exchange.attempts.push(attempt)
  endpoint.active++
  const kept =
    exchange.upgradeAsked === ''
      ? route.pool.take(endpoint, isIdempotent(exchange.backendMethod), now)
      : undefined
  if (kept === undefined) return open(exchange, route, endpoint, attempt, events)
  attempt.reused = true
  attempt.idleMs = now - kept.idleSinceMs
  attempt.address = kept.address
  attempt.localAddress = kept.localAddress
  send(exchange, route, kept, attempt)
}

function open(
  exchange: LiveExchange,
  route: Route,
  endpoint: Endpoint,
  attempt: LiveAttempt,
  events: BackendEvents,
): void {
  const { worker } = exchange
  const { host } = endpoint
  const limits = route.timeoutMs
  const connection = new BackendConnection(worker, events, endpoint)
  const opened: ConnectDone = (failed, connected) => {
    exchange.cancelConnect = undefined
    try {
      if (connected !== undefined) return useConnected(exchange, route, connection, connected)
      if (failed !== undefined) connectFailed(exchange, attempt, failed, events)
    } catch (thrown) {
      events.defect(exchange, thrown)
    }
  }
  const connecting = connect(worker.options.resolver, host, limits, connection, opened)
  exchange.cancelConnect = () => connecting.cancel()
}

function useConnected(
  exchange: LiveExchange,
  route: Route,
  connection: BackendConnection,
  { socket, times, address, localAddress, detail }: Connected,
): void {
  connection.adopt(socket, address, localAddress)
  const attempt = exchange.lastAttempt
  if (exchange.isOver || attempt === undefined) return connection.close()
  Object.assign(attempt, times)
  attempt.address = address
  attempt.localAddress = localAddress
  attempt.detail = detail
  send(exchange, route, connection, attempt)
}

function connectFailed(
  exchange: LiveExchange,
  attempt: LiveAttempt,
  failed: ConnectFailed,
  events: BackendEvents,
): void {
  const { times, key, facts, ...others } = failed
  Object.assign(attempt, times, others)
  attempt.endMs = exchange.worker.clock.now()
  attemptFailed(exchange, attempt, key, facts, events)
}

function send(
  exchange: LiveExchange,
  route: Route,
  connection: BackendConnection,
  attempt: LiveAttempt,
): void {
  const { body, toBackend } = exchange
  exchange.backend = connection
  connection.begin(exchange, attempt, exchange.totalDeadlineMs)
  const headText = requestHeadText(exchange, connection.endpoint)
  if (toBackend.body !== undefined) {
    connection.writeText(headText)
    connection.writeBytes(toBackend.body)
    return connection.requestDone()
  }
  if (
    !body.complete ||
    body.received > joinedBodyBytes ||
    (body.expected === -1 && body.received > 0)
  ) {
    connection.writeText(headText)
    connection.arm(route.timeoutMs.send)
    body.attach(bodySender(exchange, connection))
    if (exchange.connection.head.expectContinue && !body.complete)
      offerContinue(exchange, connection)
    exchange.connection.resumeReading()
    return
  }
  let text = headText
  if (body.expected === -1) text += `0\r\n${body.trailers}\r\n`
  else if (body.received > 0) text += latin1Text(asBuffer(body.kept), 0, body.received)
  connection.writeText(text)
  connection.requestDone()
}

/** Streams the body with back-pressure: the caller is read only as fast as the backend takes it. */
function bodySender(exchange: LiveExchange, connection: BackendConnection): BodyConsumer {
  const isChunked = exchange.body.expected === -1
  return {
    bodyChunk(bytes) {
      if (connection.exchange !== exchange) return
      if (isChunked) connection.writeText(chunkSizeLine(bytes.length))
      let keepsUp = connection.writeBytes(bytes)
      if (isChunked) keepsUp = connection.writeText('\r\n')
      connection.arm(exchange.route?.timeoutMs.send ?? 0)
      if (!keepsUp) exchange.connection.pauseReading()
    },
    bodyEnd(trailers) {
      if (connection.exchange !== exchange) return
      if (isChunked) connection.writeText(`0\r\n${trailers}\r\n`)
      connection.requestDone()
    },
  }
}

/** A backend that ignores `Expect` would wait for a body that the caller holds back (RFC 9110
 *  section 10.1.1): after a second the caller is told to go on. */
const continueAfterMs = 1_000

function offerContinue(exchange: LiveExchange, connection: BackendConnection): void {
  const timer = setTimeout(() => {
    const isWaiting =
      connection.exchange === exchange && !exchange.headSent && exchange.body.received === 0
    if (isWaiting) exchange.connection.answer.send('HTTP/1.1 100 Continue\r\n\r\n', '')
  }, continueAfterMs)
  timer.unref()
}

/** Failures that say nothing against the endpoint. */
const notTheEndpoints: ReadonlySet<ErrorKey> = new Set([
  'client_timeout',
  'client_stalled',
  'keepalive_race',
  'gateway_out_of_sockets',
  'gateway_bug',
])

export function attemptFailed(
  exchange: LiveExchange,
  attempt: LiveAttempt,
  key: ErrorKey,
  facts: Facts,
  events: BackendEvents,
): void {
  attempt.failure = key
  exchange.backend = undefined
  exchange.body.detach()
  releaseEndpoint(attempt)
  if (!notTheEndpoints.has(key)) attempt.endpoint.failed(exchange.worker.clock.now())
  const { route } = exchange
  const decision = mayRetry(exchange, attempt, key)
  if (route === undefined || decision === 'no') return refuse(exchange, { key, facts })
  if (decision === 'counted') {
    exchange.retriesUsed++
    exchange.tried = [...exchange.tried, attempt.endpoint]
  } // else the endpoint is not to blame: a connection grew old
  attemptNext(exchange, route, events)
}
