/** Writes answers to a caller's socket and tells when it keeps up. To a caller who half-closed the
 *  head goes first and the rest a moment later: one who is really gone answers the head with RST
 *  and nothing else shows it. */
import type { Socket } from 'node:net'
import { bytesTaken } from '../network/stream-binding.ts'
import { chunkSizeLine } from '../wire/chunked.ts'
import { DirectWriter } from './direct-write.ts'
import type { Outbox } from './outbox.ts'

const halfClosedProbeMs = 5

export class AnswerWriter {
  /** Monotonic ms of the caller's FIN, -1 while it may still send. */
  halfClosedMs = -1
  /** The head was sent to see whether a caller who half-closed is still there; it has not shown that yet. */
  isProbing = false
  readonly #socket: Socket
  readonly #direct: DirectWriter
  readonly #keepsUp: () => void
  #held: (() => void)[] | undefined
  #probed = false
  #takenBefore = 0

  constructor(socket: Socket, outbox: Outbox, keepsUp: () => void) {
    this.#socket = socket
    this.#keepsUp = keepsUp
    this.#direct = new DirectWriter(socket, outbox, keepsUp)
    socket.on('drain', keepsUp)
  }

  /** `headText`, then (unless '') the first body bytes as latin1, in one write. false: wait for
   *  `keepsUp` before sending more. */
  send(headText: string, bodyText: string): boolean {
    if (this.#held !== undefined)
      return this.#hold(() => this.#socket.write(headText + bodyText, 'latin1'))
    if (this.halfClosedMs >= 0 && !this.#probed) return this.#probe(headText, bodyText)
    return this.#direct.write(headText + bodyText)
  }

  sendBytes(bytes: Uint8Array): boolean {
    if (this.#held !== undefined) return this.#hold(() => this.#socket.write(bytes))
    this.#direct.flush()
    return this.#socket.write(bytes)
  }

  /** One chunk of a chunked body, in one write. */
  sendChunk(bytes: Uint8Array): boolean {
    this.#direct.flush()
    this.#socket.cork()
    this.#sendText(chunkSizeLine(bytes.length))
    this.sendBytes(bytes)
    const keepsUp = this.#sendText('\r\n')
    this.#socket.uncork()
    return keepsUp
  }

  #sendText(text: string): boolean {
    if (this.#held !== undefined) return this.#hold(() => this.#socket.write(text, 'latin1'))
    return this.#socket.write(text, 'latin1')
  }

  /** Something leaves only at the end of this turn. */
  get isWaiting(): boolean {
    return this.#direct.isWaiting
  }

  flush(): void {
    this.#direct.flush()
  }

  /** Of our side; the caller may go on sending. */
  end(): void {
    this.#direct.flush()
    this.#socket.end()
  }

  close(): void {
    this.#direct.flush()
    this.#socket.destroy()
  }

  reset(): void {
    this.#direct.flush()
    this.#socket.resetAndDestroy()
  }

  /** Everything written so far has left for the kernel. */
  get isFlushed(): boolean {
    return this.#held === undefined && this.#direct.unsentBytes === 0
  }

  /** Calls back when everything written so far has left for the kernel; not at all if it never does. */
  whenFlushed(then: () => void): void {
    if (this.#held !== undefined) this.#held.push(() => this.whenFlushed(then))
    else {
      this.#direct.flush()
      this.#socket.write('', (error) => {
        if (error === undefined || error === null) then()
      })
    }
  }

  /** Something waits for the caller: `tookSome` tells of the time from now on. */
  noteTaken(): void {
    if (!this.isFlushed) this.#takenBefore = bytesTaken(this.#socket)
  }

  /** Of what waits, the caller has taken some since this was asked or `noteTaken` called. It is the kernel
   *  that takes: from a caller who reads less than there is room for in its buffers, nothing is seen. */
  tookSome(): boolean {
    const before = this.#takenBefore
    this.#takenBefore = bytesTaken(this.#socket)
    return this.#takenBefore > before
  }

  #hold(write: () => void): boolean {
    this.#held?.push(write)
    return false
  }

  #probe(headText: string, bodyText: string): boolean {
    this.#probed = true
    this.isProbing = true
    this.#direct.flush()
    this.#socket.write(headText, 'latin1')
    const held: (() => void)[] = []
    if (bodyText !== '') held.push(() => this.#socket.write(bodyText, 'latin1'))
    this.#held = held
    setTimeout(() => {
      this.#held = undefined
      if (this.#socket.destroyed) return
      for (const write of held) write()
      setImmediate(() => (this.isProbing = false)) // where it is gone, a write has failed before that
      if (!this.#socket.writableNeedDrain) this.#keepsUp()
    }, halfClosedProbeMs)
    return false
  }
}
