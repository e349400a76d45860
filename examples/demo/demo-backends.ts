import { readFileSync } from 'node:fs'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { once } from 'node:events'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'

/** The services of a small company, each broken in a way of its own. Real sockets, free ports. */
export interface DemoBackends {
  readonly orders: number
  readonly slow: number
  readonly resets: number
  readonly truncates: number
  readonly expired: number
  readonly redirects: number
  readonly wantsXml: number
  readonly imitates: number
  /** Nothing listens here. */
  readonly refused: number
  /** Free for an nginx. */
  readonly nginx: number
  close(): void
}

const certificateFile = (name: string): Buffer =>
  readFileSync(new URL(`certificates/${name}`, import.meta.url))

export async function startDemoBackends(): Promise<DemoBackends> {
  const expired = {
    cert: certificateFile('expired.pem'),
    key: certificateFile('expired.key'),
  }
  const servers: Server[] = []
  const start = async (server: Server): Promise<number> => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  }
  return {
    orders: await start(createHttpServer(orders)),
    slow: await start(createHttpServer(slow)),
    resets: await start(tcpServer(resets)),
    truncates: await start(tcpServer(truncates)),
    expired: await start(createHttpsServer(expired, orders)),
    redirects: await start(createHttpServer(redirects)),
    wantsXml: await start(createHttpServer(wantsXml)),
    imitates: await start(createHttpServer(imitates)),
    refused: await unusedPort(),
    nginx: await unusedPort(),
    close: () => servers.forEach(stop),
  }
}

/** A port that was free a moment ago: connecting to it is refused. */
async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return address !== null && typeof address === 'object' ? address.port : 0
}

function stop(server: Server): void {
  if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') {
    server.closeAllConnections()
  }
  server.close()
}

/** The healthy one. */
function orders(request: IncomingMessage, answer: ServerResponse): void {
  const id = /^\/v1\/orders\/(\d+)$/.exec(request.url ?? '')?.[1]
  if (id === undefined) return sendJson(answer, 404, { error: 'no such order' })
  sendJson(answer, 200, { id: Number(id), state: 'shipped', items: 3 })
}

/** Answers after 5 s; the stage waits 1 s for a first byte. */
function slow(_request: IncomingMessage, answer: ServerResponse): void {
  setTimeout(() => sendJson(answer, 200, { report: 'at last' }), 5_000).unref()
}

/** Reads the request, then crashes. */
function resets(socket: Socket): void {
  socket.once('data', () => socket.resetAndDestroy())
}

/** Promises 1,000 bytes and closes after 31. */
function truncates(socket: Socket): void {
  socket.once('data', () => {
    socket.end(
      'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\nid,name,amount\n1,first order,12\n',
    )
  })
}

/** Its access layer knows https only. */
function redirects(request: IncomingMessage, answer: ServerResponse): void {
  const { host = 'localhost' } = request.headers
  answer.writeHead(308, { location: `https://${host}${request.url ?? '/'}`, 'content-length': 0 })
  answer.end()
}

function wantsXml(request: IncomingMessage, answer: ServerResponse): void {
  const isXml = /^(application|text)\/xml\b/.test(request.headers['content-type'] ?? '')
  if (isXml) return sendJson(answer, 201, { taken: true })
  sendJson(answer, 415, { error: 'invoices are XML: send Content-Type: application/xml' })
}

/** Copies the gateway's own error, marks and all. */
function imitates(_request: IncomingMessage, answer: ServerResponse): void {
  answer.setHeader('X-Bkapi-Error-Code', '1640001')
  answer.setHeader('X-Bkapi-Error-Message', 'Parameters error')
  sendJson(answer, 400, {
    code: 1640001,
    data: null,
    code_name: 'INVALID_ARGS',
    message: 'Parameters error [reason="app code cannot be empty"]',
    result: false,
  })
}

function sendJson(answer: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  answer.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  answer.end(text)
}

function tcpServer(serve: (socket: Socket) => void): Server {
  return createTcpServer((socket) => {
    socket.on('error', () => undefined) // the gateway may go first; that is no news here
    serve(socket)
  })
}
