import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, connect, type Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Owner } from './clean-up.ts'

/** A real program under test: started, waited for, and stopped whatever happens to the test. */
export interface Program {
  readonly pid: number
  readonly child: ChildProcess
  /** Everything it wrote so far, stdout and stderr together. */
  output(): string
  /** Resolves with the first match in its output; rejects with the output if it ends before. */
  said(pattern: RegExp): Promise<RegExpMatchArray>
  readonly ended: Promise<number | string>
  /** SIGTERM, then SIGKILL after 10 s. Resolves with the exit code or the signal's name. */
  stop(): Promise<number | string>
}

export interface ProgramOptions {
  readonly folder?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Kills the program when the test's own process dies, however it dies. */
const boundToParent = '/usr/bin/setpriv'
/** A busy machine of two cores has been seen to need 12 s for a Node process. */
const startLimitMs = 60_000
const stopLimitMs = 10_000

export function startProgram(
  owner: Owner,
  command: string,
  words: readonly string[],
  options: ProgramOptions = {},
): Program {
  const bound = existsSync(boundToParent)
    ? [boundToParent, '--pdeathsig', 'KILL', command, ...words]
    : [command, ...words]
  const child = spawn(bound[0] ?? command, bound.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
  })
  const program = new RunningProgram(child)
  owner.after(async () => {
    await program.stop()
  })
  return program
}

class RunningProgram implements Program {
  readonly child: ChildProcess
  readonly ended: Promise<number | string>
  #output = ''
  #isOver = false
  #listeners = new Set<() => void>()

  constructor(child: ChildProcess) {
    this.child = child
    const hear = (bytes: Buffer): void => {
      this.#output += bytes.toString()
      this.#tell()
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => this.#over(resolve, error.message))
      child.on('close', (code, signal) => this.#over(resolve, code ?? signal ?? 'unknown'))
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  output(): string {
    return this.#output
  }

  said(pattern: RegExp): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => finish(undefined), startLimitMs)
      const finish = (match: RegExpMatchArray | undefined): void => {
        clearTimeout(limit)
        this.#listeners.delete(look)
        if (match !== undefined) return resolve(match)
        reject(new Error(`the program never said ${String(pattern)}, but:\n${this.#output}`))
      }
      const look = (): void => {
        const match = pattern.exec(this.#output)
        if (match !== null) finish(match)
        else if (this.#isOver) finish(undefined)
      }
      this.#listeners.add(look)
      look()
    })
  }

  async stop(): Promise<number | string> {
    if (!this.#isOver) this.child.kill('SIGTERM')
    const limit = setTimeout(() => this.child.kill('SIGKILL'), stopLimitMs)
    const result = await this.ended
    clearTimeout(limit)
    return result
  }

  #over(resolve: (result: number | string) => void, result: number | string): void {
    this.#isOver = true
    this.#tell()
    resolve(result)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Listens on a free loopback port of the kernel's choice. */
export async function listeningPort(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP server')
  return address.port
}

/** Ports below the kernel's own range (32768 up), so that no outgoing connection takes one between
 *  our look and the program's bind. */
const firstPort = 20_000
const portRange = 12_000

/** A port that nothing listens on now, for programs that cannot take port 0. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = firstPort + Math.floor(Math.random() * portRange)
    if (await canListen(port)) return port
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Waits until something accepts connections: the only sign of readiness that some servers give. */
export async function accepting(program: Program, port: number): Promise<void> {
  const giveUpMs = performance.now() + startLimitMs
  let isOver = false
  void program.ended.then(() => (isOver = true))
  while (!(await accepts(port))) {
    if (isOver || performance.now() > giveUpMs) {
      throw new Error(`nothing listens on port ${port}; the program said:\n${program.output()}`)
    }
    await wait(20)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
