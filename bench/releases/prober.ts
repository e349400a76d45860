// A thread that asks at fixed times on kept connections and says how long each answer took, counted from when
// the request was due: what stands still shows, whoever stands still.
import { connect, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

export interface ProbeOrder {
  readonly port: number
  readonly path: string
  readonly authorization: string
  readonly connections: number
  /** Between two requests of one connection. */
  readonly everyMs: number
}

/** Milliseconds of each answer since the last report, those that are still open included. */
export interface ProbeReport {
  readonly latenciesMs: readonly number[]
  readonly wrong: readonly string[]
}

const order = workerData as ProbeOrder // run.ts gives nothing else
const requestText =
  `GET ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
  `${order.authorization === '' ? '' : `Authorization: ${order.authorization}\r\n`}\r\n`
let latenciesMs: number[] = []
let wrong: string[] = []

class Probe {
  readonly #socket: Socket
  #dueMs: number
  #isOpen = false
  #text = ''

  constructor(offsetMs: number) {
    this.#dueMs = performance.now() + 100 + offsetMs
    this.#socket = connect({ port: order.port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (text: string) => this.#hear(text))
    this.#socket.on('error', (error) => wrong.push(error.message))
    this.#socket.on('close', () => wrong.push('closed'))
  }

  askIfDue(nowMs: number): void {
    if (this.#isOpen || nowMs < this.#dueMs) return
    this.#isOpen = true
    this.#socket.write(requestText)
  }

  #hear(text: string): void {
    this.#text += text
    const head = this.#text.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/^content-length: (\d+)/im.exec(this.#text.slice(0, head))?.[1] ?? 0)
    if (this.#text.length < head + 4 + length) return
    if (!this.#text.startsWith('HTTP/1.1 200')) wrong.push(this.#text.slice(0, 200))
    this.#text = ''
    const nowMs = performance.now()
    latenciesMs.push(nowMs - this.#dueMs)
    this.#isOpen = false
    // those that came due meanwhile waited as well
    for (
      this.#dueMs += order.everyMs;
      this.#dueMs < nowMs - order.everyMs;
      this.#dueMs += order.everyMs
    )
      latenciesMs.push(nowMs - this.#dueMs)
  }
}

const probes = Array.from(
  { length: order.connections },
  (_, index) => new Probe((index * order.everyMs) / order.connections),
)
setInterval(() => {
  const nowMs = performance.now()
  for (const probe of probes) probe.askIfDue(nowMs)
}, 1)
parentPort?.on('message', () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage({ latenciesMs, wrong } satisfies ProbeReport)
  latenciesMs = []
  wrong = []
})
