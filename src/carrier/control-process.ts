import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { FromControl, ToControl } from './carrier-messages.ts'

/** One control plane from its start to its end, as the carrier sees it: the same words as ours, our own output, and
 *  a channel. */
export class ControlProcess {
  readonly #child: ChildProcess
  readonly #ended = Promise.withResolvers<ControlEnd>()
  readonly startedMs = performance.now()
  /** Of its log engine. */
  engine: number | undefined

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

  /** After our own end. The log engine hears of it and ends by itself; where it is at something long, it would meet the
   *  next one at the same files. What it was at is done again: it may be killed at any time. */
  async endEngine(): Promise<void> {
    const giveUpMs = performance.now() + engineEndMs
    while (this.engine !== undefined && isKilled(this.engine) && performance.now() < giveUpMs)
      await wait(lookAgainMs)
  }

  #end(code: number, reason: string): void {
    this.#ended.resolve({ code, reason })
  }
}

/** false: it is gone, or dead and not buried: in a container without an init process nobody asks for it. */
function isKilled(processId: number): boolean {
  try {
    process.kill(processId, 'SIGKILL')
    return !/\) Z /.test(statOf(processId))
  } catch {
    return false
  }
}

function statOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/stat`, 'latin1')
  } catch {
    return '' // gone, or not Linux
  }
}

/** One that hangs in the kernel cannot even be killed. */
const engineEndMs = 2_000
const lookAgainMs = 5

export interface ControlEnd {
  /** 1 where a signal ended it. */
  readonly code: number
  readonly reason: string
}
