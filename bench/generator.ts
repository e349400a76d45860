// The caller of the bench, a process of its own pinned to core 1: raw sockets, prebuilt requests of
// 1,000 applications in turn, every answer compared with what the backend sends.
// node generator.ts PORT get|post CONNECTIONS SECONDS [RATE [RESOURCES]]
// RESOURCES: so many are asked in turn. Without RATE, or with 0: closed loop, each connection sends as soon as it was answered. With RATE: open loop,
// requests are due at fixed times whatever the answers do, and latency counts from the due time.
import { connect, type Socket } from 'node:net'
import { answerBody, requestTexts } from './workload.ts'

const [portText, kindText, connectionsText, secondsText, rateText, manyText] = process.argv.slice(2)
const port = Number(portText)
const connectionCount = Number(connectionsText)
const durationMs = Number(secondsText) * 1_000
const rate = rateText === undefined ? 0 : Number(rateText)
const many = Number(manyText ?? 0)
const requests = requestTexts(kindText === 'post' ? 'post' : 'get', port, many)
const expectedBody = Buffer.from(answerBody, 'latin1')
const expectedStart = Buffer.from('HTTP/1.1 200', 'latin1')

/** Longest wait for answers still on their way when time is up. */
const lastAnswersMs = 2_000
/** More latencies than any run here can have. */
const latencies = new Float64Array(8_000_000)

let sent = 0
let answered = 0
let wrong = 0
let firstWrong = ''
let isOver = false
let startedMs = 0
const idle: Caller[] = []

class Caller {
  readonly socket: Socket
  dueMs = 0
  #partial: Buffer | undefined

  constructor(connected: () => void) {
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(65_536),
        callback: (length, buffer) => {
          this.#received(length, buffer)
          return true
        },
      },
    })
    this.socket.once('connect', connected)
    this.socket.on('error', (error) => noteWrong(error.message))
    this.socket.on('close', () => {
      if (!isOver) noteWrong('the gateway closed the connection')
    })
  }

  send(dueMs: number): void {
    this.dueMs = dueMs
    const request = requests[sent++ % requests.length] ?? ''
    this.socket.write(request, 'latin1')
  }

  #received(length: number, buffer: Uint8Array): void {
    let answer = Buffer.from(buffer.buffer, buffer.byteOffset, length)
    if (this.#partial !== undefined) answer = Buffer.concat([this.#partial, answer])
    const bodyStart = answer.length - expectedBody.length
    if (bodyStart < 0 || expectedBody.compare(answer, bodyStart) !== 0) {
      const isRefusal = answer.length > 12 && expectedStart.compare(answer, 0, 12) !== 0
      if (isRefusal) noteWrong(answer.toString('latin1'))
      this.#partial = Buffer.from(answer) // a copy: the read buffer is reused
      return
    }
    this.#partial = undefined
    if (expectedStart.compare(answer, 0, 12) !== 0) noteWrong(answer.toString('latin1'))
    latencies[answered++] = performance.now() - this.dueMs
    if (isOver) return
    if (rate > 0) idle.push(this)
    else this.send(performance.now())
  }
}

function noteWrong(text: string): void {
  wrong += 1
  if (firstWrong === '') firstWrong = text.slice(0, 400)
  if (wrong > 1_000) report()
}

let connectedCount = 0
const callers = Array.from({ length: connectionCount }, () => new Caller(ready))

function ready(): void {
  connectedCount += 1
  if (connectedCount < connectionCount) return
  startedMs = performance.now()
  setTimeout(stop, durationMs)
  if (rate > 0) {
    idle.push(...callers)
    setTimeout(sendDue, 1)
  } else {
    for (const caller of callers) caller.send(startedMs)
  }
}

/** Requests that came due while no connection was free wait for one; their clock runs. */
function sendDue(): void {
  if (isOver) return
  const due = Math.floor(((performance.now() - startedMs) * rate) / 1_000)
  const count = Math.min(due - sent, idle.length)
  for (let index = 0; index < count; index++) {
    idle.pop()?.send(startedMs + (sent * 1_000) / rate)
  }
  setTimeout(sendDue, 1)
}

function stop(): void {
  isOver = true
  const waitedMs = performance.now()
  const look = (): void => {
    if (answered >= sent || performance.now() - waitedMs > lastAnswersMs) report()
    else setTimeout(look, 5)
  }
  look()
}

function report(): void {
  const seconds = (performance.now() - startedMs) / 1_000
  const sorted = latencies.subarray(0, answered).toSorted()
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  const { user, system } = process.cpuUsage()
  console.log(
    JSON.stringify({
      sent,
      answered,
      wrong,
      firstWrong,
      perSecond: answered / seconds,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      ownCpuUs: (user + system) / answered,
    }),
  )
  process.exit(0)
}
