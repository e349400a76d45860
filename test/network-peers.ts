/** Peers for tests of connecting: listeners that answer as told, a port that never accepts, and one
 *  call of `connect` as a promise. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as connectSocket, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls'
import { Worker } from 'node:worker_threads'
import {
  connect,
  type ConnectFailed,
  type ConnectLimits,
  type ConnectTarget,
  type Connected,
} from '../src/network/connect.ts'
import { NameResolver } from '../src/network/resolver.ts'

export type CertificateName =
  | 'valid'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-host'
  | 'self-signed'
  | 'without-chain'

export function certificate(name: CertificateName): { key: string; cert: string } {
  return { key: certificateFile(`${name}.key`), cert: certificateFile(name) }
}

export const authority = certificateFile('authority')

/** Returns the port. */
export async function listen(
  t: TestContext,
  onSocket: (socket: Socket) => void,
  address = '127.0.0.1',
  port = 0,
): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    onSocket(socket)
  })
  server.listen(port, address)
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return portOf(server.address())
}

/** Returns the port. */
export async function listenTls(
  t: TestContext,
  options: TlsOptions,
  onSocket: (socket: TLSSocket) => void = () => {},
  { address = '127.0.0.1', port = 0 } = {},
): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => {})
    onSocket(socket)
  })
  server.on('tlsClientError', () => {})
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(port, address)
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return portOf(server.address())
}

/** A port where connecting hangs: the thread that listens never accepts and its queue is full. */
export async function blackHole(t: TestContext): Promise<number> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const server = require('node:net').createServer()
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port)
       setImmediate(() => Atomics.wait(workerData, 0, 0))
     })`,
    { eval: true, workerData: new Int32Array(new SharedArrayBuffer(4)) },
  )
  t.after(() => worker.terminate())
  const [port] = (await once(worker, 'message')) as [number] // what the line above posts
  for (let tries = 0; tries < 50; tries++) {
    const socket = connectSocket(port, '127.0.0.1')
    socket.on('error', () => {})
    t.after(() => socket.destroy())
    const isQueued = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise((resolve) => setTimeout(() => resolve(false), 300)),
    ])
    if (isQueued === false) return port
  }
  throw new Error('never came: a connection that hangs in the queue of a listener')
}

/** A port of 127.0.0.1 where nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves `backend.test` to these addresses, in this order. */
export function resolverOf(t: TestContext, ...addresses: string[]): NameResolver {
  const folder = mkdtempSync(join(tmpdir(), 'connect-'))
  const hostsFile = join(folder, 'hosts')
  writeFileSync(hostsFile, addresses.map((address) => `${address} backend.test\n`).join(''))
  const resolver = new NameResolver({ hostsFile })
  t.after(() => {
    resolver.close()
    rmSync(folder, { recursive: true })
  })
  return resolver
}

export interface ConnectOutcome {
  readonly failed: ConnectFailed | undefined
  readonly connected: Connected | undefined
  /** What `onBytes` got, once `ended` is there. */
  readonly received: () => string
}

export interface ConnectWishes {
  readonly resolver?: NameResolver
  readonly scheme?: 'http' | 'https'
  readonly host?: string
  readonly port: number
  readonly tls?: Partial<ConnectTarget['tls']>
  readonly limits?: Partial<ConnectLimits>
  readonly onBytes?: (bytes: Buffer) => boolean
}

/** Connects and fails the test where `done` is called twice, at once, or with nothing. */
export function connecting(t: TestContext, wishes: ConnectWishes): Promise<ConnectOutcome> {
  const { resolver = new NameResolver(), scheme = 'http', host = '127.0.0.1', port } = wishes
  const tls = { serverName: '', ca: '', verify: true, ...wishes.tls }
  const limits = { dns: 2_000, connect: 2_000, connectAttempt: 5_000, tls: 2_000, ...wishes.limits }
  let received = ''
  const receiver = {
    buffer: Buffer.alloc(65_536),
    onBytes(length: number, bytes: Uint8Array): boolean {
      const copy = Buffer.from(bytes.subarray(0, length))
      received += copy.toString('latin1')
      return wishes.onBytes?.(copy) ?? true
    },
  }
  return new Promise((resolve, reject) => {
    let calls = 0
    let hasReturned = false
    connect(resolver, { scheme, host, port, tls }, limits, receiver, (failed, connected) => {
      if (!hasReturned) reject(new Error('done was called before connect returned'))
      if (++calls > 1) reject(new Error('done was called twice'))
      if ((failed === undefined) === (connected === undefined))
        reject(new Error('done got both or none'))
      connected?.socket.on('error', () => {})
      t.after(() => connected?.socket.destroy())
      resolve({ failed, connected, received: () => received })
    })
    hasReturned = true
  })
}

function certificateFile(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8')
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP')
  return address.port
}
