import { isIP, type Socket } from 'node:net'
import type { ErrorKey } from '../model/error-table.ts'
import { connect, type Connected, type ConnectFailed } from '../network/connect.ts'
import { firstBytesOf } from '../network/escaped-bytes.ts'
import type { Resolved } from '../network/resolver.ts'
import { tlsAlertOf } from '../network/tls-failure.ts'
import { addressesSeen } from './call-addresses.ts'
import { AnswerReader, type BodyReceiver, type CallAnswer } from './call-answer.ts'
import { fieldOf, requestBody, requestHead, type CallRequest } from './call-request.ts'
import { tlsSeen, type TlsSeen } from '../network/tls-seen.ts'
import type { ExchangeFailure, ExchangeSeen, ExchangeTimes } from './exchange-seen.ts'

/** One request on a connection of its own, every step timed and every failure named. Never rejects:
 *  what went wrong is `failure`. */
export function exchange(request: CallRequest, setting: ExchangeSetting): Promise<ExchangeSeen> {
  return new Exchanging(request, setting).run()
}

export interface ExchangeSetting {
  readonly names: NameFinder
  /** PEM, trusted besides the default authorities; '' for none. */
  readonly ca: string
  readonly verify: boolean
  /** Of name, addresses and TLS together. */
  readonly connectLimitMs: number
  /** Of the whole call, on the clock of `performance.now()`. */
  readonly endMs: number
  /** Somebody pressed Ctrl-C. */
  readonly signal: AbortSignal
  readonly onBody: BodyReceiver
}

/** Where the addresses of a name come from. Never rejects. */
export interface NameFinder {
  find(host: string, port: number, limitMs: number): Promise<Resolved>
}

/** A server that means to say `100 Continue` does so at once (RFC 9110 section 10.1.1). */
const continueLimitMs = 1_000
/** What comes this soon behind a head that breaks a rule still belongs to it. */
const refusedGraceMs = 300

