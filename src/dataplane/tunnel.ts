/** After a 101 the two sockets are joined: bytes both ways with back-pressure, one record at the end
 *  that says who closed first and how much went each way. */
import type { Socket } from 'node:net'
import type { BackendConnection } from './backend-connection.ts'
import type { Timed } from './deadlines.ts'
import { releaseEndpoint } from './end-attempt.ts'
import type { LiveExchange } from './exchange.ts'
import { finish } from './finish.ts'
import { keptFields } from '../wire/kept-fields.ts'
import { droppedForCaller } from './field-kinds.ts'

const open = new Set<Tunnel>()

export function closeTunnels(): void {
  for (const tunnel of open) tunnel.close('gateway')
}

export function openTunnels(): number {
  return open.size
}

export function openTunnel(
  exchange: LiveExchange,
  connection: BackendConnection,
  first: Uint8Array,
): void {
  const { head } = connection
  exchange.answeredMs = exchange.worker.clock.now()
  exchange.status = 101
  exchange.answeredBy = 'backend'
  exchange.headSent = true
  exchange.backend = undefined
  const received = exchange.worker.proxyText.received[101] ?? ''
  exchange.connection.answer.send(
    `HTTP/1.1 ${head.text.slice(9, head.statusLineEnd)}${keptFields(head, droppedForCaller.all, exchange.toCaller.removed)}` +
      `Connection: Upgrade\r\nUpgrade: ${head.upgrade}\r\n${exchange.idLines}${received}${exchange.toCaller.appended}\r\n`,
    '',
  )
  exchange.connection.answer.flush()
  const backend = connection.socket
  if (backend === undefined) return
  open.add(new Tunnel(exchange, connection, backend, first))
}

class Tunnel implements Timed {
  deadlineMs = 0
  inWheelTick = 0
  nextTimed: Timed | undefined = undefined
  readonly #exchange: LiveExchange
  readonly #connection: BackendConnection
  readonly #backend: Socket

  constructor(
    exchange: LiveExchange,
    connection: BackendConnection,
    backend: Socket,
    first: Uint8Array,
  ) {
    this.#exchange = exchange
    this.#connection = connection
    this.#backend = backend
    const caller = exchange.connection.socket
    const ahead = exchange.connection.becomeTunnel()
    if (first.length > 0) this.#toCaller(first)
    if (ahead.length > 0) this.#toBackend(ahead)
    connection.onTunnelBytes = (bytes) => this.#toCaller(bytes)
    exchange.connection.onTunnelBytes = (bytes) => this.#toBackend(bytes)
    caller.on('drain', () => backend.resume())
    backend.on('drain', () => caller.resume())
    caller.on('end', () => this.#ended('client', backend))
    backend.on('end', () => this.#ended('backend', caller))
    caller.on('close', () => this.close('client'))
    backend.on('close', () => this.close('backend'))
    if (exchange.connection.answer.halfClosedMs >= 0) this.#ended('client', backend)
    this.#alive()
  }

  #toCaller(bytes: Uint8Array): boolean {
    this.#alive()
    const attempt = this.#exchange.lastAttempt
    if (attempt !== undefined) attempt.bodyReceived += bytes.length
    this.#exchange.responseSize += bytes.length
    return this.#exchange.connection.socket.write(bytes)
  }

  #toBackend(bytes: Buffer): void {
    this.#alive()
    const attempt = this.#exchange.lastAttempt
    if (attempt !== undefined) attempt.bytesSent += bytes.length
    if (!this.#backend.write(bytes)) this.#exchange.connection.socket.pause()
  }

  #alive(): void {
    this.#exchange.worker.deadlines.set(this, this.#exchange.route?.timeoutMs.tunnelIdle ?? 60_000)
  }

  /** One side has said its last byte: the other may still speak. */
  #ended(by: 'client' | 'backend', other: Socket): void {
    if (this.#exchange.endedBy === '') this.#exchange.endedBy = by
    other.end()
  }

  onDeadline(): void {
    this.close('gateway')
  }

  close(by: 'client' | 'backend' | 'gateway'): void {
    if (!open.delete(this)) return
    const exchange = this.#exchange
    if (exchange.endedBy === '') exchange.endedBy = by
    exchange.worker.deadlines.clear(this)
    const attempt = exchange.lastAttempt
    if (attempt !== undefined) {
      attempt.endMs = exchange.worker.clock.now()
      attempt.endedBy = exchange.endedBy
      releaseEndpoint(attempt)
    }
    this.#connection.close()
    this.#backend.destroy()
    exchange.connection.socket.destroy()
    exchange.complete = true
    finish(exchange)
  }
}
