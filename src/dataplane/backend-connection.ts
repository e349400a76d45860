/** One connection to a backend: bytes in, facts and events out. It knows the phase of every byte it
 *  sees, which is what makes attribution exact; it decides nothing about retries or answers. */
import type { Socket } from 'node:net'
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { Receiver } from '../network/connect.ts'
import { parseResponseHead, ResponseHead } from '../wire/response-head.ts'
import type { LiveAttempt } from './attempt.ts'
import type { BackendEvents } from './backend-events.ts'
import type { Endpoint } from './balancer.ts'
import type { Timed } from './deadlines.ts'
import { firstBytesOf } from '../network/escaped-bytes.ts'
import { asBuffer, latin1Text } from './latin1-bytes.ts'
import type { LiveExchange } from './exchange.ts'
import { responseFields } from './field-kinds.ts'
import { RequestWriter } from './request-writer.ts'
import { ResponseBody } from './response-body.ts'
import { missedDeadline, paceOfCaller } from './missed-deadline.ts'
import { finFailure, socketFailure } from './socket-failure.ts'
import { scratchOf, type Worker } from './worker-context.ts'

type Phase = 'idle' | 'waiting' | 'body' | 'tunnel' | 'closed'

/** 1xx heads before the answer; a caller who does not read would make us keep them all. */
const mostInterim = 100

export class BackendConnection implements Timed, Receiver {
  readonly buffer: Buffer
  readonly endpoint: Endpoint
  readonly head = new ResponseHead(responseFields)
  socket: Socket | undefined
  #writer: RequestWriter | undefined
  address = ''
  localAddress = ''
  idleSinceMs = 0
  readonly body = new ResponseBody()
  phase: Phase = 'idle'
  exchange: LiveExchange | undefined
  attempt: LiveAttempt | undefined
  reusable = true
  /** Where bytes go once the connection is a tunnel. */
  onTunnelBytes: ((bytes: Buffer) => boolean) | undefined

  deadlineMs = 0
  inWheelTick = 0
  nextTimed: Timed | undefined = undefined

  readonly #worker: Worker
  readonly #events: BackendEvents
  #pending = ''
  #totalDeadlineMs = 0
  #interimCount = 0

  constructor(worker: Worker, events: BackendEvents, endpoint: Endpoint) {
    this.#worker = worker
    this.#events = events
    this.endpoint = endpoint
    this.buffer = worker.readBuffer
  }

  /** Takes over a socket from network/connect. */
  adopt(socket: Socket, address: string, localAddress: string): void {
    this.socket = socket
    this.address = address
    this.localAddress = localAddress
    socket.on('end', () => this.#safely(() => this.#finReceived()))
    socket.on('error', (error: NodeJS.ErrnoException) => this.#safely(() => this.#broken(error)))
    socket.on('close', () => this.#safely(() => this.#broken(undefined)))
    const keepsUp = (): void => this.exchange?.connection.resumeReading()
    this.#writer = new RequestWriter(socket, this.#worker, keepsUp)
  }

  begin(exchange: LiveExchange, attempt: LiveAttempt, totalDeadlineMs: number): void {
    this.exchange = exchange
    this.attempt = attempt
    this.phase = 'waiting'
    attempt.requestBegun = true
    this.#writer?.begin(attempt)
    this.#pending = ''
    this.#totalDeadlineMs = totalDeadlineMs
    this.#interimCount = 0
  }

  /** Latin1 text of head and body bytes, mapped 1:1. */
  writeText(text: string): boolean {
    return this.#writer?.text(text) ?? true
  }

  writeBytes(bytes: Uint8Array): boolean {
    return this.#writer?.bytes(bytes) ?? true
  }

  /** The request is out: from now on the backend is the one we wait for. */
  requestDone(): void {
    this.#writer?.complete()
    if (this.phase === 'waiting') this.arm(this.exchange?.route?.timeoutMs.firstByte ?? 0)
  }

  get requestSent(): boolean {
    return this.#writer?.isComplete === true
  }

  /** (Re)starts the deadline of the present phase, never later than that of the whole exchange. */
  arm(afterMs: number): void {
    const { clock, deadlines } = this.#worker
    const left = this.#totalDeadlineMs - clock.latestMs
    deadlines.set(this, Math.max(1, Math.min(afterMs, left)), clock.latestMs)
  }

  /** Ends the attempt without a verdict of its own (the caller went away, a plugin refused). */
  abandon(): void {
    this.#writer?.abandon()
    this.exchange = undefined
    this.attempt = undefined
    this.close()
  }

  close(): void {
    if (this.phase === 'closed') return
    this.phase = 'closed'
    this.#worker.deadlines.clear(this)
    this.socket?.destroy()
  }

  onBytes(length: number, bytes: Uint8Array): boolean {
    const { exchange } = this
    try {
      return this.#received(length, bytes)
    } catch (thrown) {
      this.#defect(exchange, thrown)
      return false
    }
  }

  #safely(step: () => void): void {
    const { exchange } = this
    try {
      step()
    } catch (thrown) {
      this.#defect(exchange, thrown)
    }
  }

  #defect(exchange: LiveExchange | undefined, thrown: unknown): void {
    this.abandon()
    if (exchange !== undefined) this.#events.defect(exchange, thrown)
    else throw thrown // nobody's exchange: the worker is what is broken
  }

  #received(length: number, bytes: Uint8Array): boolean {
    const exchange = this.exchange
    const attempt = this.attempt
    if (exchange === undefined || attempt === undefined) {
      this.close() // bytes nobody asked for: the next answer on this connection would be mixed up
      return false
    }
    attempt.bytesReceived += length
    const now = this.#worker.clock.now()
    if (attempt.firstByteMs < 0) attempt.firstByteMs = now
    if (this.phase === 'waiting') return this.#headBytes(exchange, attempt, length, bytes)
    if (this.phase === 'body') return this.#bodyBytes(exchange, attempt, bytes, 0, length)
    return this.onTunnelBytes?.(Buffer.from(bytes.subarray(0, length))) ?? true
  }

