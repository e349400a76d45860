/** START HERE. The life of one request: match → admit → forward → relay → record, and refuse where
 *  one fails. Each word is a file of this folder and a phase of the flow record. The steps are
 *  events and not awaits, because on the hot path every step answers at once
 *  (docs/decisions/exchange-as-events.md). */
import { errorTable } from '../model/error-table.ts'
import { openTextOf } from '../model/record-sink.ts'
import { admit, type Admission } from './admit.ts'
import type { BackendEvents } from './backend-events.ts'
import type { ExchangeEvents } from './exchange-events.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { endByDefect } from './defect.ts'
import { endAttempt, releaseEndpoint } from './end-attempt.ts'
import { Kind } from './field-kinds.ts'
import { answerHealth, answerPublicKey } from './gateway-pages.ts'
import { finish, finishOnceSent } from './finish.ts'
import { attemptFailed, forward } from './forward.ts'
import { match } from './match.ts'
import { missedByCaller } from './missed-deadline.ts'
import { refuse } from './refuse.ts'
import { callerKeepsUp, relayBody, relayEnd, relayHead, relayInterim, relayOwn } from './relay.ts'
import { chooseIds } from './request-text.ts'
import { openTunnel } from './tunnel.ts'

/** What a caller's connection reports. */
export const exchangeEvents: ExchangeEvents = {
  serve(exchange) {
    if (answerHealth(exchange)) return
    const { connection, body, worker } = exchange
    const { sink } = worker.options
    exchange.sinkSlot = sink.open(exchange.requestId)
    if (answerPublicKey(exchange)) return
    chooseIds(exchange)
    const missed = credentialsTwice(exchange) ?? match(exchange, worker.routing)
    exchange.matchedMs = worker.clock.now()
    const { head } = connection
    const { gatewayName, stageName, path } = exchange
    const text = exchange.known?.openText ?? openTextOf(gatewayName, stageName, head.method, path)
    sink.describe(exchange.sinkSlot, text, exchange.timestamp)
    if (missed !== undefined) return refuse(exchange, missed)
    const { route } = exchange
    if (route === undefined) return
    if (body.problem !== '') return malformedBody(exchange) // nothing is asked for a broken request
    body.limitBytes = route.bodyLimitBytes
    if (!route.wantsBody || body.complete || head.contentLength > body.limitBytes)
      return admit(exchange, admission)
    exchange.pluginsRun = -1 // admit waits for the body: see bodyReady
    if (head.expectContinue) askForBody(exchange)
  },

  bodyReady(exchange) {
    if (exchange.pluginsRun !== -1 || exchange.isOver) return
    exchange.pluginsRun = 0
    admit(exchange, admission)
  },

  unacceptable(exchange, why) {
    exchange.closeAfter = true
    if (exchange.sinkSlot < 0)
      exchange.sinkSlot = exchange.worker.options.sink.open(exchange.requestId)
    const { head, body } = exchange.connection
    switch (why) {
      case 'head':
        return refuse(
          exchange,
          head.problem ?? { key: 'malformed_request', facts: { reason: 'unreadable head' } },
        )
      case 'malformed_request':
        return malformedBody(exchange)
      case 'body_too_large':
        return tooLarge(exchange, body.received)
      case 'client_timeout':
        exchange.endedBy = 'gateway'
        return refuse(exchange, {
          key: 'client_timeout',
          facts: { reason: timeoutReason(exchange) },
        })
    }
  },

  answerNotTaken(exchange) {
    const missed = missedByCaller(exchange)
    if (missed === undefined) return exchange.connection.awaitFlush(exchange)
    exchange.complete = false
    exchange.endedBy = 'gateway'
    refuse(exchange, missed)
  },

  callerGone(exchange, errno) {
    if (exchange.isOver) return
    exchange.endedBy = 'client'
    exchange.error = { key: 'client_closed', facts: errno === '' ? {} : { errno } }
    exchange.errorMessage = errorTable.client_closed.message
    exchange.complete = false
    if (!exchange.headSent || exchange.connection.answer.isProbing) {
      exchange.status = errorTable.client_closed.status
      exchange.answeredBy = 'none'
    }
    endAttempt(exchange, 'client')
    finish(exchange)
  },

  callerKeepsUp,

  stopping(exchange) {
    exchange.closeAfter = true
    exchange.endedBy = 'gateway'
    refuse(exchange, { key: 'gateway_stopping', facts: {} })
  },

  defect: endByDefect,
}

/** What a backend's connection reports. */
const backendEvents: BackendEvents = {
  interim: relayInterim,
  answered: relayHead,
  body: relayBody,
  ended(exchange, connection) {
    const attempt = exchange.lastAttempt
    exchange.backend = undefined
    exchange.body.detach()
    if (attempt !== undefined) {
      releaseEndpoint(attempt)
      attempt.endpoint.succeeded()
    }
    if (exchange.route === undefined) connection.close()
    else exchange.route.pool.give(connection, exchange.worker.clock.latestMs)
    relayEnd(exchange)
  },
  failed(exchange, attempt, key, facts) {
    attemptFailed(exchange, attempt, key, facts, backendEvents)
  },
  upgraded: openTunnel,
  defect: endByDefect,
}

const admission: Admission = {
  admitted(exchange) {
    const { connection, body } = exchange
    const size = Math.max(connection.head.contentLength, body.received)
    if (size > body.limitBytes) return tooLarge(exchange, size)
    forward(exchange, backendEvents)
  },
  refused: refuse,
  answered: relayOwn,
  defect: endByDefect,
}

/** What the outbox reports: the whole answer has been handed over. */
export function exchangeSent(exchange: LiveExchange): void {
  try {
    if (!exchange.isOver) finishOnceSent(exchange)
  } catch (thrown) {
    endByDefect(exchange, thrown)
  }
}

/** Two readers could take different ones for the caller's: as with any doubtful head, nothing more is read
 *  from this connection. */
function credentialsTwice(exchange: LiveExchange): Refusal | undefined {
  const { head } = exchange.connection
  let count = 0
  for (let index = 0; index < head.fieldCount; index++) {
    if (head.kinds[index] === Kind.credentials) count++
  }
  if (count < 2) return undefined
  exchange.closeAfter = true
  return { key: 'credentials_ambiguous', facts: {} }
}

function malformedBody(exchange: LiveExchange): void {
  refuse(exchange, { key: 'malformed_request', facts: { reason: exchange.body.problem } })
}

/** We need the body ourselves, and the caller holds it back until somebody asks. */
function askForBody({ connection }: LiveExchange): void {
  connection.answer.send('HTTP/1.1 100 Continue\r\n\r\n', '')
  connection.head.expectContinue = false // the backend's own 100 would be a second one
}

function tooLarge(exchange: LiveExchange, size: number): void {
  refuse(exchange, { key: 'body_too_large', facts: { size, limit: exchange.body.limitBytes } })
}

function timeoutReason(exchange: LiveExchange): string {
  const { body } = exchange
  if (exchange.matchedMs < 0) return 'the request header was not complete in time'
  const expected =
    body.expected === -1 ? 'a body of undeclared length' : `${body.expected} bytes of body`
  return `the request body was not complete in time: ${body.received} of ${expected} came`
}
