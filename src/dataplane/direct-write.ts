/** Writes text to a plain socket without Node's stream layer, which costs more than the system call's
 *  own bookkeeping. The kernel mostly takes a head and a short body at once, so there is nothing to
 *  queue; where it does not, libuv queues the rest in order and we wait for it as for a 'drain'. */
import type { Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import {
  plainHandleOf,
  streamBinding,
  type StreamHandle,
  type WriteRequest,
} from '../network/stream-binding.ts'

/** A request that was answered at once is as good as new. */
let spare: WriteRequest | undefined

export class DirectWriter {
  readonly #socket: Socket
  readonly #handle: StreamHandle | undefined
  readonly #keepsUp: () => void
  #pending = 0

  /** `keepsUp`: what waited for the kernel has left. The socket's own 'drain' is not listened to. */
  constructor(socket: Socket, keepsUp: () => void) {
    this.#socket = socket
    this.#handle = plainHandleOf(socket)
    this.#keepsUp = keepsUp
  }

  /** Latin1, 1:1. false: wait for `keepsUp` (or the socket's 'drain') before writing more. */
  write(text: string): boolean {
    const socket = this.#socket
    const handle = this.#handle
    if (handle === undefined || streamBinding === undefined || this.#pending > 0)
      return socket.write(text, 'latin1')
    if (socket.writableLength > 0 || socket.destroyed) return socket.write(text, 'latin1')
    const request = spare ?? new streamBinding.WriteWrap()
    spare = undefined
    const code = handle.writeLatin1String(request, text)
    if (code !== 0) {
      socket.destroy(writeError(code))
      return false
    }
    if (streamBinding.streamBaseState[streamBinding.kLastWriteWasAsync] !== 0)
      return this.#wait(request)
    spare = request
    return true
  }

  /** Handed over, but not taken by the kernel yet. */
  get unsentBytes(): number {
    return (
      this.#socket.writableLength + (this.#pending > 0 ? (this.#handle?.writeQueueSize ?? 0) : 0)
    )
  }

  #wait(request: WriteRequest): false {
    this.#pending++
    request.oncomplete = (status) => {
      this.#pending--
      if (this.#socket.destroyed) return
      if (status < 0) this.#socket.destroy(writeError(status))
      else if (this.#pending === 0) this.#keepsUp()
    }
    return false
  }
}

function writeError(code: number): NodeJS.ErrnoException {
  const name = getSystemErrorName(code)
  return Object.assign(new Error(`write ${name}`), { code: name, errno: code, syscall: 'write' })
}
