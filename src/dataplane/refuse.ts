/** The one place that writes a gateway error. Five fields, both error headers with the same message,
 *  Proxy-Status, Link: so that nobody has to guess who answered. */
import { errorCodeField, errorMessageField } from '../model/answer-marks.ts'
import { errorEntry } from '../model/error-table.ts'
import type { ErrorEntry } from '../model/errors/entry.ts'
import { errorMessage } from '../model/error-message.ts'
import { endAttempt } from './end-attempt.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { finish, finishOnceSent } from './finish.ts'
import { httpDate } from './http-date.ts'
import { editAnswer } from './plugin-hooks.ts'
import { reasonPhrases } from '../model/reason-phrases.ts'
import { chooseIds } from './request-text.ts'
import { connectionText } from './response-text.ts'

export function refuse(exchange: LiveExchange, refusal: Refusal): void {
  if (exchange.isOver || exchange.complete) return // a whole answer stands, whatever comes after it
  exchange.error = refusal
  exchange.errorMessage = errorMessage(refusal.key, refusal.facts)
  if (exchange.answeredMs < 0) exchange.answeredMs = exchange.worker.clock.now()
  endAttempt(exchange, 'gateway')
  if (exchange.headSent) return cutOff(exchange)
  const entry = errorEntry(refusal.key)
  exchange.status = entry.status
  exchange.answeredBy = 'gateway'
  if (exchange.callerRequestId === '') chooseIds(exchange)
  if (!exchange.body.complete || exchange.worker.isDraining) exchange.closeAfter = true
  editAnswer(exchange, entry.status) // a plugin that fails here leaves the refusal as it is
  const wantsProblem = (exchange.request.header('accept') ?? '').includes(
    'application/problem+json',
  )
  const body = wantsProblem ? problemBody(exchange, refusal, entry) : fiveFields(exchange, entry)
  exchange.refusalBody = body
  const sentBody = exchange.method === 'HEAD' ? '' : body
  exchange.responseSize = sentBody.length
  exchange.headSent = true
  exchange.complete = true
  exchange.connection.answer.send(
    headText(exchange, refusal, entry, body.length, wantsProblem),
    sentBody,
  )
  finishOnceSent(exchange)
}

/** The head has left already: the only honest end is one the caller cannot take for a whole answer. */
function cutOff(exchange: LiveExchange): void {
  exchange.complete = false
  if (exchange.endedBy === '') exchange.endedBy = exchange.lastAttempt?.endedBy || 'gateway'
  exchange.connection.reset()
  finish(exchange)
}

function headText(
  exchange: LiveExchange,
  refusal: Refusal,
  entry: ErrorEntry,
  bodyLength: number,
  isProblem: boolean,
): string {
  const { settings } = exchange.worker.options
  const type = isProblem ? 'application/problem+json' : 'application/json; charset=utf-8'
  return (
    `HTTP/1.1 ${entry.status} ${reasonPhrases[entry.status] ?? ''}\r\n` +
    `Date: ${httpDate(exchange.timestamp)}\r\nContent-Type: ${type}\r\nContent-Length: ${bodyLength}\r\n` +
    `${errorCodeField}: ${entry.code}\r\n${errorMessageField}: ${exchange.errorMessage}\r\n` +
    exchange.idLines +
    `Proxy-Status: ${exchange.worker.proxyText.name}; error=${entry.proxyStatus}${parameters(exchange, refusal)}\r\n` +
    `Link: <${settings.publicConsoleUrl}/errors/${refusal.key}>; rel="help"\r\n` +
    (refusal.headerLines ?? '') +
    exchange.toCaller.appended +
    connectionText(exchange) +
    '\r\n'
  )
}

/** Extra parameters of RFC 9209 sections 2.3.2 and 2.3.15, where the type has them. */
function parameters(exchange: LiveExchange, refusal: Refusal): string {
  const { facts } = refusal
  if (typeof facts['rcode'] === 'string' && facts['rcode'] !== '')
    return `; rcode="${facts['rcode'].replaceAll(/[^\w ]/g, '')}"`
  const alert = exchange.lastAttempt?.tlsAlert ?? ''
  if (refusal.key === 'tls_alert' && /^\d+$/.test(alert)) return `; alert-id=${alert}`
  const received = exchange.lastAttempt?.status ?? 0
  return received > 0 ? `; received-status=${received}` : ''
}

function fiveFields(exchange: LiveExchange, entry: ErrorEntry): string {
  return (
    `{"code":${entry.code},"data":null,"code_name":"${entry.codeName}",` +
    `"message":${JSON.stringify(exchange.errorMessage)},"result":false}`
  )
}

/** RFC 9457, for callers that ask for it. ASCII like everything of ours. */
function problemBody(exchange: LiveExchange, refusal: Refusal, entry: ErrorEntry): string {
  const { publicConsoleUrl } = exchange.worker.options.settings
  return JSON.stringify({
    type: `${publicConsoleUrl}/errors/${refusal.key}`,
    title: entry.summary,
    status: entry.status,
    detail: exchange.errorMessage,
    instance: exchange.requestId,
    code: entry.code,
    code_name: entry.codeName,
    key: refusal.key,
    fault: entry.fault,
    owner: entry.owner,
    remedy: entry.remedy,
  })
}
