/** A real Faultline under light load: the gateway on one core, the log engine on another. */
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, get, Agent } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpus, setPriority } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ServingGateway {
  readonly spoolFolder: string
  readonly flowFolder: string
  readonly engineId: number
  readonly consoleUrl: string
  /** JSON of the management API. */
  api(path: string): Promise<Answer>
  addAdministrator(person: Person): Promise<void>
  /** Of the requests so far: how many, how many not 200, p99 in ms. */
  traffic(): { readonly requests: number; readonly failed: number; readonly p99Ms: number }
  /** From here on as the product has it: all cores, behind the traffic. */
  unpinEngine(): void
  stop(): Promise<void>
}

interface Person {
  readonly name: string
  readonly password: string
}

export interface Answer {
  readonly ms: number
  readonly body: unknown
}

const token = 'a-token-for-the-bench-0123456789'
const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const requestEveryMs = 10

export async function startGateway(folder: string): Promise<ServingGateway> {
  const backend = createServer((_request, response) => response.end('fine'))
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve))
  const { port } = backend.address() as AddressInfo // it listens on TCP
  const definition = join(folder, 'definition.yaml')
  writeFileSync(definition, JSON.stringify(definitionOf(port)))
  const data = join(folder, 'data')
  const words = ['start', `--data=${data}`, '--listen=127.0.0.1:0', '--console=127.0.0.1:0']
  const more = ['--workers=1', `--apply=${definition}`, '--no-probe']
  const child = spawn(process.execPath, [mainFile, ...words, ...more], {
    env: { ...process.env, FAULTLINE_ADMIN_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url = '', consoleUrl = ''] = await readyUrls(child.stdout)
  const running: unknown = JSON.parse(readFileSync(join(data, 'runtime.json'), 'utf8'))
  const { controlPid } = running as { readonly controlPid: number } // docs/reference/commands.md
  const engineId = await engineOf(controlPid)
  pin(child.pid ?? 0, '1')
  pin(controlPid, '1')
  pin(engineId, '0')
  prioritise(engineId, -15, -15)
  const load = lightLoad(`${url}/api/shop/prod/orders`)
  return {
    spoolFolder: join(data, 'spool'),
    flowFolder: join(data, 'flow'),
    engineId,
    consoleUrl,
    api: async (path) => await asked(`${consoleUrl}/api/v1${path}`),
    addAdministrator: async (person) => await addAdministrator(`${consoleUrl}/api/v1`, person),
    traffic: load.seen,
    unpinEngine: () => {
      pin(engineId, `0-${cpus().length - 1}`)
      prioritise(engineId, 0, 5) // src/flowlog/engine/yield-to-traffic.ts
    },
    stop: async () => {
      load.stop()
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
      backend.closeAllConnections()
      backend.close()
    },
  }
}

/** All threads of a process. Not at its start: it counts the cores that it may use. */
function pin(processId: number, cores: string): void {
  execFileSync('taskset', ['-a', '-p', '-c', cores, String(processId)], { stdio: 'ignore' })
}

/** Other tenants of the machine would be measured, too. Root only; else the machine must be quiet. */
function prioritise(processId: number, main: number, others: number): void {
  for (const thread of readdirSync(`/proc/${processId}/task`).map(Number)) {
    try {
      setPriority(thread, thread === processId ? main : others)
    } catch {
      return
    }
  }
}

/** Peak of resident memory, in MiB. */
export function peakMebibytes(processId: number): number {
  const text = readFileSync(`/proc/${processId}/status`, 'latin1')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024
}

/** User and system time of a process, in seconds. */
export function cpuSeconds(processId: number): number {
  const text = readFileSync(`/proc/${processId}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function readyUrls(output: NodeJS.ReadableStream): Promise<string[]> {
  let text = ''
  for await (const chunk of output) {
    text += String(chunk)
    const found = /faultline: ready gateway=(\S+) console=(\S+)/.exec(text)
    if (found === null) continue
    output.resume()
    return found.slice(1)
  }
  throw new Error(`the gateway did not start: ${text}`)
}

async function engineOf(parent: number): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const found = readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && isEngine(name, parent),
    )
    if (found.length > 0) return Number(found[0])
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the log engine did not start')
}

function isEngine(id: string, parent: number): boolean {
  try {
    const status = readFileSync(`/proc/${id}/status`, 'latin1')
    const isChild = new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status)
    return isChild && readFileSync(`/proc/${id}/cmdline`, 'latin1').includes('log-engine')
  } catch {
    return false // it ended meanwhile
  }
}

async function addAdministrator(api: string, { name, password }: Person): Promise<void> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const response = await fetch(`${api}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()} (${path})`)
    return await response.json().catch(() => undefined)
  }
  const made = (await post('/users', { name, isAdministrator: true })) as { passwordLink: string }
  await post('/password', { token: made.passwordLink.split('#')[1], password })
}

async function asked(url: string): Promise<Answer> {
  const startedMs = performance.now()
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  const ms = performance.now() - startedMs
  if (!response.ok) throw new Error(`${response.status} ${text} (${url})`)
  return { ms, body: JSON.parse(text) as unknown }
}

function lightLoad(url: string): { seen: ServingGateway['traffic']; stop: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const times: number[] = []
  let failed = 0
  const timer = setInterval(() => {
    const startedMs = performance.now()
    const request = get(url, { agent }, (response) => {
      response.resume().on('end', () => times.push(performance.now() - startedMs))
      if (response.statusCode !== 200) failed++
    })
    request.on('error', () => failed++)
  }, requestEveryMs)
  const seen = (): ReturnType<ServingGateway['traffic']> => {
    const sorted = times.toSorted((a, b) => a - b)
    const p99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? 0
    return { requests: times.length, failed, p99Ms }
  }
  return { seen, stop: () => clearInterval(timer) }
}

function definitionOf(port: number): object {
  const auth = { app: false, user: false, permission: false }
  return {
    version: 1,
    gateways: [
      {
        name: 'shop',
        maintainers: ['bench'],
        backends: [{ name: 'default', owners: ['bench'] }],
        stages: [
          {
            name: 'prod',
            backends: { default: { hosts: [{ url: `http://127.0.0.1:${port}` }] } },
          },
        ],
        resources: [
          { name: 'orders', method: 'GET', path: '/orders', auth, backend: { name: 'default' } },
        ],
      },
    ],
  }
}
