/** Lets an accepted connection read into the worker's one buffer, as `net.connect` does with its
 *  `onread` option: no allocation a packet. Node offers the option for its own connections only, so
 *  the accepted handle is moved into a socket made with it. Measured: docs/decisions/shared-read-buffer.md. */
import { Socket } from 'node:net'
import { readDirectly, type ReadInto } from '../network/direct-read.ts'

/** The socket to use from now on. */
export function readInto(accepted: Socket, isPlain: boolean, onread: ReadInto): Socket {
  const moved = isPlain ? moveToSharedBuffer(accepted, onread) : undefined
  if (moved !== undefined) return moved
  accepted.on('data', (bytes: Buffer) => {
    if (!onread.callback(bytes.length, bytes)) accepted.pause()
  })
  return accepted
}

/** What Node's net module keeps on a socket and needs to find on the new one. */
interface AcceptedSocket {
  _handle: object | null
  _server: object | null
}

/** undefined where this Node keeps its handles elsewhere: then 'data' events must do. */
function moveToSharedBuffer(accepted: Socket, onread: ReadInto): Socket | undefined {
  const old = accepted as unknown as AcceptedSocket // fields of Node's own, checked before use
  const handle = old._handle
  if (handle === null || typeof handle !== 'object' || !('useUserBuffer' in handle))
    return undefined
  const server = old._server
  old._handle = null
  old._server = null
  const options = { handle, allowHalfOpen: true, readable: true, writable: true, onread }
  const socket = new Socket(options as object) // `handle` is missing in the types
  ;(socket as unknown as AcceptedSocket)._server = server
  socket.setNoDelay(true)
  readDirectly(socket, onread)
  return socket
}
