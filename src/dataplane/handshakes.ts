/** Connections whose TLS handshake is not done: Node tells of a TLS connection only after it, so
 *  without this one that says nothing would be known to nobody, also not when the worker ends. */
import type { Server, Socket } from 'node:net'

export class Handshakes {
  readonly #open = new Map<string, Socket>()

  get size(): number {
    return this.#open.size
  }

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      const name = nameOf(socket)
      this.#open.set(name, socket)
      // not where the name has been used again: a port is free before its socket tells so
      socket.once('close', () => {
        if (this.#open.get(name) === socket) this.#open.delete(name)
      })
    })
    // Node only tells that a handshake took too long (seen with 24.21): to end it is ours.
    server.on('tlsClientError', (_, socket: Socket) => socket.destroy())
    server.on('secureConnection', (socket: Socket) => this.#open.delete(nameOf(socket)))
  }

  close(): void {
    for (const socket of this.#open.values()) socket.destroy()
  }
}

/** The TLS socket is another object than the one it came on; only its addresses are the same. */
function nameOf(socket: Socket): string {
  const { localAddress, localPort, remoteAddress, remotePort } = socket
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`
}
