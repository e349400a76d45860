import { connect, type Socket, type TcpNetConnectOpts } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { ErrorKey } from '../model/error-table.ts'
import type { Receiver } from './connect.ts'
import { readDirectly, type ReadInto } from './direct-read.ts'
import type { NameAddress } from './hosts-file.ts'

/** Why one address did not accept a connection. */
export interface TcpFailure {
  readonly key: ErrorKey
  /** '' for our own limit. */
  readonly errno: string
  readonly words: string
}

/** Idle time after which the kernel probes the peer: below the 350 s after which common cloud load
 *  balancers drop a silent connection without a word. It matters for tunnels and long waits. */
const keepAliveProbeMs = 60_000

/** Opens one TCP connection. `done` is called once, later, and not at all after `cancel`. With a
 *  receiver the socket reads into its buffer; without, it is left unread for TLS. Sockets allow half
 *  open, so that a FIN is told apart from a reset and does not end our own sending. */
export function openTcp(
  { address, family }: NameAddress,
  port: number,
  limitMs: number,
  receiver: Receiver | undefined,
  done: (failure: TcpFailure | undefined, socket: Socket) => void,
): { cancel(): void } {
  const options: TcpNetConnectOpts = {
    host: address,
    port,
    family,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveProbeMs,
  }
  const onread: ReadInto | undefined = receiver && {
    buffer: receiver.buffer,
    callback: (length, bytes) => receiver.onBytes(length, bytes),
  }
  if (onread !== undefined) options.onread = onread
  const socket = connect({ ...options, allowHalfOpen: true })
  socket.on('error', ignoreError) // stays: a socket without one would end the process
  const end = (failure: TcpFailure | undefined): void => {
    clearTimeout(timer)
    socket.off('error', onError).off('connect', onConnect)
    if (failure !== undefined) socket.destroy()
    done(failure, socket)
  }
  const onError = (error: NodeJS.ErrnoException): void => end(tcpFailure(error, family))
  const onConnect = (): void => {
    if (onread !== undefined) readDirectly(socket, onread)
    end(undefined)
  }
  const timer = setTimeout(() => end(timedOut(limitMs)), limitMs)
  socket.on('error', onError).on('connect', onConnect)
  return {
    cancel() {
      clearTimeout(timer)
      socket.off('error', onError).off('connect', onConnect)
      socket.destroy()
    },
  }
}

export function timedOut(limitMs: number): TcpFailure {
  const words = `no answer within ${Math.round(limitMs)} ms`
  return { key: 'backend_connect_timeout', errno: '', words }
}

function ignoreError(): void {}

function tcpFailure(error: NodeJS.ErrnoException, family: 4 | 6): TcpFailure {
  const errno = error.code ?? ''
  return { key: tcpKey(errno, family), errno, words: errno === '' ? error.message : errno }
}

function tcpKey(errno: string, family: 4 | 6): ErrorKey {
  switch (errno) {
    case 'ECONNREFUSED':
      return 'backend_refused'
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
      return 'backend_connect_reset'
    case 'ETIMEDOUT': // the kernel's own patience, mostly longer than our limit
      return 'backend_connect_timeout'
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOBUFS':
    case 'ENOMEM':
      return 'gateway_out_of_sockets'
    case 'EADDRNOTAVAIL':
      // Without any IPv6 address there is none to connect from; else all local ports are in use.
      return family === 6 && !hasIpv6() ? 'backend_unreachable' : 'gateway_out_of_sockets'
    default: // ENETUNREACH, EHOSTUNREACH, EACCES and EPERM of a local firewall, EAFNOSUPPORT …
      return 'backend_unreachable'
  }
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ family }) => family === 'IPv6'),
  )
}