class Exchanging {
  readonly #request: CallRequest
  readonly #setting: ExchangeSetting
  readonly #startMs = performance.now()
  readonly #startedAtMs = Date.now()
  readonly #times: ExchangeTimes = {
    dnsMs: -1,
    connectMs: -1,
    tlsMs: -1,
    sentMs: -1,
    firstByteMs: -1,
    endMs: -1,
  }
  readonly #reader: AnswerReader
  readonly #timers: NodeJS.Timeout[] = []
  readonly #onAbort = (): void => this.#finish({ ...noDetail, key: 'interrupted' })
  #resolved: Resolved | undefined
  #connecting: { cancel(): void } | undefined
  #connectFailed: ConnectFailed | undefined
  #connected: Connected | undefined
  #tls: TlsSeen | undefined
  #bytesReceived = 0
  #bodySent = false
  #done: (seen: ExchangeSeen) => void = () => undefined

  constructor(request: CallRequest, setting: ExchangeSetting) {
    this.#request = request
    this.#setting = setting
    this.#reader = new AnswerReader(request.method, setting.onBody)
  }

  run(): Promise<ExchangeSeen> {
    return new Promise((resolve) => {
      this.#done = resolve
      this.#setting.signal.addEventListener('abort', this.#onAbort, { once: true })
      if (this.#setting.signal.aborted) return this.#onAbort()
      void this.#resolve()
    })
  }

  async #resolve(): Promise<void> {
    const { hostname, port, protocol } = this.#request.url
    const host = hostname.replace(/^\[(.*)\]$/, '$1')
    const number = Number(port) || (protocol === 'https:' ? 443 : 80)
    const limitMs = Math.min(this.#setting.connectLimitMs, this.#leftMs())
    const resolved = await this.#setting.names.find(host, number, limitMs)
    if (this.#isOver()) return
    this.#resolved = resolved
    if (resolved.ok) {
      if (isIP(host) === 0) this.#times.dnsMs = this.#elapsedMs()
      return this.#connect(host, number, resolved)
    }
    const { key, rcode, detail } = resolved
    this.#finish({ ...noDetail, key, facts: { rcode }, detail })
  }

  #connect(host: string, port: number, resolved: Resolved): void {
    const { ca, verify } = this.#setting
    const scheme = this.#request.url.protocol === 'https:' ? 'https' : 'http'
    const limitMs = Math.max(
      1,
      Math.min(this.#setting.connectLimitMs - this.#elapsedMs(), this.#leftMs()),
    )
    const limits = { dns: limitMs, connect: limitMs, connectAttempt: limitMs, tls: limitMs }
    const names = { cached: () => resolved, resolve: () => Promise.resolve(resolved) }
    const receiver = {
      buffer: Buffer.allocUnsafeSlow(65_536),
      onBytes: (length: number, bytes: Uint8Array) => {
        this.#received(Buffer.from(bytes.subarray(0, length)))
        return true
      },
    }
    const target = { scheme, host, port, tls: { serverName: '', ca, verify, fresh: true } } as const
    const beganMs = this.#elapsedMs()
    this.#connecting = connect(names, target, limits, receiver, (failed, connected) => {
      const { connectMs, tlsMs } = (failed ?? connected)?.times ?? noTimes
      if (connectMs >= 0) this.#times.connectMs = beganMs + connectMs
      if (tlsMs >= 0) this.#times.tlsMs = beganMs + tlsMs
      this.#connectFailed = failed
      if (failed !== undefined) this.#finish(failed)
      else if (connected !== undefined) this.#send(connected)
    })
  }

  #send(connected: Connected): void {
    this.#connected = connected
    const { socket } = connected
    this.#tls = tlsSeen(socket, this.#setting.verify, Date.now())
    socket.on('end', () => this.#fin())
    socket.on('error', (error: NodeJS.ErrnoException) => this.#broken(error))
    socket.on('close', () => this.#broken(undefined))
    this.#after(this.#leftMs(), () => this.#finish({ ...noDetail, key: 'time_over' }))
    const head = Buffer.from(requestHead(this.#request), 'latin1')
    const body = requestBody(this.#request)
    if (body.length > 0 && /100-continue/i.test(fieldOf(this.#request.fields, 'expect'))) {
      socket.write(head)
      this.#after(continueLimitMs, () => this.#sendBody(socket, body))
    } else this.#sendBody(socket, Buffer.concat([head, body]))
  }

  #sendBody(socket: Socket, bytes: Buffer): void {
    if (this.#bodySent) return
    this.#bodySent = true
    socket.write(bytes, (error) => {
      if (error === undefined || error === null) this.#times.sentMs = this.#elapsedMs()
    })
  }

  #received(bytes: Buffer): void {
    if (this.#isOver()) return
    this.#bytesReceived += bytes.length
    if (this.#times.firstByteMs < 0) this.#times.firstByteMs = this.#elapsedMs()
    const reader = this.#reader
    const wasRefused = reader.part === 'refused'
    reader.feed(bytes)
    if (reader.interimCount > 0 && !this.#bodySent && this.#connected !== undefined)
      this.#sendBody(this.#connected.socket, requestBody(this.#request))
    if (reader.part === 'complete') return this.#finish(undefined)
    if (reader.problem === undefined || wasRefused) return
    if (reader.part === 'refused') this.#after(refusedGraceMs, () => this.#finishRefused())
    else this.#finishRefused()
  }

  #finishRefused(): void {
    const { problem } = this.#reader
    const { key, facts } = problem ?? { key: 'backend_invalid_head', facts: {} }
    this.#finish({ ...noDetail, key, facts })
  }

  #fin(): void {
    const reader = this.#reader
    reader.finish()
    if (reader.part === 'complete') return this.#finish(undefined)
    if (reader.part === 'refused') return this.#finishRefused()
    if (reader.part === 'body') return this.#finish({ ...noDetail, key: 'backend_body_incomplete' })
    const key = reader.hasBegun ? 'backend_head_incomplete' : 'backend_closed_early'
    this.#finish({ ...noDetail, key })
  }

  #broken(error: NodeJS.ErrnoException | undefined): void {
    if (this.#reader.part === 'refused') return this.#finishRefused()
    // TLS 1.3 refuses a client certificate only after the handshake, so the alert arrives here
    const alert = error === undefined ? undefined : tlsAlertOf(error)
    const errno = error?.code ?? ''
    if (alert !== undefined && this.#bytesReceived === 0) {
      const facts = { alert: `${alert.name} (${alert.number})` }
      return this.#finish({ ...noDetail, key: 'tls_alert', facts, errno, tlsAlert: alert.number })
    }
    this.#finish({ ...noDetail, key: this.#resetKey(), errno })
  }

  #resetKey(): ErrorKey {
    if (this.#reader.part === 'body') return 'backend_body_reset'
    if (this.#reader.hasBegun) return 'backend_head_incomplete'
    return this.#times.sentMs >= 0 ? 'backend_reset' : 'backend_reset_sending'
  }

  #finish(failure: ExchangeFailure | undefined): void {
    if (this.#isOver()) return
    this.#times.endMs = this.#elapsedMs()
    for (const timer of this.#timers) clearTimeout(timer)
    this.#setting.signal.removeEventListener('abort', this.#onAbort)
    this.#connecting?.cancel()
    this.#connected?.socket.destroy()
    const { answer, firstBytes } = this.#came()
    this.#done({
      request: this.#request,
      startedAtMs: this.#startedAtMs,
      times: this.#times,
      addresses: addressesSeen(this.#resolved, this.#connectFailed ?? this.#connected),
      address: (this.#connected ?? this.#connectFailed)?.address ?? '',
      localAddress: this.#connected?.localAddress ?? '',
      tls: this.#tls,
      answer,
      failure: failure === undefined ? undefined : { ...failureOf(failure), ...firstBytes },
      hasBegun: this.#reader.hasBegun,
      bytesReceived: this.#bytesReceived,
    })
  }

  #came(): { answer: CallAnswer | undefined; firstBytes: { firstBytes?: string } } {
    const answer = this.#reader.answer()
    const { headText, part } = this.#reader
    if (headText === '' || part === 'body' || part === 'complete') return { answer, firstBytes: {} }
    return {
      answer,
      firstBytes: { firstBytes: firstBytesOf(headText) },
    }
  }

  #after(delayMs: number, act: () => void): void {
    this.#timers.push(setTimeout(act, delayMs))
  }

  #isOver(): boolean {
    return this.#times.endMs >= 0
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs
  }

  #leftMs(): number {
    return Math.max(1, this.#setting.endMs - performance.now())
  }
}

const noTimes = { connectMs: -1, tlsMs: -1 }

const noDetail = {
  facts: {},
  errno: '',
  detail: '',
  tlsAlert: '',
  certificate: '',
  firstBytes: '',
} as const

/** Of a failed connection only what belongs here. */
function failureOf(failure: ExchangeFailure): ExchangeFailure {
  const { key, facts, errno, detail, tlsAlert, certificate, firstBytes } = failure
  return { key, facts, errno, detail, tlsAlert, certificate, firstBytes }
}
