import { readFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { createServer as createTlsServer } from 'node:tls'
import type { Owner } from '../../clean-up.ts'

/** Peers for what no polite server does on demand, each on a port of its own. */
const behaviours: Readonly<Record<number, (socket: Socket) => void>> = {
  7001: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  7002: (socket) => socket.once('data', () => socket.destroy()),
  7003: () => undefined, // silence
  7004: (socket) =>
    answer(
      socket,
      'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 90000\r\n\r\nid,name\r\n1,one\r\n',
    ),
  7005: (socket) =>
    answer(
      socket,
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"code":0,"data":[1,2',
      true,
    ),
  7006: (socket) => answer(socket, 'SSH-2.0-OpenSSH_9.2p1\r\n', true),
  7007: (socket) =>
    answer(
      socket,
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{"code":0,"data":[1,',
      true,
    ),
  7008: (socket) =>
    socket.on('data', () =>
      socket.write('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
    ),
  7009: (socket) => answer(socket, 'hello, this is no HTTP\n', true),
}

export async function startRawPeers(
  owner: Owner,
  address: string,
  certificates: string,
): Promise<void> {
  for (const [port, behave] of Object.entries(behaviours)) {
    await listen(owner, createServer(behave), Number(port), address)
  }
  // speaks TLS with certificates that a careful client refuses, each on its port
  for (const [index, name] of ['self-signed', 'expired', 'wrong-host', 'valid'].entries()) {
    const options = {
      key: readFileSync(`${certificates}/${name}.key.pem`),
      cert: readFileSync(`${certificates}/${name}.pem`),
      ...(name === 'valid' ? ({ minVersion: 'TLSv1.3', requestCert: true } as const) : {}),
    }
    const server = createTlsServer(options, (socket) =>
      answer(socket, 'HTTP/1.1 204 No Content\r\n\r\n', true),
    )
    await listen(owner, server, 7441 + index, address)
  }
}

async function listen(owner: Owner, server: Server, port: number, address: string): Promise<void> {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('error', () => undefined) // a client that gives up is what we want
    socket.on('close', () => open.delete(socket))
  })
  server.on('tlsClientError', () => undefined)
  server.listen(port, address)
  await once(server, 'listening')
  owner.after(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
}

function answer(socket: Socket, text: string, ends = false): void {
  socket.once('data', () => (ends ? socket.end(text) : socket.write(text)))
}
