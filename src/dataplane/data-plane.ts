/** The data plane of one worker: listens, serves what was last published, drains. It touches no
 *  database and no other worker; with the rest of the process gone it goes on serving. */
import net from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import tls from 'node:tls'
import type { ServedReleases } from '../model/release.ts'
import { allAtOnce } from '../model/steps.ts'
import type { EjectedHost, WorkerMetrics } from '../model/worker-metrics.ts'
import { scratchOver } from '../wire/head-scratch.ts'
import type { Endpoint } from './balancer.ts'
import { noKnownPaths, type Routing, type StageRouting } from './routing.ts'
import { ClientConnection } from './client-connection.ts'
import type { ListenerFacts } from './exchange-events.ts'
import { compileRouting } from './compile-release.ts'
import { defaultLimits, type DataPlaneOptions } from './data-plane-settings.ts'
import { Deadlines } from './deadlines.ts'
import { closeIdle, idleCount } from './endpoint-pool.ts'
import { Handshakes } from './handshakes.ts'
import { countersOf, durationBucketsMs, RouteCounts } from './metrics.ts'
import { exchangeEvents, exchangeSent } from './pipeline.ts'
import { Outbox } from './outbox.ts'
import { closeTunnels, openTunnels } from './tunnel.ts'
import { trustedProxies } from './client-address.ts'
import type { ProxyText, Worker } from './worker-context.ts'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly reusePort: boolean
  readonly tls?: { readonly cert: string; readonly key: string }
}

/** Waiting connections the kernel keeps for us. */
const backlog = 4_096
const resyncMs = 1_000
/** Most that one read takes. */
const readBytes = 65_536
/** Callers get this long to take the answers to what was cut off by a stop. */
const lastAnswersMs = 500

export class DataPlane {
  readonly #worker: Worker
  readonly #servers: net.Server[] = []
  readonly #connections = new Set<ClientConnection>()
  readonly #handshakes = new Handshakes()
  readonly #resync: NodeJS.Timeout

  constructor(options: DataPlaneOptions) {
    this.#worker = workerOf(options)
    this.#resync = setInterval(() => this.#worker.clock.resync(), resyncMs)
    this.#resync.unref()
  }

  /** Swaps in a publication. Throws with a sentence if it cannot be served; the old one stays. */
  publish(publication: ServedReleases): void {
    allAtOnce(this.prepare(publication))()
  }

  /** Does the same in steps, between which requests are served by what was published before; returns what swaps
   *  it in. One at a time. */
  *prepare(publication: ServedReleases): Generator<void, () => void> {
    const before = this.#worker.routing
    const routing = yield* compileRouting(this.#worker, publication, before)
    return () => this.#swap(before, routing)
  }

  #swap(before: Routing, routing: Routing): void {
    this.#worker.routing = routing
    const former = new Set(stagesOf(before))
    for (const stage of stagesOf(routing)) if (!former.has(stage)) stage.routes.forgetOthers()
    const kept = new Set(endpointsOf(routing).map(({ pool }) => pool))
    for (const endpoint of endpointsOf(before)) if (!kept.has(endpoint.pool)) closeIdle(endpoint)
  }

