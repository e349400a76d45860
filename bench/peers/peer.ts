import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Job } from '../workload.ts'

/** A gateway that is measured. */
export interface Peer {
  readonly name: string
  /** Root of all its processes. */
  readonly pid: number
  readonly port: number
  /** Records written since it started; -1 where the job asks for none. */
  records(): Promise<number>
  /** What it says of records that are missing. */
  lost?(): Promise<string>
  readonly stop: () => Promise<void>
}

export interface PeerOptions {
  readonly job: Job
  readonly folder: string
  readonly port: number
  readonly backendPort: number
  /** Resources beside the usual ones (workload.ts: manyPath). */
  readonly resources?: number
  /** CPU list for taskset, such as `0` or `0,1`. */
  readonly cores: string
}

export type StartPeer = (options: PeerOptions) => Promise<Peer>

export interface PinnedProgram {
  readonly child: ChildProcess
  readonly stop: () => Promise<void>
}

/** Starts a program on these cores and waits until `port` accepts connections. */
export async function startPinned(
  cores: string,
  words: readonly string[],
  port: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<PinnedProgram> {
  const child = spawn('taskset', ['-c', cores, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'close')
  const program = {
    child,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
  for (let tries = 0; tries < 1_000; tries++) {
    if (await accepts(port)) return program
    if (child.exitCode !== null) break
    await wait(20)
  }
  throw new Error(`${words.join(' ')} does not listen on port ${port}`)
}

export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false // not yet
  } finally {
    socket.destroy()
  }
}

/** Lines of a log, counted anew each time: it is read between samples, never during one. */
export function linesOf(file: string): number {
  const bytes = readFileSync(file)
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

export function written(file: string, text: string): string {
  writeFileSync(file, text)
  return file
}
