import { isIP, type Socket } from 'node:net'
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { addressesOf, joined, mostTelling, noFacts } from './connect-failure.ts'
import type { NameAddress } from './hosts-file.ts'
import type { NameResolver, Resolved } from './resolver.ts'
import { openTcp, timedOut, type TcpFailure } from './tcp.ts'
import { startTls } from './tls-handshake.ts'

/** Name, addresses, TCP and TLS of one connection, each step timed and each failure named. Calls
 *  `done` once, never before it has returned, and not at all after `cancel`. From `done` on the
 *  socket is the caller's; the only listener that stays keeps an early 'error' from ending the
 *  process. */
export function connect(
  resolver: NameSource,
  target: ConnectTarget,
  limits: ConnectLimits,
  receiver: Receiver,
  done: ConnectDone,
): { cancel(): void } {
  const connecting = new Connecting(target, limits, receiver, done)
  connecting.start(resolver)
  return connecting
}

/** Whatever gives addresses for names. */
export type NameSource = Pick<NameResolver, 'cached' | 'resolve'>

export interface ConnectTarget {
  readonly scheme: 'http' | 'https'
  /** Name or address, IPv6 without brackets. */
  readonly host: string
  readonly port: number
  readonly tls: {
    /** '': the host. */
    readonly serverName: string
    /** PEM, trusted besides the default authorities. */
    readonly ca: string
    readonly verify: boolean
    /** A whole handshake, even where a session could be resumed: only then a certificate is shown. */
    readonly fresh?: boolean
  }
}

/** Milliseconds. */
export interface ConnectLimits {
  readonly dns: number
  /** Of each address. */
  readonly connect: number
  /** Of the whole: name, all addresses, TLS. */
  readonly connectAttempt: number
  readonly tls: number
}

/** Where the bytes of a connection go. */
export interface Receiver {
  /** One read buffer for all connections of a worker. */
  readonly buffer: Buffer
  /** `bytes` are valid only during the call. false: pause until `socket.resume()`. */
  onBytes(length: number, bytes: Uint8Array): boolean
}

/** Since `connect` was called, in ms; -1: not reached, or not needed. */
export interface ConnectTimes {
  readonly dnsMs: number
  readonly connectMs: number
  readonly tlsMs: number
}

export interface Connected {
  readonly socket: Socket
  /** ip:port, [v6]:port */
  readonly address: string
  readonly localAddress: string
  readonly times: ConnectTimes
  /** Addresses that failed before this one and notes about the name; mostly ''. */
  readonly detail: string
  readonly failedAddresses: readonly AddressFailure[]
}

/** One address of the name, and why it gave no connection. */
export type AddressFailure = Pick<ConnectFailed, 'address' | 'key' | 'errno'>

export interface ConnectFailed {
  readonly key: ErrorKey
  readonly facts: Facts
  /** The address that `key` is about, '' where there was none. */
  readonly address: string
  readonly localAddress: string
  readonly times: ConnectTimes
  readonly errno: string
  /** Number of the alert the peer sent (RFC 8446 section 6), '' where none came. */
  readonly tlsAlert: string
  /** Subject, names, validity and issuer of a refused certificate. */
  readonly certificate: string
  readonly detail: string
  /** Escaped, where the peer said something that is not TLS. */
  readonly firstBytes: string
  readonly bytesSent: number
  readonly bytesReceived: number
  /** Every address that was tried, in order; empty where there was none. */
  readonly failedAddresses: readonly AddressFailure[]
}

export type ConnectDone = (
  failed: ConnectFailed | undefined,
  connected: Connected | undefined,
) => void

/** RFC 8305 section 5: the next address is tried this long after the one before, while both go on. */
const nextAddressMs = 250

interface Step {
  readonly address: NameAddress
  cancel(): void
}

class Connecting {
  readonly #target: ConnectTarget
  readonly #limits: ConnectLimits
  readonly #receiver: Receiver
  readonly #done: ConnectDone
  readonly #startMs = performance.now()
  readonly #wholeTimer: NodeJS.Timeout
  readonly #failures: ConnectFailed[] = []
  /** TCP connections being opened; more than one while addresses race. */
  readonly #opening = new Set<Step>()
  #securing: { expire(limitMs: number): void; cancel(): void } | undefined
  #waiting: NameAddress[] = []
  #nextTimer: NodeJS.Timeout | undefined
  #dnsMs = -1
  #notes = ''
  #isOver = false

  constructor(target: ConnectTarget, limits: ConnectLimits, receiver: Receiver, done: ConnectDone) {
    this.#target = target
    this.#limits = limits
    this.#receiver = receiver
    this.#done = done
    this.#wholeTimer = setTimeout(() => this.#expire(), limits.connectAttempt)
  }