  /** Resolves with the port. */
  listen(options: ListenOptions): Promise<number> {
    const { tls: certificate } = options
    const facts = {
      scheme: certificate === undefined ? 'http' : 'https',
      port: options.port,
    } as const
    const accept = (socket: Socket): void =>
      this.#accept(socket, { ...facts, port: socket.localPort ?? facts.port })
    const server =
      certificate === undefined
        ? net.createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, accept)
        : tls.createServer({ ...certificate, ...this.#tlsOptions() }, accept)
    if (certificate !== undefined) this.#handshakes.watch(server)
    this.#servers.push(server)
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      const { host, port, reusePort } = options
      server.listen({ host, port, reusePort, backlog }, () => {
        server.removeListener('error', reject)
        server.on('error', (error) =>
          process.emitWarning(`listener: ${error.message}`, 'FaultlineListener'),
        )
        resolve((server.address() as AddressInfo).port) // a TCP server's address is never a string
      })
    })
  }

  /** A handshake comes before any head, and gets no longer. */
  #tlsOptions(): tls.TlsOptions {
    const handshakeTimeout = this.#worker.limits.clientHeadMs
    return { allowHalfOpen: true, noDelay: true, ALPNProtocols: ['http/1.1'], handshakeTimeout }
  }

  #accept(socket: Socket, listener: ListenerFacts): void {
    const connection = new ClientConnection(this.#worker, exchangeEvents, socket, listener)
    this.#connections.add(connection)
    // not `socket`: its handle has moved, so it never reports an end (shared-buffer-socket.ts)
    connection.socket.once('close', () => this.#connections.delete(connection))
  }

  /** From now on `/-/healthy` says 503 and answers end their connections. */
  startDrain(): void {
    this.#worker.isDraining = true
  }

  stopListening(): void {
    for (const server of this.#servers) server.close()
    for (const connection of this.#connections) if (connection.isIdle) connection.close()
    this.#handshakes.close()
  }

  get openExchanges(): number {
    return this.#worker.openExchanges
  }

  get openTunnels(): number {
    return openTunnels()
  }

  closeTunnels(): void {
    closeTunnels()
  }

  /** Ends everything that is still open. */
  async close(): Promise<void> {
    this.stopListening()
    closeTunnels()
    await this.#endConnections()
    for (const endpoint of endpointsOf(this.#worker.routing)) closeIdle(endpoint)
    clearInterval(this.#resync)
    this.#worker.deadlines.close()
    await new Promise((resolve) => setImmediate(resolve)) // sockets report their end
  }

  /** What is in flight is answered with `gateway_stopping`; that answer gets a moment to arrive. */
  async #endConnections(): Promise<void> {
    for (const connection of this.#connections) connection.stop()
    const endMs = performance.now() + lastAnswersMs
    while (this.#connections.size > 0 && performance.now() < endMs)
      await new Promise((resolve) => setTimeout(resolve, 10))
    for (const connection of this.#connections) connection.socket.destroy()
  }

  metrics(): WorkerMetrics {
    const { routing, unmatched, openExchanges } = this.#worker
    const stages = stagesOf(routing)
    const counts = [unmatched, ...stages.flatMap(({ routes }) => [...routes.counts])]
    return {
      openConnections: this.#connections.size + this.#handshakes.size,
      openExchanges,
      idleBackendConnections: endpointsOf(routing).reduce((sum, one) => sum + idleCount(one), 0),
      busyBackendConnections: endpointsOf(routing).reduce((sum, one) => sum + one.active, 0),
      ejected: stages.flatMap((stage) => ejectedOf(stage, this.#worker.clock.now())),
      releases: stages.map(({ release: { gateway, stage, number } }) => ({
        gateway,
        stage,
        number,
      })),
      durationBucketsMs,
      routes: counts.filter(({ byAnswer }) => byAnswer.size > 0).map(countersOf),
    }
  }
}

function workerOf(options: DataPlaneOptions): Worker {
  const limits = { ...defaultLimits, ...options.settings.limits }
  const readMemory = Buffer.allocUnsafeSlow(readBytes + 4) // the parser marks the end behind a head
  return {
    options,
    limits,
    clock: options.clock,
    deadlines: new Deadlines(() => options.clock.now()),
    outbox: new Outbox(options.clock, exchangeSent),
    readBuffer: readMemory.subarray(0, readBytes),
    readScratch: scratchOver(readMemory),
    requestHeadLimits: {
      headBytes: limits.headBytes,
      uriBytes: limits.uriBytes,
      fields: limits.fields,
    },
    responseHeadLimits: {
      headBytes: limits.responseHeadBytes,
      uriBytes: limits.uriBytes,
      fields: limits.responseFields,
    },
    routing: {
      version: 0,
      gateways: new Map(),
      known: noKnownPaths(),
      clientAddresses: trustedProxies(options.settings.trustedProxies),
    },
    unmatched: new RouteCounts('', '', ''),
    isDraining: false,
    openExchanges: 0,
    proxyText: proxyTextOf(options.settings.proxyName),
    nodeMember: `"node":${JSON.stringify(options.settings.node)},`,
  }
}

function proxyTextOf(name: string): ProxyText {
  const received = Array.from(
    { length: 1_000 },
    (_, status) => `Proxy-Status: ${name}; received-status=${status}\r\n`,
  )
  return { name, via: `Via: 1.1 ${name}\r\n`, received }
}

function ejectedOf({ release, pools }: StageRouting, nowMs: number): EjectedHost[] {
  const { gateway, stage } = release
  return [...pools.values()].flatMap(({ backend, balancer }) =>
    balancer.endpoints
      .filter(({ ejectedUntilMs }) => ejectedUntilMs > nowMs)
      .map(({ label }) => ({ gateway, stage, backend: backend.name, endpoint: label })),
  )
}

function endpointsOf(routing: Routing): Endpoint[] {
  return stagesOf(routing).flatMap(({ pools }) =>
    [...pools.values()].flatMap(({ balancer }) => balancer.endpoints),
  )
}

function stagesOf(routing: Routing): StageRouting[] {
  return [...routing.gateways.values()].flatMap((gateway) => [...gateway.stages.values()])
}
