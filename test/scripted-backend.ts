import { connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { once } from 'node:events'
import type { Owner } from './clean-up.ts'
import { listeningPort, startProgram } from './program.ts'

/** What a scripted backend does on one connection, step by step. Wire hazards cannot be expressed
 *  with a polite server, so each step is exactly what happens on the socket. */
export class Script {
  readonly steps: readonly Step[]

  constructor(steps: readonly Step[] = []) {
    this.steps = steps
  }

  /** Waits for a whole request: its head and the body that its framing announces. */
  readRequest(): Script {
    return this.#then({ kind: 'read-request' })
  }

  /** Waits for the head only, so that what follows happens while the body is on its way. */
  readHead(): Script {
    return this.#then({ kind: 'read-head' })
  }

  send(text: string | Uint8Array): Script {
    return this.#then({ kind: 'send', bytes: bytesOf(text) })
  }

  /** A whole polite answer with Content-Length. */
  respond(status: number, body = '', headerLines = ''): Script {
    const length = Buffer.byteLength(body)
    return this.send(
      `HTTP/1.1 ${status} Scripted\r\n${headerLines}Content-Length: ${length}\r\n\r\n${body}`,
    )
  }

  wait(ms: number): Script {
    return this.#then({ kind: 'wait', ms })
  }

  /** FIN. */
  end(): Script {
    return this.#then({ kind: 'end' })
  }

  /** RST. */
  reset(): Script {
    return this.#then({ kind: 'reset' })
  }

  /** Neither reads nor writes any more; the connection stays open until the test is over. */
  stall(): Script {
    return this.#then({ kind: 'stall' })
  }

  /** Starts again from the first step on the same connection, for kept connections. */
  again(): Script {
    return this.#then({ kind: 'again' })
  }

  #then(step: Step): Script {
    return new Script([...this.steps, step])
  }
}

type Step =
  | { readonly kind: 'read-request' | 'read-head' | 'end' | 'reset' | 'stall' | 'again' }
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'wait'; readonly ms: number }

export const script = new Script()

export interface BackendConnection {
  /** All bytes received, one character a byte. */
  received: string
  endedByPeer: 'fin' | 'reset' | ''
}

export interface ScriptedBackend {
  readonly port: number
  readonly url: string
  readonly connections: readonly BackendConnection[]
  /** Whole requests (head and body), in the order they were read. */
  readonly requests: readonly string[]
  readonly requestCount: number
}

export interface ScriptedBackendOptions {
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
}

/** Starts a backend whose first connection runs the first script, the second the second, and so on;
 *  the last script serves all further ones. */
export async function scriptedBackend(
  owner: Owner,
  scripts: Script | readonly Script[],
  options: ScriptedBackendOptions = {},
): Promise<ScriptedBackend> {
  const list = scripts instanceof Script ? [scripts] : scripts
  const sockets = new Set<Socket>()
  const connections: BackendConnection[] = []
  const requests: string[] = []
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    const chosen = list[Math.min(connections.length, list.length - 1)] ?? script
    const connection: BackendConnection = { received: '', endedByPeer: '' }
    connections.push(connection)
    void new Play(socket, connection, requests).play(chosen)
  }
  const server =
    options.tls === undefined
      ? createServer({ allowHalfOpen: true, noDelay: true }, serve)
      : createTlsServer({ allowHalfOpen: true, ...options.tls }, serve)
  server.on('tlsClientError', () => undefined) // a refused handshake is what some tests are about
  const port = await listeningPort(server)
  owner.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    connections,
    requests,
    get requestCount() {
      return requests.length
    },
  }
}

/** One connection playing its script. */
class Play {
  readonly #socket: Socket
  readonly #connection: BackendConnection
  readonly #requests: string[]
  /** How much of `received` earlier steps have read. */
  #consumed = 0
  #isOver = false
  #wake = (): void => undefined

  constructor(socket: Socket, connection: BackendConnection, requests: string[]) {
    this.#socket = socket
    this.#connection = connection
    this.#requests = requests
    socket.on('data', (bytes) => {
      connection.received += bytes.toString('latin1')
      this.#wake()
    })
    socket.on('end', () => {
      if (connection.endedByPeer === '') connection.endedByPeer = 'fin'
      this.#over()
    })
    socket.on('error', () => {
      connection.endedByPeer = 'reset'
      this.#over()
    })
    socket.on('close', () => this.#over())
  }

  async play(chosen: Script): Promise<void> {
    for (let index = 0; index < chosen.steps.length; index++) {
      const step = chosen.steps[index]
      if (step === undefined || (this.#isOver && step.kind.startsWith('read'))) return
      if (step.kind === 'stall') {
        this.#socket.pause()
        return
      }
      if (step.kind === 'again') index = -1
      else await this.#perform(step)
    }
  }

  async #perform(step: Step): Promise<void> {
    switch (step.kind) {
      case 'read-head':
        await this.#until(() => this.#headEnd() >= 0)
        return
      case 'read-request':
        await this.#until(() => this.#requestEnd() >= 0)
        this.#takeRequest()
        return
      case 'send':
        if (!this.#socket.destroyed) this.#socket.write(step.bytes)
        return
      case 'wait':
        await new Promise((resolve) => setTimeout(resolve, step.ms).unref())
        return
      case 'end':
        this.#socket.end()
        return
      case 'reset':
        this.#socket.pause() // or a large body is read whole meanwhile, where the machine is busy
        await this.#flushed()
        this.#socket.resetAndDestroy()
        return
      case 'stall':
      case 'again':
        return
    }
  }

  #takeRequest(): void {
    const end = this.#requestEnd()
    if (end < 0) return
    this.#requests.push(this.#connection.received.slice(this.#consumed, end))
    this.#consumed = end
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Bytes sent before a reset must have left, or the kernel throws them away with it. */
  async #flushed(): Promise<void> {
    if (this.#socket.writableLength > 0) await once(this.#socket, 'drain')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }

  #headEnd(): number {
    const end = this.#connection.received.indexOf('\r\n\r\n', this.#consumed)
    return end < 0 ? -1 : end + 4
  }

  #requestEnd(): number {
    const { received } = this.#connection
    const headEnd = this.#headEnd()
    if (headEnd < 0) return -1
    const head = received.slice(this.#consumed, headEnd)
    if (/^transfer-encoding:/im.test(head)) {
      const last = received.indexOf('0\r\n\r\n', headEnd)
      return last < 0 ? -1 : last + 5
    }
    const end = headEnd + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    return received.length < end ? -1 : end
  }

  #over(): void {
    this.#isOver = true
    this.#wake()
  }
}

function bytesOf(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text, 'latin1') : text
}

/** A port on which nothing listens: connecting to it is refused. */
export async function refusingPort(): Promise<number> {
  const server = createServer()
  const port = await listeningPort(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A port that neither accepts nor refuses: a listener that never accepts, its queue of waiting
 *  connections filled by us, so that the kernel drops every further SYN. */
export async function silentPort(owner: Owner): Promise<number> {
  const listener = startProgram(owner, process.execPath, ['-e', neverAccepting])
  const port = Number((await listener.said(/port (\d+)/))[1])
  for (let waiting = 0; waiting < 4; waiting++) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined) // the listener dies before these do
    owner.after(() => void socket.destroy())
  }
  return port
}

/** Blocks its only thread right after listening, so nothing is ever accepted. */
const neverAccepting = `
const server = require('node:net').createServer()
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, 'port ' + server.address().port + '\\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})`
