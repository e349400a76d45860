// The measured floor of the hot path: what the least possible code costs for job FULL. It shows the
// habits (one string per head, slices, one write, remembered credentials, a batched log) and nothing
// else: whole requests in one read only, no validation, no time limits, no TLS, no error paths.
// node floor-gateway.mjs BACKEND_PORT LISTEN_PORT LOG_FILE
import { openSync, write } from 'node:fs'
import { connect, createServer } from 'node:net'
import { randomFillSync, timingSafeEqual } from 'node:crypto'
import { benchApps, gatewayPath, postPath } from '../workload.ts'

const [backendPort, listenPort, logFile] = process.argv.slice(2)
const log = openSync(logFile, 'w')
let lines = ''
let lineCount = 0
let isWriting = false

function flush() {
  if (lineCount === 0 || isWriting) return
  const bytes = Buffer.from(lines, 'latin1')
  lines = ''
  lineCount = 0
  isWriting = true
  write(log, bytes, 0, bytes.length, null, () => (isWriting = false))
}
setInterval(flush, 50)

const limit = 1_000_000
const apps = new Map(
  benchApps.map(({ code, secret }, index) => [
    code,
    { code, secret: Buffer.from(secret), permissions: new Set([1, 2]), slot: index * 2 },
  ]),
)
const counters = new Int32Array(new SharedArrayBuffer(apps.size * 8))
const routes = new Map([
  [gatewayPath, { id: 1, target: '/get_x' }],
  [postPath, { id: 2, target: '/post_x' }],
])
const verified = new Map()

function verify(authorization) {
  let app = verified.get(authorization)
  if (app !== undefined) return app
  const claim = JSON.parse(authorization)
  app = apps.get(claim.bk_app_code) ?? null
  const secret = Buffer.from(claim.bk_app_secret)
  if (app === null || secret.length !== app.secret.length || !timingSafeEqual(secret, app.secret)) {
    app = null
  }
  verified.set(authorization, app)
  return app
}

const randomBytes = Buffer.alloc(4_096)
let randomAt = 4_096
function requestId() {
  if (randomAt > 4_080) {
    randomFillSync(randomBytes)
    randomAt = 0
  }
  const id = randomBytes.hexSlice(randomAt, randomAt + 16)
  randomAt += 16
  return id
}

/** As long as a signed token of the real thing, so that the bytes on the wire are alike. */
const forwardedLines = `x-forwarded-for: 127.0.0.1\r\nx-bkapi-jwt: ${'a'.repeat(520)}\r\n\r\n`
const idle = []
const readBuffer = Buffer.allocUnsafeSlow(65_536)

function openBackend(use) {
  const backend = connect({
    port: Number(backendPort),
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback: (length, buffer) => {
        answer(backend, length, buffer)
        return true
      },
    },
  })
  backend.caller = null
  backend.exchange = null
  backend.missing = -1
  backend.on('connect', () => use(backend))
}

function answer(backend, length, buffer) {
  const { caller, exchange } = backend
  if (caller === null) return
  if (backend.missing < 0) {
    const text = buffer.latin1Slice(0, length)
    const headEnd = text.indexOf('\r\n\r\n')
    let bodyLength = 0
    let at = text.indexOf('\r\n') + 2
    let out = text.slice(0, at)
    let keptFrom = at
    while (at < headEnd + 2) {
      const next = text.indexOf('\r\n', at)
      if ((text.charCodeAt(at) | 32) === 99) {
        if (text.charCodeAt(at + 14) === 58 && (text.charCodeAt(at + 8) | 32) === 108) {
          bodyLength = Number(text.slice(at + 15, next))
        } else if (text.charCodeAt(at + 10) === 58) {
          out += text.slice(keptFrom, at)
          keptFrom = next + 2
        }
      }
      at = next + 2
    }
    out += `${text.slice(keptFrom, headEnd + 2)}X-Bkapi-Request-Id: ${exchange.id}\r\nX-Bkapi-RateLimit-Limit: 1000000\r\nX-Bkapi-RateLimit-Remaining: ${exchange.remaining}\r\nX-Bkapi-RateLimit-Reset: 1\r\n${text.slice(headEnd + 2)}`
    caller.write(out, 'latin1')
    backend.missing = bodyLength - (length - headEnd - 4)
    exchange.status = Number(text.slice(9, 12))
    exchange.headMs = performance.now()
  } else {
    caller.write(Buffer.from(buffer.subarray(0, length)))
    backend.missing -= length
  }
  if (backend.missing > 0) return
  backend.missing = -1
  backend.caller = null
  idle.push(backend)
  record(exchange)
}

