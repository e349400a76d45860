// The caller of releases.ts, a process of its own: requests due at fixed times on kept connections, each with a number
// of its own, and every answer looked at: it must be the one of this request, and all of it of one release, none that
// was replaced before the request was sent.
// node release-caller.ts PORT CONNECTIONS RATE SECONDS; hears `{"live": RELEASE}`, says `ready` and then its figures.
import { connect, type Socket } from 'node:net'
import type { CallerFigures } from './start-caller.ts'

const [port = 0, connectionCount = 0, rate = 0, seconds = 0] = process.argv.slice(2).map(Number)
const lastAnswersMs = 10_000
const mostTold = 5
const reconnectMs = 20

const latencies: number[] = []
const firstWrong: string[] = []
const seen = new Set<number>()
const idle: Caller[] = []
let live = 0
let sent = 0
let wrong = 0
let cut = 0
let isOver = false
let startedMs = 0

class Caller {
  #socket: Socket
  #isBusy = false
  #text = ''
  #number = 0
  #dueMs = 0
  /** Live when the request was sent. */
  #least = 0

  constructor(connected: () => void) {
    this.#socket = this.#connect(connected)
  }

  /** One that breaks is replaced; what was in flight on it is cut. */
  #connect(connected: () => void): Socket {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, connected)
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#hear(text))
    socket.on('error', () => undefined) // 'close' follows
    socket.on('close', () => {
      if (this.#isBusy) cut += 1
      this.#isBusy = false
      this.#text = ''
      const at = idle.indexOf(this)
      if (at >= 0) idle.splice(at, 1)
      if (isOver) return
      setTimeout(() => (this.#socket = this.#connect(() => idle.push(this))), reconnectMs)
    })
    return socket
  }

  send(dueMs: number): void {
    this.#isBusy = true
    this.#number = sent++
    this.#dueMs = dueMs
    this.#least = live
    this.#socket.write(
      `GET /api/shop/prod/orders/${this.#number} HTTP/1.1\r\nHost: shop.test\r\n\r\n`,
      'latin1',
    )
  }

  close(): void {
    this.#socket.destroy()
  }

  #hear(text: string): void {
    this.#text += text
    const bodyStart = this.#text.indexOf('\r\n\r\n') + 4
    if (bodyStart < 4) return
    const length = Number(/^content-length: (\d+)/im.exec(this.#text.slice(0, bodyStart))?.[1] ?? 0)
    if (this.#text.length < bodyStart + length) return
    const problem = this.#problemOf(this.#text.slice(bodyStart))
    if (!this.#text.startsWith('HTTP/1.1 200') || problem !== '')
      note(`${problem} in the answer of request ${this.#number}: ${this.#text.slice(0, 600)}`)
    this.#text = ''
    this.#isBusy = false
    latencies.push(performance.now() - this.#dueMs)
    idle.push(this)
  }

  /** `/v7/orders/12 7` is request 12 by release 7, whose stage and resource both say so. */
  #problemOf(body: string): string {
    const [, path, number, field] = /^\/v(\d+)\/orders\/(\d+) (\d+)$/.exec(body) ?? []
    if (number !== String(this.#number)) return 'another answer'
    if (path !== field) return `half of release ${path} and half of ${field}`
    seen.add(Number(path))
    return Number(path) < this.#least ? `release ${path} when ${this.#least} was live` : ''
  }
}

function note(text: string): void {
  wrong += 1
  if (firstWrong.length < mostTold) firstWrong.push(text)
}

process.on('message', (message: { readonly live?: number }) => (live = message.live ?? live))
let connected = 0
const callers = Array.from({ length: connectionCount }, () => new Caller(begin))

function begin(): void {
  connected += 1
  if (connected < connectionCount) return
  idle.push(...callers)
  startedMs = performance.now()
  process.send?.('ready')
  sendDue()
  setTimeout(() => void end(), seconds * 1_000)
}

/** Requests that came due while no connection was free wait for one; their clock runs. */
function sendDue(): void {
  if (isOver) return
  const due = Math.floor(((performance.now() - startedMs) * rate) / 1_000)
  for (let count = Math.min(due - sent, idle.length); count > 0; count--)
    idle.shift()?.send(startedMs + (sent * 1_000) / rate)
  setTimeout(sendDue, 1)
}

async function end(): Promise<void> {
  isOver = true
  const perSecond = (sent * 1_000) / (performance.now() - startedMs)
  const giveUpMs = performance.now() + lastAnswersMs
  while (latencies.length + cut < sent && performance.now() < giveUpMs)
    await new Promise((resolve) => setTimeout(resolve, 10))
  for (const caller of callers) caller.close()
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  const latencyMs = { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1) }
  const answered = latencies.length
  const figures: CallerFigures = {
    sent,
    answered,
    cut,
    wrong,
    firstWrong,
    releases: seen.size,
    perSecond,
    latencyMs,
  }
  process.send?.(figures)
  process.disconnect()
}
