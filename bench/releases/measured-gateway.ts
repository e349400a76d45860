/** The real program as an operator starts it, and what a release of it is measured by. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { usageOf } from '../process-cpu.ts'
import type { ProbeOrder, ProbeReport } from './prober.ts'

export const token = 'a-token-for-the-bench-0123456789'

export interface MeasuredGateway {
  readonly pid: number
  readonly port: number
  readonly console: number
  readonly readyAfterMs: number
  stop(): Promise<void>
}

/** `source`: a checkout; the data folder is on disk. */
export async function startMeasured(
  source: string,
  dataFolder: string,
  workers: number,
): Promise<MeasuredGateway> {
  const startedMs = performance.now()
  const words = [
    '--no-warnings',
    join(source, 'src/main.ts'),
    'start',
    `--data=${dataFolder}`,
    '--listen=127.0.0.1:0',
    '--console=127.0.0.1:0',
    `--workers=${workers}`,
    '--no-probe',
  ]
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, FAULTLINE_ADMIN_TOKEN: token },
  })
  let output = ''
  for await (const bytes of child.stdout) {
    output += String(bytes)
    const found = /ready gateway=\S+:(\d+) console=\S+:(\d+)/.exec(output)
    if (found === null) continue
    return {
      pid: child.pid ?? 0,
      port: Number(found[1]),
      console: Number(found[2]),
      readyAfterMs: performance.now() - startedMs,
      stop: async () => {
        const ended = once(child, 'exit')
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error(output)
}

export interface Applied {
  readonly ms: number
  /** Of `Server-Timing`; none in versions that do not have it. */
  readonly parts: ReadonlyMap<string, number>
}

export async function apply(gateway: MeasuredGateway, text: string): Promise<Applied> {
  const startedMs = performance.now()
  const response = await fetch(`http://127.0.0.1:${gateway.console}/api/v1/apply?probe=false`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/yaml' },
    body: text,
  })
  const ms = performance.now() - startedMs
  const answer = await response.text()
  if (!response.ok) throw new Error(answer.slice(0, 2_000))
  const timing = response.headers.get('server-timing') ?? ''
  const found = timing.matchAll(/(\w+);dur=([\d.]+)/g)
  return { ms, parts: new Map([...found].map(([, name = '', part]) => [name, Number(part)])) }
}

/** One request on a connection of its own, as a page of another origin sends it; the whole answer. */
export async function ask(gateway: MeasuredGateway, path: string): Promise<string> {
  const socket = connect({ port: gateway.port, host: '127.0.0.1', noDelay: true })
  const lines = 'Host: 127.0.0.1\r\nOrigin: https://example.com\r\nConnection: close\r\n'
  socket.write(`GET ${path} HTTP/1.1\r\n${lines}\r\n`)
  let text = ''
  for await (const bytes of socket) text += String(bytes)
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(text)
  return text
}

export interface Prober {
  /** Since the last one. */
  report(): Promise<ProbeReport>
  stop(): Promise<unknown>
}

export async function startProber(order: ProbeOrder): Promise<Prober> {
  const thread = new Worker(new URL('prober.ts', import.meta.url), { workerData: order })
  await once(thread, 'online')
  return {
    async report() {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage('report')
      const [report] = await once(thread, 'message')
      return report as ProbeReport // prober.ts sends nothing else
    },
    stop: () => thread.terminate(),
  }
}

/** Of the process with its workers, and with the log engine. */
export function memoryOf(pid: number): { readonly ownMib: number; readonly allMib: number } {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1')
  const ownMib = Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024
  return { ownMib, allMib: usageOf(pid).residentMebibytes }
}
