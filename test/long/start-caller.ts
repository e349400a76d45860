import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Owner } from '../clean-up.ts'
import type { GatewayProcess } from '../gateway-process.ts'

/** What release-caller.ts found. */
export interface CallerFigures {
  readonly sent: number
  readonly answered: number
  /** In flight on a connection that broke. */
  readonly cut: number
  readonly wrong: number
  readonly firstWrong: readonly string[]
  /** Releases that were seen. */
  readonly releases: number
  readonly perSecond: number
  readonly latencyMs: Readonly<Record<'p50' | 'p99' | 'p999' | 'max', number>>
}

export interface CallerPlan {
  readonly port: number
  readonly connections: number
  readonly rate: number
  readonly seconds: number
}

export function startCaller(
  owner: Owner,
  { port, connections, rate, seconds }: CallerPlan,
): { readonly process: ChildProcess; readonly figures: Promise<CallerFigures> } {
  const file = fileURLToPath(new URL('release-caller.ts', import.meta.url))
  const words = [port, connections, rate, seconds].map(String)
  const caller = fork(file, words, { execArgv: ['--no-warnings'] })
  owner.after(() => void caller.kill())
  return { process: caller, figures: figuresOf(caller) }
}

async function figuresOf(caller: ChildProcess): Promise<CallerFigures> {
  for (;;) {
    const [message] = (await once(caller, 'message')) as ['ready' | CallerFigures] // nothing else
    if (message !== 'ready') return message
  }
}

/** The log may be behind: once it holds `expected`, or a while later. */
export async function recordCount(gateway: GatewayProcess, expected: number): Promise<number> {
  const giveUpMs = performance.now() + 30_000
  for (;;) {
    const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const found = Number(/^faultline_flow_records_total (\d+)$/m.exec(metrics)?.[1])
    if (found >= expected || performance.now() > giveUpMs) return found
    await wait(100)
  }
}
