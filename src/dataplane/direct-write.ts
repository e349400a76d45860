/** Writes text to a plain socket without Node's stream layer, which costs more than the system call's
 *  own bookkeeping, and at the end of the turn (outbox.ts). The kernel mostly takes a head and a short
 *  body at once; where it does not, libuv queues the rest in order and we wait for it as for a 'drain'. */
import type { Socket } from 'node:net'
import { getSystemErrorName } from 'node:util'
import {
  plainHandleOf,
  streamBinding,
  type StreamHandle,
  type WriteRequest,
} from '../network/stream-binding.ts'
import type { Outbox, Sender } from './outbox.ts'

/** A request that was answered at once is as good as new. */
let spare: WriteRequest | undefined

export class DirectWriter implements Sender {
  readonly #socket: Socket
  readonly #handle: StreamHandle | undefined
  readonly #outbox: Outbox
  readonly #keepsUp: () => void
  readonly #sent: (() => void) | undefined
  /** Leaves at the end of this turn. */
  #waiting = ''
  /** Writes that the kernel has not taken whole. */
  #pending = 0

  /** `keepsUp`: what waited for the kernel has left; the socket's own 'drain' is not listened to.
   *  `sent`: what waited for the end of the turn was handed over. */
  constructor(socket: Socket, outbox: Outbox, keepsUp: () => void, sent?: () => void) {
    this.#socket = socket
    this.#handle = streamBinding === undefined ? undefined : plainHandleOf(socket)
    this.#outbox = outbox
    this.#keepsUp = keepsUp
    this.#sent = sent
  }

  /** Latin1, 1:1. false: wait for `keepsUp` (or the socket's 'drain') before writing more. Whoever then
   *  writes to the socket itself, or ends it, flushes first. */
  write(text: string): boolean {
    if (this.#waiting === '') {
      if (!this.#isFree) return this.#socket.write(text, 'latin1')
      this.#outbox.add(this)
    }
    this.#waiting += text
    return true
  }

  get #isFree(): boolean {
    const socket = this.#socket
    return (
      this.#handle !== undefined &&
      this.#pending === 0 &&
      socket.writableLength === 0 &&
      !socket.destroyed
    )
  }

  get isWaiting(): boolean {
    return this.#waiting !== ''
  }

  /** Takes back what has not been handed over: bytes of it. */
  drop(): number {
    const { length } = this.#waiting
    this.#waiting = ''
    return length
  }

  flush(): void {
    const text = this.#waiting
    if (text === '') return
    this.#waiting = ''
    if (this.#socket.destroyed) return
    this.#write(text)
    this.#sent?.()
  }

  #write(text: string): void {
    const socket = this.#socket
    const handle = this.#handle
    if (handle === undefined || streamBinding === undefined) return
    const request = spare ?? new streamBinding.WriteWrap()
    spare = undefined
    const code = handle.writeLatin1String(request, text)
    if (code !== 0) {
      socket.destroy(writeError(code))
    } else if (streamBinding.streamBaseState[streamBinding.kLastWriteWasAsync] !== 0) {
      this.#wait(request)
    } else spare = request
  }

  /** Handed over, but not taken by the kernel yet. */
  get unsentBytes(): number {
    return (
      this.#waiting.length +
      this.#socket.writableLength +
      (this.#pending > 0 ? (this.#handle?.writeQueueSize ?? 0) : 0)
    )
  }

  #wait(request: WriteRequest): void {
    this.#pending++
    request.oncomplete = (status) => {
      this.#pending--
      if (this.#socket.destroyed) return
      if (status < 0) this.#socket.destroy(writeError(status))
      else if (this.#pending === 0) this.#keepsUp()
    }
  }
}

function writeError(code: number): NodeJS.ErrnoException {
  const name = getSystemErrorName(code)
  return Object.assign(new Error(`write ${name}`), { code: name, errno: code, syscall: 'write' })
}
