/** The answer on its way to the caller: response plugins, then the bytes, with back-pressure. */
import type { PluginAnswer } from '../model/plugin.ts'
import type { BackendConnection } from './backend-connection.ts'
import type { LiveExchange, Refusal } from './exchange.ts'
import { finishOnceSent } from './finish.ts'
import { httpDate } from './http-date.ts'
import { editAnswer } from './plugin-hooks.ts'
import type { ResponseHead } from '../wire/response-head.ts'
import { reasonPhrases } from '../model/reason-phrases.ts'
import { recordedBodyBytes } from './record-content.ts'
import { refuse } from './refuse.ts'
import { connectionText, interimHeadText, receivedHeadText } from './response-text.ts'

/** 1xx answers pass to HTTP/1.1 callers; a 100 only to one that asked for it. */
export function relayInterim(exchange: LiveExchange, connection: BackendConnection): void {
  const { head } = exchange.connection
  if (head.minor === 0 || (connection.head.status === 100 && !head.expectContinue)) return
  exchange.connection.answer.send(interimHeadText(connection.head), '')
}

export function relayHead(
  exchange: LiveExchange,
  connection: BackendConnection,
  text: string,
  bodyStart: number,
  bodyEnd: number,
): void {
  const { head } = connection
  const failure = begin(exchange, head.status)
  if (failure !== undefined) return refuse(exchange, failure)
  exchange.answeredBy = 'backend'
  if (!exchange.body.complete) exchange.closeAfter = true // an early answer: the rest is not wanted
  const isHead = exchange.method === 'HEAD' // its backend may have been asked with another method
  const headText = receivedHeadText(exchange, head, isHead ? 'none' : connection.body.framing)
  const bodyText = isHead ? '' : text.slice(bodyStart, bodyEnd)
  exchange.responseSize = bodyText.length
  if (isRecorded(exchange)) {
    if (bodyText !== '')
      remember(exchange, Buffer.from(bodyText.slice(0, recordedBodyBytes), 'latin1'))
    exchange.backendHeaders = fieldsOf(head)
  }
  exchange.headSent = true
  if (!exchange.connection.answer.send(headText, bodyText)) callerLags(exchange)
}

/** Returns false where the caller does not keep up. `bytes` are valid only now, so they are copied. */
export function relayBody(
  exchange: LiveExchange,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (end === start || exchange.method === 'HEAD') return !exchange.callerIsSlow
  const copy = Buffer.from(bytes.subarray(start, end))
  exchange.responseSize += copy.length
  if (isRecorded(exchange)) remember(exchange, copy)
  const { connection } = exchange
  let keepsUp = true
  if (exchange.chunkedToCaller) {
    keepsUp = connection.answer.sendChunk(copy)
  } else keepsUp = connection.answer.sendBytes(copy)
  if (!keepsUp) callerLags(exchange)
  return keepsUp
}

/** The backend's answer is complete. */
export function relayEnd(exchange: LiveExchange): void {
  if (exchange.chunkedToCaller)
    exchange.connection.answer.send(`0\r\n${exchange.answerTrailers}\r\n`, '')
  exchange.complete = true
  finishOnceSent(exchange)
}

/** Something waits for the caller, and the backend is not read meanwhile. */
function callerLags(exchange: LiveExchange): void {
  exchange.callerIsSlow = true
  exchange.connection.answer.noteTaken()
}

/** The caller has taken what waited for it. */
export function callerKeepsUp(exchange: LiveExchange): void {
  exchange.callerIsSlow = false
  exchange.backend?.socket?.resume()
}

/** An answer of the gateway's own that is no error: a mock, a preflight, a page. */
export function relayOwn(exchange: LiveExchange, answer: OwnAnswer): void {
  const failure = begin(exchange, answer.status)
  if (failure !== undefined) return refuse(exchange, failure)
  exchange.answeredBy = answer.answeredBy
  if (!exchange.body.complete) exchange.closeAfter = true
  const hasBody = answer.status !== 204 && answer.status !== 304
  const length = hasBody ? `Content-Length: ${answer.body.length}\r\n` : ''
  const headText =
    `HTTP/1.1 ${answer.status} ${reasonPhrases[answer.status] ?? ''}\r\nDate: ${httpDate(exchange.timestamp)}\r\n` +
    answer.headerLines +
    length +
    exchange.idLines +
    ownAnswerLine(exchange) +
    exchange.toCaller.appended +
    connectionText(exchange) +
    '\r\n'
  exchange.headSent = true
  exchange.complete = true
  exchange.connection.answer.send(headText, '')
  if (hasBody && exchange.method !== 'HEAD') {
    exchange.responseSize = answer.body.length
    exchange.connection.answer.sendBytes(answer.body)
  }
  finishOnceSent(exchange)
}

type OwnAnswer = Omit<PluginAnswer, 'answeredBy'> & {
  readonly answeredBy: PluginAnswer['answeredBy'] | 'gateway'
}

/** No backend wrote this (RFC 9209 section 2.3.30). */
export function ownAnswerLine({ worker }: LiveExchange): string {
  return `Proxy-Status: ${worker.proxyText.name}; error=proxy_internal_response\r\n`
}

function begin(exchange: LiveExchange, status: number): Refusal | undefined {
  exchange.answeredMs = exchange.worker.clock.latestMs
  exchange.status = status
  if (exchange.worker.isDraining) exchange.closeAfter = true
  return editAnswer(exchange, status)
}

function fieldsOf(head: ResponseHead): [string, string][] {
  return Array.from({ length: head.fieldCount }, (_, i) => [head.name(i), head.value(i)])
}

function isRecorded(exchange: LiveExchange): boolean {
  return exchange.status < 200 || exchange.status > 299
}

function remember(exchange: LiveExchange, bytes: Buffer): void {
  const before = exchange.responseStart
  const room = recordedBodyBytes - (before?.length ?? 0)
  if (room <= 0) return
  const part = bytes.length > room ? bytes.subarray(0, room) : bytes
  exchange.responseStart = before === undefined ? part : Buffer.concat([before, part])
}
