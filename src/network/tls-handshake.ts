import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { noFacts } from './connect-failure.ts'
import type { ConnectFailed, ConnectTarget, Receiver } from './connect.ts'
import { certificateFailure, describeCertificate } from './certificate.ts'
import { askWithoutTls, plainPeerFailure } from './plain-peer.ts'
import { handshakeFailure, isNotTls } from './tls-failure.ts'
import { rememberSession, rememberedSession, trustOf } from './tls-memory.ts'

export type TlsFailed = Omit<ConnectFailed, 'times' | 'address' | 'localAddress'>

/** TLS over an open connection. Verification is ours, after the handshake and before anything is
 *  sent: Node's own destroys the socket before its certificate can be read. `done` is called once,
 *  later, and not at all after `cancel`. */
export function startTls(
  raw: Socket,
  target: ConnectTarget,
  limitMs: number,
  receiver: Receiver,
  done: (failure: TlsFailed | undefined, socket: TLSSocket) => void,
): { expire(limitMs: number): void; cancel(): void } {
  const handshake = new Handshake(raw, target, receiver, done)
  handshake.start(limitMs)
  return handshake
}

class Handshake {
  readonly #raw: Socket
  readonly #target: ConnectTarget
  readonly #receiver: Receiver
  readonly #done: (failure: TlsFailed | undefined, socket: TLSSocket) => void
  readonly #name: string
  readonly #socket: TLSSocket
  readonly #onSecure = (): void => this.#secured()
  readonly #onError = (error: NodeJS.ErrnoException): void => this.#broke(error)
  readonly #onClose = (): void => this.#fail({ ...handshakeFailure(undefined) })
  #timer: NodeJS.Timeout | undefined
  #question: { cancel(): void } | undefined

  constructor(
    raw: Socket,
    target: ConnectTarget,
    receiver: Receiver,
    done: (failure: TlsFailed | undefined, socket: TLSSocket) => void,
  ) {
    this.#raw = raw
    this.#target = target
    this.#receiver = receiver
    this.#done = done
    this.#name = target.tls.serverName || target.host
    const session = target.tls.fresh === true ? undefined : rememberedSession(target)
    this.#socket = connect({
      socket: raw,
      host: this.#name, // what the certificate has to be for
      servername: isIP(this.#name) === 0 ? this.#name : '', // RFC 6066 section 3: no addresses in SNI
      secureContext: trustOf(target.tls.ca),
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: false, // see #secured
      ...(session === undefined ? {} : { session }),
    })
  }

  start(limitMs: number): void {
    this.#timer = setTimeout(() => this.expire(limitMs), limitMs)
    this.#socket.on('error', ignoreError) // stays, as in tcp.ts
    this.#socket.on('secureConnect', this.#onSecure)
    this.#socket.on('error', this.#onError)
    this.#socket.on('close', this.#onClose)
  }

  expire(limitMs: number): void {
    const words = `handshake not finished within ${Math.round(limitMs)} ms`
    this.#fail({ key: 'tls_timeout', detail: words })
  }

  cancel(): void {
    this.#letGo()
    this.#socket.destroy()
    this.#raw.destroy()
  }

  #secured(): void {
    const { verify } = this.#target.tls
    const socket = this.#socket
    if (verify && !socket.authorized) {
      // Typed as an Error, but a code string since Node 0.11.
      const reason = String(socket.authorizationError)
      const certificate = socket.getPeerCertificate()
      this.#fail({
        ...certificateFailure(reason, certificate),
        certificate: describeCertificate(certificate),
      })
      return
    }
    this.#keepSessions()
    socket.on('data', (bytes: Buffer) => {
      if (!this.#receiver.onBytes(bytes.length, bytes)) socket.pause()
    })
    this.#letGo()
    this.#done(undefined, socket)
  }

  /** TLS 1.3 sends its tickets later, TLS 1.2 has sent them by now. */
  #keepSessions(): void {
    const keep = (session: Buffer): void => rememberSession(this.#target, session)
    this.#socket.on('session', keep)
    const session = this.#socket.getProtocol() === 'TLSv1.2' ? this.#socket.getSession() : undefined
    if (session !== undefined) keep(session)
  }

  #broke(error: NodeJS.ErrnoException): void {
    const { remoteAddress, remotePort } = this.#raw
    if (!isNotTls(error) || remoteAddress === undefined || remotePort === undefined) {
      this.#fail(handshakeFailure(error))
      return
    }
    // OpenSSL says only "wrong version number" and keeps the bytes; a second connection shows them.
    this.#socket.off('error', this.#onError).off('close', this.#onClose)
    this.#question = askWithoutTls(remoteAddress, remotePort, (said) => {
      this.#fail(plainPeerFailure(said) ?? handshakeFailure(error))
    })
  }

  #fail(known: Partial<TlsFailed> & Pick<TlsFailed, 'key'>): void {
    this.#letGo()
    const counts = { bytesSent: this.#raw.bytesWritten, bytesReceived: this.#raw.bytesRead }
    this.#socket.destroy()
    this.#raw.destroy()
    this.#done({ ...noFacts, ...counts, ...known }, this.#socket)
  }

  #letGo(): void {
    clearTimeout(this.#timer)
    this.#question?.cancel()
    this.#socket.off('secureConnect', this.#onSecure)
    this.#socket.off('error', this.#onError).off('close', this.#onClose)
  }
}

function ignoreError(): void {}
