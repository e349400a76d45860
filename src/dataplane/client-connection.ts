/** One connection of a caller: heads and bodies in, answers out, one exchange at a time (pipelined
 *  requests wait in order). It notices how the caller leaves; pipeline.ts does everything else. */
import type { Socket } from 'node:net'
import type { RequestView } from '../model/exchange.ts'
import { RequestHead } from '../wire/request-head.ts'
import { CallerText } from './caller-text.ts'
import type { ClientAddress } from './client-address.ts'
import { AnswerWriter } from './answer-writer.ts'
import type { Timed } from './deadlines.ts'
import { LiveExchange } from './exchange.ts'
import type { ExchangeEvents, ListenerFacts } from './exchange-events.ts'
import { forwardedChain, requestFields } from './field-kinds.ts'
import { HeadView } from './head-view.ts'
import { IncomingHead } from './incoming-head.ts'
import { asBuffer, copyOf } from './latin1-bytes.ts'
import { ReadAhead } from './read-ahead.ts'
import { RequestBody } from './request-body.ts'
import { newRequestId } from './request-id.ts'
import { readInto } from './shared-buffer-socket.ts'
import type { Worker } from './worker-context.ts'

type Reading = 'head' | 'exchange' | 'discard' | 'tunnel' | 'closed'

/** After a refusal: how much of an unread body is read before closing, so that a reset does not
 *  take our answer away from the caller (RFC 9112 section 9.6). More than the kernel holds for both
 *  ends (Linux: 4 MiB to send, 6 MiB to receive): see docs/decisions/unread-bodies.md. */
const mostDiscardedBytes = 16_777_216
const discardMs = 1_000

export class ClientConnection implements Timed {
  readonly head = new RequestHead(requestFields)
  readonly body = new RequestBody()
  readonly request: RequestView
  readonly socket: Socket
  readonly listener: ListenerFacts
  readonly peerAddress: string
  client: ClientAddress
  readonly peerTrusted: boolean
  readonly answer: AnswerWriter
  readonly text: CallerText
  exchange: LiveExchange | undefined

  deadlineMs = 0
  inWheelTick = 0
  nextTimed: Timed | undefined = undefined

  /** Where bytes go once the connection is a tunnel. */
  onTunnelBytes: ((bytes: Buffer) => void) | undefined

  readonly #worker: Worker
  readonly #events: ExchangeEvents
  #reading: Reading = 'head'
  readonly #incoming = new IncomingHead()
  readonly #ahead: ReadAhead
  #discarded = 0
  #parsing = false
  #closing = false

  constructor(worker: Worker, events: ExchangeEvents, accepted: Socket, listener: ListenerFacts) {
    this.listener = listener
    this.#worker = worker
    this.#events = events
    const callback = (length: number, bytes: Uint8Array): boolean => this.#bytes(length, bytes)
    const onread = { buffer: worker.readBuffer, callback }
    const socket = readInto(accepted, listener.scheme === 'http', onread)
    this.socket = socket
    this.#ahead = new ReadAhead(socket)
    this.peerAddress = socket.remoteAddress ?? ''
    this.client = this.#addressBehind(undefined)
    this.peerTrusted = this.client.peerTrusted
    this.text = new CallerText(this.client, listener)
    this.request = new HeadView(this.head, this.body)
    this.answer = new AnswerWriter(socket, worker.outbox, () => {
      if (this.exchange !== undefined) events.callerKeepsUp(this.exchange)
    })
    socket.on('end', () => this.#safely(() => this.#halfClosed()))
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      this.#safely(() => this.#gone(code))
    })
    socket.on('close', () => this.#safely(() => this.#gone('')))
    worker.deadlines.set(this, worker.limits.keepAliveMs)
  }

  /** Nothing of a request has arrived: safe to close while draining. */
  get isIdle(): boolean {
    return this.#reading === 'head' && !this.#incoming.hasBegun && this.#ahead.size === 0
  }

  // ---- the caller's bytes ----

