import type { BackendHost } from '../model/release.ts'
import { connect, type Connected, type ConnectFailed } from '../network/connect.ts'
import type { NameResolver } from '../network/resolver.ts'

/** The bytes of a probe: one request on a connection of its own, and the beginning of the answer. */
export interface ProbeAnswer {
  /** Why there was no connection. */
  readonly failed: ConnectFailed | undefined
  /** First bytes of the answer as latin1; '' where the host said nothing. */
  readonly head: string
  /** The host ended the connection before it had said anything. */
  readonly closed: boolean
}

/** Longest time of one probe in milliseconds: name, connection, TLS and the answer's beginning. */
const probeMs = 2_000
/** Enough for a status line, a Location field and the sentence of a plain-HTTP-on-TLS error page. */
const headBytes = 4_096

export function getOnce(host: BackendHost, resolver: NameResolver): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const endMs = performance.now() + probeMs
    let head = ''
    let finish = (_closed: boolean): void => undefined
    const receiver = {
      buffer: Buffer.allocUnsafeSlow(headBytes),
      onBytes: (length: number, bytes: Uint8Array) => {
        head += Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1')
        if (isEnough(head)) finish(false)
        return true
      },
    }
    connect(resolver, host, limits, receiver, (failed, connected) => {
      if (connected === undefined) return resolve({ failed, head: '', closed: false })
      finish = once(connected, endMs, (closed) => resolve({ failed: undefined, head, closed }))
      connected.socket.write(requestText(host))
    })
  })
}

/** Does a TLS handshake succeed where the stage says http? The certificate is no matter here. */
export function speaksTls(host: BackendHost, resolver: NameResolver): Promise<boolean> {
  const target = { ...host, scheme: 'https', tls: { ...host.tls, verify: false } } as const
  const receiver = { buffer: Buffer.allocUnsafeSlow(headBytes), onBytes: () => true }
  return new Promise((resolve) => {
    connect(resolver, target, limits, receiver, (_failed, connected) => {
      connected?.socket.destroy()
      resolve(connected !== undefined)
    })
  })
}

const limits = { dns: probeMs, connect: probeMs, connectAttempt: probeMs, tls: probeMs } as const

/** Calls `done` at the end of the connection or of the time, whichever is first, or when told. */
function once(
  { socket }: Connected,
  endMs: number,
  done: (closed: boolean) => void,
): (closed: boolean) => void {
  const finish = (closed: boolean): void => {
    clearTimeout(timer)
    socket.destroy()
    done(closed)
  }
  const timer = setTimeout(() => finish(false), Math.max(1, endMs - performance.now()))
  socket.once('error', () => finish(true))
  socket.once('end', () => finish(true))
  socket.once('close', () => finish(true))
  return finish
}

function isEnough(head: string): boolean {
  if (head.length >= headBytes) return true
  const end = head.indexOf('\r\n\r\n')
  if (end === -1) return head !== '' && !head.startsWith('HTTP/'.slice(0, head.length))
  // the page of a 400 says whether https was expected; of other answers the head is all we need
  return !/^HTTP\/1\.\d 400/.test(head) || head.length > end + 64
}

function requestText({ hostHeader }: BackendHost): string {
  return [
    'GET / HTTP/1.1',
    `Host: ${hostHeader}`,
    'User-Agent: faultline-probe',
    'Accept: */*',
    'Connection: close',
    '\r\n',
  ].join('\r\n')
}
