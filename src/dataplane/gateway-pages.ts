/** Answers at the gateway's own addresses: the load balancer's check and the public keys that
 *  backends verify X-Bkapi-JWT with (the old system's address and envelope). */
import type { LiveExchange } from './exchange.ts'
import { httpDate } from './http-date.ts'
import { ownAnswerLine, relayOwn } from './relay.ts'
import { chooseIds } from './request-text.ts'

const healthPath = '/-/healthy'
const keyPath = /^\/api\/bk-apigateway\/prod\/api\/v1\/apis\/([a-z][a-z0-9-]*)\/public_key\/?$/
const jsonType = 'Content-Type: application/json; charset=utf-8\r\n'

/** The gateway whose public key the path asks for, '' for any other path. */
export function gatewayOfKeyPath(path: string): string {
  return keyPath.exec(path)?.[1] ?? ''
}

/** True where the exchange has been answered. */
export function answerPublicKey(exchange: LiveExchange): boolean {
  const { head } = exchange.connection
  if (!head.text.startsWith('/api/bk-apigateway/', head.pathStart)) return false
  const name = gatewayOfKeyPath(head.path)
  const key = name === '' ? undefined : exchange.worker.options.services.directory.keyOf(name)
  if (key === undefined) return false // of no gateway: match says so
  chooseIds(exchange)
  exchange.gatewayName = 'bk-apigateway'
  exchange.stageName = 'prod'
  exchange.matchedMs = exchange.worker.clock.now()
  const data = { issuer: 'APIGW', public_key: key.publicPem }
  const body = JSON.stringify({ code: 0, data, code_name: 'OK', message: 'OK', result: true })
  relayOwn(exchange, {
    answeredBy: 'gateway',
    status: 200,
    headerLines: jsonType,
    body: Buffer.from(body),
  })
  return true
}

/** True where it was the check. Marked like every answer of ours, but no record: a load balancer asks every second. */
export function answerHealth(exchange: LiveExchange): boolean {
  const { worker, connection } = exchange
  const { head } = connection
  if (head.text.charCodeAt(head.pathStart + 1) !== 45 || head.path !== healthPath) return false // '/-'
  const status = worker.isDraining ? '503 Service Unavailable' : '200 OK'
  const body = worker.isDraining ? 'draining\n' : 'ok\n'
  if (!exchange.body.complete) exchange.closeAfter = true
  const close = exchange.closeAfter ? 'Connection: close\r\n' : ''
  chooseIds(exchange)
  connection.answer.send(
    `HTTP/1.1 ${status}\r\nDate: ${httpDate(exchange.timestamp)}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${body.length}\r\n` +
      `${exchange.idLines}${ownAnswerLine(exchange)}${close}\r\n`,
    exchange.method === 'HEAD' ? '' : body,
  )
  exchange.isOver = true
  connection.done(exchange)
  return true
}