function record(exchange) {
  const endMs = performance.now()
  lines += `{"ts":${exchange.timestamp},"request_id":"${exchange.id}","method":"${exchange.method}","path":"${exchange.path}","app":"${exchange.app}","status":${exchange.status},"gateway":"demo","stage":"prod","resource":"get_x","client_ip":"127.0.0.1","backend":"127.0.0.1","backend_scheme":"http","duration_us":${((endMs - exchange.startMs) * 1000) | 0},"wait_us":${((exchange.headMs - exchange.sentMs) * 1000) | 0},"origin":"backend","reason":"ok","bytes":147,"req_body":"","resp_body":""}\n`
  if (++lineCount > 200) flush()
}

function refuse(caller, status) {
  const body = '{"result":false}'
  caller.write(`HTTP/1.1 ${status} X\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
}

// oxlint-disable-next-line max-lines-per-function -- the floor is one function on purpose: no call is free
function request(caller, bytes) {
  const startMs = performance.now()
  const text = bytes.latin1Slice(0, bytes.length)
  const headEnd = text.indexOf('\r\n\r\n')
  let at = text.indexOf('\r\n') + 2
  let authorization = ''
  const methodEnd = text.indexOf(' ')
  const targetEnd = text.indexOf(' ', methodEnd + 1)
  const method = text.slice(0, methodEnd)
  const path = text.slice(methodEnd + 1, targetEnd)
  const route = routes.get(path)
  if (route === undefined) return refuse(caller, 404)
  let out = `${method} ${route.target}`
  let keptFrom = targetEnd
  while (at < headEnd + 2) {
    const next = text.indexOf('\r\n', at)
    const first = text.charCodeAt(at) | 32
    if (first === 120 && text.charCodeAt(at + 21) === 58) {
      authorization = text.slice(at + 23, next)
      out += text.slice(keptFrom, at)
      keptFrom = next + 2
    } else if (first === 99 && text.charCodeAt(at + 10) === 58) {
      out += text.slice(keptFrom, at)
      keptFrom = next + 2
    }
    at = next + 2
  }
  out += text.slice(keptFrom, headEnd + 2)
  const app = authorization === '' ? null : verify(authorization)
  if (app === null) return refuse(caller, 401)
  if (!app.permissions.has(route.id)) return refuse(caller, 403)
  const timestamp = Date.now()
  const second = (timestamp / 1000) | 0
  if (Atomics.load(counters, app.slot) !== second) {
    Atomics.store(counters, app.slot, second)
    Atomics.store(counters, app.slot + 1, 0)
  }
  const used = Atomics.add(counters, app.slot + 1, 1) + 1
  if (used > limit) return refuse(caller, 429)
  const exchange = {
    id: requestId(),
    timestamp,
    startMs,
    sentMs: startMs,
    headMs: 0,
    method,
    path,
    app: app.code,
    remaining: limit - used,
    status: 0,
  }
  out += `x-bkapi-request-id: ${exchange.id}\r\n${forwardedLines}${text.slice(headEnd + 4)}`
  exchange.sentMs = performance.now()
  const forward = (backend) => {
    backend.caller = caller
    backend.exchange = exchange
    backend.write(out, 'latin1')
  }
  const backend = idle.pop()
  if (backend === undefined) openBackend(forward)
  else forward(backend)
}

createServer({ noDelay: true }, (caller) => {
  caller.on('data', (bytes) => request(caller, bytes))
  caller.on('error', () => caller.destroy())
}).listen({ port: Number(listenPort), host: '127.0.0.1' })