  /** false: pause until `resumeReading`. */
  #bytes(length: number, bytes: Uint8Array): boolean {
    try {
      this.#received(length, asBuffer(bytes))
    } catch (thrown) {
      this.#defect(thrown)
    }
    return !this.#ahead.paused
  }

  #safely(step: () => void): void {
    try {
      step()
    } catch (thrown) {
      this.#defect(thrown)
    }
  }

  /** Without an exchange nothing is owed to anybody but the end of the connection. */
  #defect(thrown: unknown): void {
    const { exchange } = this
    this.#parsing = false
    if (exchange === undefined || exchange.isOver) this.reset()
    else this.#events.defect(exchange, thrown)
  }

  /** `bytes` are valid only now: what is kept is copied. */
  #received(length: number, bytes: Buffer): void {
    switch (this.#reading) {
      case 'head':
        return this.#heads(bytes, length)
      case 'exchange':
        return this.#exchangeBytes(copyOf(bytes, 0, length))
      case 'discard':
        this.#discarded += length
        if (this.#discarded > mostDiscardedBytes) this.close()
        return
      case 'tunnel':
        this.onTunnelBytes?.(copyOf(bytes, 0, length))
        return
      case 'closed':
    }
  }

  /** Request after request, as long as each is answered at once; a loop, because a buffer of tiny
   *  pipelined requests would overflow the stack otherwise. */
  #heads(bytes: Buffer, length: number): void {
    this.#parsing = true
    this.#headBytes(bytes, length)
    while (this.#reading === 'head' && this.#ahead.size > 0) {
      const more = this.#ahead.take()
      this.#headBytes(more, more.length)
    }
    this.#parsing = false
  }

  #headBytes(bytes: Buffer, length: number): void {
    const wasBegun = this.#incoming.hasBegun
    const size = this.#incoming.read(this.head, bytes, length, this.#worker)
    if (size === 0) {
      if (!wasBegun && this.#incoming.hasBegun) this.#limit(this.#worker.limits.clientHeadMs)
      return
    }
    this.#worker.deadlines.clear(this)
    const exchange = this.#newExchange()
    if (size < 0) {
      this.body.begin(0, false)
      exchange.closeAfter = true
      return this.#events.unacceptable(exchange, 'head')
    }
    this.#begin(exchange, size < length ? copyOf(bytes, size, length) : nothing)
  }

  /** `bytes`: what came behind the head. */
  #begin(exchange: LiveExchange, bytes: Buffer): void {
    const { head, body } = this
    body.begin(head.contentLength, head.chunked)
    if (!head.keepAlive || this.#worker.isDraining) exchange.closeAfter = true
    if (this.peerTrusted) this.client = this.#addressBehind(forwardedChain(head))
    if (bytes.length > 0) {
      const end = body.complete ? 0 : body.feed(bytes, 0)
      if (end < bytes.length) this.#ahead.keep(bytes.subarray(end))
    }
    this.#events.serve(exchange)
    if (body.complete) return // serve has seen it; a limit set meanwhile is the answer's
    if (this.exchange === exchange) this.#checkBody(exchange)
    if (this.exchange === exchange && !body.complete) this.#limitBody(exchange)
  }

  #exchangeBytes(bytes: Buffer): void {
    this.#worker.clock.now()
    const { exchange, body } = this
    let offset = 0
    if (!body.complete && exchange !== undefined) {
      offset = body.feed(bytes, 0)
      this.#checkBody(exchange)
      if (this.exchange !== exchange || this.#reading !== 'exchange') return
      if (!body.complete) this.#limitBody(exchange)
    }
    if (offset < bytes.length) this.#ahead.keep(bytes.subarray(offset))
  }

  #checkBody(exchange: LiveExchange): void {
    const { body } = this
    if (body.problem !== '') this.#events.unacceptable(exchange, 'malformed_request')
    else if (body.overLimit) this.#events.unacceptable(exchange, 'body_too_large')
    else if (body.complete) {
      if (!exchange.complete) this.#worker.deadlines.clear(this)
      this.#events.bodyReady(exchange)
    } else if (body.isFull) {
      this.pauseReading()
      this.#events.bodyReady(exchange)
    }
  }

  #addressBehind(forwardedFor: string | undefined): ClientAddress {
    return this.#worker.routing.clientAddresses.addressOf(this.peerAddress, forwardedFor)
  }

  /** Every piece buys the next; one that we wait for ourselves no more than the route's time in all,
   *  which nobody else counts yet. */
  #limitBody({ pluginsRun, startMs, route, complete }: LiveExchange): void {
    if (complete) return // the time to take the answer runs
    const { clock, limits } = this.#worker
    const isAwaited = pluginsRun === -1 && route !== undefined
    const leftMs = isAwaited ? startMs + route.timeoutMs.total - clock.latestMs : Infinity
    this.#limit(Math.min(limits.clientBodyMs, leftMs))
  }

  #limit(afterMs: number): void {
    this.#worker.deadlines.set(this, afterMs, this.#worker.clock.latestMs)
  }

  pauseReading(): void {
    this.#ahead.pause()
  }

  resumeReading(): void {
    this.#ahead.resume()
  }

  /** The answer is written, but the caller has not taken it all: wait, but not for ever. */
  awaitFlush({ route }: LiveExchange): void {
    this.#limit(route?.timeoutMs.idle ?? this.#worker.limits.clientBodyMs)
  }

  /** The exchange is over and recorded; go on with the next, or close. */
  done(exchange: LiveExchange): void {
    if (this.exchange !== exchange) return
    this.exchange = undefined
    this.#worker.openExchanges--
    if (this.#reading === 'closed' || this.#reading === 'tunnel') return
    if (
      exchange.closeAfter ||
      !this.body.complete ||
      (this.answer.halfClosedMs >= 0 && this.#ahead.size === 0)
    )
      return this.#finishAndClose()
    this.#next()
  }

  #next(): void {
    if (this.#reading !== 'exchange') return
    this.#reading = 'head'
    this.#limit(this.#worker.limits.keepAliveMs)
    if (this.#ahead.size === 0) return this.resumeReading()
    if (this.#parsing) return
    const more = this.#ahead.take()
    this.#heads(more, more.length)
  }

  #finishAndClose(): void {
    if (this.#closing) return
    this.#closing = true
    this.#reading = 'discard'
    this.answer.end() // FIN after the answer; what still comes is read and dropped
    this.#ahead.take()
    this.#limit(discardMs)
  }

  /** From here on the socket belongs to the tunnel. */
  becomeTunnel(): Buffer {
    this.#reading = 'tunnel'
    this.#worker.deadlines.clear(this)
    return this.#ahead.take()
  }

  close(): void {
    if (this.#reading === 'closed') return
    this.#reading = 'closed'
    this.#worker.deadlines.clear(this)
    this.answer.close()
  }

  /** Cuts the connection so that the caller cannot take a broken answer for a whole one. */
  reset(): void {
    if (this.#reading !== 'closed' && this.listener.scheme === 'http') this.answer.reset()
    this.close()
  }

  // ---- how the caller leaves ----

  #halfClosed(): void {
    if (this.#reading === 'tunnel') return
    const exchange = this.exchange
    if (exchange === undefined) {
      const isInHead = this.#reading === 'head' && this.#incoming.hasBegun
      if (isInHead || this.#closing) this.close()
      else this.answer.end()
      return
    }
    this.answer.halfClosedMs = this.#worker.clock.now()
    if (this.body.complete) return
    this.body.problem = 'the connection was half-closed inside the body'
    this.#events.unacceptable(exchange, 'malformed_request')
  }

  #gone(errno: string): void {
    if (this.#reading === 'tunnel') return
    this.#reading = 'closed'
    this.#worker.deadlines.clear(this)
    if (!this.socket.destroyed) this.socket.destroy()
    const exchange = this.exchange
    if (exchange !== undefined) this.#events.callerGone(exchange, errno)
  }

  /** The worker ends: what is still open is answered now. */
  stop(): void {
    if (this.exchange === undefined) this.close()
    else this.#events.stopping(this.exchange)
  }

  onDeadline(): void {
    this.#safely(() => this.#expired())
  }

  #expired(): void {
    this.#worker.clock.now()
    const exchange = this.exchange
    if (this.#reading === 'head' && this.#incoming.hasBegun) return this.#headTimedOut()
    if (exchange === undefined || this.#reading !== 'exchange') return this.close()
    if (exchange.complete) return this.#events.answerNotTaken(exchange)
    if (this.body.complete || exchange.headSent) return // now the limits of the answer count
    if (this.#ahead.paused) return this.#limit(this.#worker.limits.clientBodyMs)
    this.#events.unacceptable(exchange, 'client_timeout')
  }

  #headTimedOut(): void {
    const exchange = this.#newExchange()
    exchange.closeAfter = true
    this.body.begin(0, false)
    this.#events.unacceptable(exchange, 'client_timeout')
  }

  #newExchange(): LiveExchange {
    const startMs = this.#incoming.end()
    this.#reading = 'exchange'
    this.text.useHost(this.head.host)
    const id = newRequestId(this.#worker.clock.epochOf(startMs))
    const exchange = (this.exchange = new LiveExchange(this.#worker, this, id, startMs))
    this.#worker.openExchanges++
    return exchange
  }
}

const nothing = Buffer.alloc(0)