  start(resolver: NameSource): void {
    const known = resolver.cached(this.#target.host)
    if (known?.ok === true) {
      this.#resolved(known)
      return
    }
    const limitMs = Math.min(this.#limits.dns, this.#limits.connectAttempt)
    void (known ? Promise.resolve(known) : resolver.resolve(this.#target.host, limitMs)).then(
      (resolved) => this.#resolved(resolved),
    )
  }

  cancel(): void {
    this.#isOver = true
    clearTimeout(this.#wholeTimer)
    clearTimeout(this.#nextTimer)
    for (const step of this.#opening) step.cancel()
    this.#opening.clear()
    this.#securing?.cancel()
  }

  #resolved(resolved: Resolved): void {
    if (this.#isOver) return
    if (isIP(this.#target.host) === 0) this.#dnsMs = this.#elapsedMs()
    if (!resolved.ok) {
      const { key, rcode, detail } = resolved
      this.#fail({ ...noFacts, key, facts: { rcode }, detail, times: this.#times() })
      return
    }
    this.#notes = notesOf(resolved)
    this.#waiting = [...resolved.addresses]
    try {
      this.#openNext()
    } catch (thrown) {
      const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
      this.#fail({ ...noFacts, key: 'gateway_bug', detail, times: this.#times() })
    }
  }

  #openNext(): void {
    clearTimeout(this.#nextTimer)
    const address = this.#waiting.shift()
    if (address === undefined) {
      if (this.#opening.size === 0) this.#failAsMostTelling()
      return
    }
    const isPlain = this.#target.scheme === 'http'
    const opening = openTcp(
      address,
      this.#target.port,
      this.#limits.connect,
      isPlain ? this.#receiver : undefined,
      (failure, socket) => {
        this.#opening.delete(step)
        if (failure === undefined) this.#opened(address, socket)
        else this.#addressFailed(this.#tcpFailed(address, failure))
      },
    )
    const step: Step = { address, cancel: () => opening.cancel() }
    this.#opening.add(step)
    if (this.#waiting.length > 0) {
      this.#nextTimer = setTimeout(() => this.#openNext(), nextAddressMs)
    }
  }

  #opened(address: NameAddress, socket: Socket): void {
    clearTimeout(this.#nextTimer)
    for (const step of this.#opening) {
      step.cancel()
      this.#waiting.push(step.address) // it may still be needed, should TLS fail here
    }
    this.#opening.clear()
    const times = this.#times({ connectMs: this.#elapsedMs() })
    const local = textOf(socket.localAddress ?? '', socket.localPort ?? 0)
    const place = { address: textOf(address.address, this.#target.port), localAddress: local }
    if (this.#target.scheme === 'http') {
      this.#succeed({ socket, ...place, times })
      return
    }
    const limitMs = this.#limits.tls
    this.#securing = startTls(socket, this.#target, limitMs, this.#receiver, (failure, secured) => {
      this.#securing = undefined
      if (failure !== undefined) this.#addressFailed({ ...failure, ...place, times })
      else
        this.#succeed({ socket: secured, ...place, times: { ...times, tlsMs: this.#elapsedMs() } })
    })
  }

  #addressFailed(failure: ConnectFailed): void {
    if (this.#isOver) return
    this.#failures.push(failure)
    this.#openNext()
  }

  /** The time for the whole is over: whatever is under way has failed by time. */
  #expire(): void {
    this.#waiting = []
    if (this.#securing !== undefined) {
      this.#securing.expire(this.#limits.connectAttempt)
      return
    }
    const failure = timedOut(this.#limits.connectAttempt)
    for (const step of this.#opening) {
      step.cancel()
      this.#failures.push(this.#tcpFailed(step.address, failure))
    }
    this.#opening.clear()
    this.#failAsMostTelling()
  }

  #failAsMostTelling(): void {
    const detail = `no name server answered within ${Math.round(this.#limits.connectAttempt)} ms`
    const unresolved = { ...noFacts, key: 'dns_timeout', detail, times: this.#times() } as const
    this.#fail(mostTelling(this.#failures) ?? unresolved)
  }

  #fail(failure: ConnectFailed): void {
    this.cancel()
    const detail = joined(failure.detail, this.#notes)
    this.#done({ ...failure, detail, failedAddresses: this.#failures }, undefined)
  }

  #succeed(connected: Omit<Connected, 'detail' | 'failedAddresses'>): void {
    this.cancel()
    const detail = joined(addressesOf(this.#failures), this.#notes)
    this.#done(undefined, { ...connected, detail, failedAddresses: this.#failures })
  }

  #tcpFailed(address: NameAddress, { key, errno, words }: TcpFailure): ConnectFailed {
    const place = textOf(address.address, this.#target.port)
    return { ...noFacts, key, address: place, errno, detail: words, times: this.#times() }
  }

  #times(known: Partial<ConnectTimes> = {}): ConnectTimes {
    return { dnsMs: this.#dnsMs, connectMs: -1, tlsMs: -1, ...known }
  }

  #elapsedMs(): number {
    return performance.now() - this.#startMs
  }
}

function notesOf(resolved: Resolved & { ok: true }): string {
  const age = resolved.fromCache ? `address from memory, ${Math.round(resolved.ageMs)} ms old` : ''
  return joined(resolved.notes, age)
}

function textOf(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
