/** The sending half of a connection to a backend: the bytes of a request, counted for its attempt. */
import type { Socket } from 'node:net'
import type { LiveAttempt } from './attempt.ts'
import { DirectWriter } from './direct-write.ts'
import type { Worker } from './worker-context.ts'

export class RequestWriter {
  /** Nothing more will be written: from now on the backend is the one we wait for. */
  isComplete = false
  readonly #socket: Socket
  readonly #direct: DirectWriter
  readonly #worker: Worker
  #attempt: LiveAttempt | undefined

  constructor(socket: Socket, worker: Worker, keepsUp: () => void) {
    this.#socket = socket
    this.#worker = worker
    this.#direct = new DirectWriter(socket, worker.outbox, keepsUp, () => this.#handedOver())
    socket.on('drain', keepsUp)
  }

  begin(attempt: LiveAttempt): void {
    this.#attempt = attempt
    this.isComplete = false
  }

  /** Latin1, mapped 1:1. false: wait for `keepsUp`. */
  text(text: string): boolean {
    if (this.#attempt !== undefined) this.#attempt.bytesSent += text.length
    return this.#direct.write(text)
  }

  bytes(bytes: Uint8Array): boolean {
    if (this.#attempt !== undefined) this.#attempt.bytesSent += bytes.length
    this.#direct.flush()
    return this.#socket.write(bytes)
  }

  complete(): void {
    this.isComplete = true
    if (!this.#direct.isWaiting) this.#noteSent(this.#worker.clock.now())
  }

  /** What has not left yet never does. */
  abandon(): void {
    const dropped = this.#direct.drop()
    if (this.#attempt !== undefined) this.#attempt.bytesSent -= dropped
    this.#attempt = undefined
  }

  /** Written, but not taken by the kernel yet. */
  get unsentBytes(): number {
    return this.#direct.unsentBytes
  }

  #handedOver(): void {
    if (this.isComplete) this.#noteSent(this.#worker.clock.latestMs)
  }

  #noteSent(nowMs: number): void {
    if (this.#attempt !== undefined && this.#attempt.sentMs < 0) this.#attempt.sentMs = nowMs
  }
}
