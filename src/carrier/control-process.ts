import { type ChildProcess, fork } from 'node:child_process'
import type { FromControl, ToControl } from './carrier-messages.ts'

/** One control plane from its start to its end, as the carrier sees it: the same words as ours, our own output, and
 *  a channel. */
export class ControlProcess {
  readonly #child: ChildProcess
  readonly #ended = Promise.withResolvers<ControlEnd>()
  readonly startedMs = performance.now()

  constructor(file: URL, words: readonly string[], hear: (message: FromControl) => void) {
    this.#child = fork(file, words, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced', // publications hold typed arrays
    })
    this.#child.on('message', (message) => hear(message as FromControl)) // src/control-plane.ts sends nothing else
    this.#child.on('error', ({ message }) => this.#end(1, message)) // it could not be started
    this.#child.once('exit', (code, signal) =>
      this.#end(code ?? 1, signal ?? `exit code ${code ?? 1}`),
    )
  }

  get ended(): Promise<ControlEnd> {
    return this.#ended.promise
  }

  get isThere(): boolean {
    return this.#child.connected
  }

  tell(message: ToControl): void {
    if (this.#child.connected) this.#child.send(message, () => undefined) // its end is heard of
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #end(code: number, reason: string): void {
    this.#ended.resolve({ code, reason })
  }
}

export interface ControlEnd {
  /** 1 where a signal ended it. */
  readonly code: number
  readonly reason: string
}