  #headBytes(
    exchange: LiveExchange,
    attempt: LiveAttempt,
    length: number,
    bytes: Uint8Array,
  ): boolean {
    const received = asBuffer(bytes)
    let text = this.#pending + latin1Text(received, 0, length)
    const { head } = this
    let whole = this.#pending === '' ? scratchOf(this.#worker, received) : undefined
    for (;;) {
      const size = parseResponseHead(head, text, this.#worker.responseHeadLimits, whole)
      if (size < 0) {
        attempt.firstBytes = firstBytesOf(text)
        const problem = head.problem
        return this.#reject(problem?.key ?? 'backend_invalid_head', problem?.facts ?? {})
      }
      if (size === 0) {
        this.#pending = text
        const limits = exchange.route?.timeoutMs
        // Behind an interim answer the backend is still the one that has not begun.
        this.arm((text === '' && this.requestSent ? limits?.firstByte : limits?.idle) ?? 0)
        return true
      }
      if (head.status >= 200 || head.status === 101) {
        const offset = length - (text.length - size)
        return this.#finalHead(exchange, attempt, text, size, received, offset, length)
      }
      if (++this.#interimCount > mostInterim)
        return this.#reject('backend_invalid_head', {
          reason: `more than ${mostInterim} interim answers`,
        })
      this.#events.interim(exchange, this)
      text = text.slice(size)
      whole = undefined
    }
  }

  #finalHead(
    exchange: LiveExchange,
    attempt: LiveAttempt,
    text: string,
    size: number,
    bytes: Uint8Array,
    offset: number,
    length: number,
  ): boolean {
    const { head } = this
    attempt.headMs = this.#worker.clock.latestMs
    attempt.status = head.status
    if (head.status === 101) return this.#switched(exchange, bytes, offset, length)
    this.phase = 'body'
    this.#pending = ''
    const end = size + this.body.begin(head, exchange.backendMethod, text.length - size)
    attempt.bodyExpected = this.body.expected
    attempt.bodyReceived = this.body.received
    this.#events.answered(exchange, this, text, size, end)
    if (this.exchange !== exchange) return false // the caller went away while we wrote
    if (this.body.isComplete) return this.#complete(exchange, attempt, end < text.length)
    this.arm(exchange.route?.timeoutMs.idle ?? 0)
    if (this.body.framing === 'length' || offset >= length) return !exchange.callerIsSlow
    return this.#bodyBytes(exchange, attempt, bytes, offset, length)
  }

  #switched(exchange: LiveExchange, bytes: Uint8Array, offset: number, length: number): boolean {
    const asked = exchange.upgradeAsked
    if (asked === '' || this.head.upgrade.toLowerCase() !== asked.toLowerCase())
      return this.#reject('backend_upgrade_failed', {})
    this.phase = 'tunnel'
    this.#worker.deadlines.clear(this)
    this.#events.upgraded(exchange, this, Buffer.from(bytes.subarray(offset, length)))
    return true
  }

  #bodyBytes(
    exchange: LiveExchange,
    attempt: LiveAttempt,
    bytes: Uint8Array,
    start: number,
    length: number,
  ): boolean {
    const { body } = this
    let keepsUp = true
    const end = body.feed(bytes, start, length, (from, first, last) => {
      if (this.exchange === exchange && !this.#events.body(exchange, from, first, last))
        keepsUp = false
    })
    attempt.bodyReceived = body.received
    if (this.exchange !== exchange) return false
    if (body.problem !== '') return this.#reject('backend_body_invalid', { reason: body.problem })
    if (body.isComplete) return this.#complete(exchange, attempt, end < length)
    this.arm(exchange.route?.timeoutMs.idle ?? 0)
    return keepsUp
  }

  /** `excess`: bytes behind a complete answer. The answer stands, the connection does not. */
  #complete(exchange: LiveExchange, attempt: LiveAttempt, excess: boolean): boolean {
    attempt.endMs = this.#worker.clock.now()
    attempt.bodyExpected = this.body.expected
    exchange.answerTrailers = this.body.trailers
    this.exchange = undefined
    this.attempt = undefined
    const wasDelimited = this.body.framing !== 'close'
    this.reusable = this.head.keepAlive && !excess && this.requestSent && wasDelimited
    if (excess) attempt.detail += 'bytes after the end of the answer; connection closed. '
    this.phase = 'idle'
    this.#worker.deadlines.clear(this)
    this.#events.ended(exchange, this)
    return this.socket?.destroyed === false
  }

  /** What came cannot be accepted: it is we who end the connection. */
  #reject(key: ErrorKey, facts: Facts): false {
    if (this.attempt !== undefined) this.attempt.endedBy = 'gateway'
    this.fail(key, facts)
    return false
  }

  /** Ends the attempt as failed and closes the connection. */
  fail(key: ErrorKey, facts: Facts): void {
    const { exchange, attempt } = this
    this.abandon()
    if (exchange === undefined || attempt === undefined) return
    attempt.endMs = this.#worker.clock.now()
    this.#events.failed(exchange, attempt, key, facts)
  }

  /** FIN. With a close-delimited body it is the only end there is. */
  #finReceived(): void {
    const { exchange, attempt } = this
    if (this.phase === 'tunnel') return
    if (exchange === undefined || attempt === undefined) return this.close()
    attempt.endedBy = 'backend'
    const inBody = this.phase === 'body'
    if (inBody && this.body.framing === 'close')
      return void this.#complete(exchange, attempt, false)
    attempt.firstBytes = firstBytesOf(this.#pending)
    this.fail(finFailure(inBody, attempt), {})
  }

  #broken(error: NodeJS.ErrnoException | undefined): void {
    const { exchange, attempt } = this
    if (this.phase === 'tunnel') return
    if (exchange === undefined || attempt === undefined) return this.close()
    attempt.endedBy = 'backend'
    attempt.errno = error?.code ?? ''
    const found = socketFailure(error, {
      inBody: this.phase === 'body',
      bytesReceived: attempt.bytesReceived,
      reused: attempt.reused,
      requestSent: this.requestSent && (this.#writer?.unsentBytes ?? 0) === 0,
    })
    if (found.alert !== '') attempt.tlsAlert = found.alert
    attempt.firstBytes = firstBytesOf(this.#pending)
    this.fail(found.key, found.facts)
  }

  onDeadline(): void {
    this.#safely(() => this.#expired())
  }

  #expired(): void {
    const { exchange, attempt } = this
    if (exchange === undefined || attempt === undefined) return this.close()
    const missed = missedDeadline({
      totalIsOver: this.#worker.clock.now() >= this.#totalDeadlineMs - 1,
      inBody: this.phase === 'body',
      caller: paceOfCaller(exchange),
      requestSent: this.requestSent,
      unsentBytes: this.#writer?.unsentBytes ?? 0,
      headBegun: this.#pending !== '',
    })
    const { idle = 0, send = 0 } = exchange.route?.timeoutMs ?? {}
    if (missed === undefined) return this.arm(this.phase === 'body' ? idle : send)
    attempt.endedBy = 'gateway'
    attempt.firstBytes = firstBytesOf(this.#pending)
    this.fail(missed.key, missed.facts)
  }
}
