// How long a release takes until every worker serves it, and what it does to those who call meanwhile.
// node bench/releases/run.ts [--resources 1000] [--stages 20] [--change all|stage] [--times 9] [--format json|yaml]
//                            [--source DIR] [--workers 2]
// The real program with its default settings and its data folder on disk. One line for each release, then medians.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { stringify } from 'yaml'
import { usageOf } from '../process-cpu.ts'
import { largeDefinition, markPath, type ShownNumbers } from './large-definition.ts'
import type { ProbeOrder, ProbeReport } from './prober.ts'

const { values } = parseArgs({
  options: {
    resources: { type: 'string', default: '1000' },
    stages: { type: 'string', default: '20' },
    change: { type: 'string', default: 'all' },
    times: { type: 'string', default: '9' },
    format: { type: 'string', default: 'json' },
    workers: { type: 'string', default: '2' },
    source: { type: 'string', default: fileURLToPath(new URL('../../', import.meta.url)) },
    restart: { type: 'boolean', default: false },
  },
})
const size = { resources: Number(values.resources), stages: Number(values.stages) }
const token = 'a-token-for-the-bench-0123456789'
const folder = mkdtempSync(join(tmpdir(), 'faultline-releases-'))
const shown = { ofAll: 0, ofFirst: 0 }

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
let gateway = await startGateway()
const [firstText] = nextText()
const first = await apply(firstText)
console.log(
  `the first time: ${first.ms.toFixed(0)} ms, ${firstText.length} bytes of ${values.format}`,
)
if (values.restart) gateway = await gateway.again()
try {
  await measure()
} finally {
  await gateway.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const callers = await startProber({
    port: gateway.port,
    path: markPath(0),
    authorization: '',
    connections: 16,
    everyMs: 8,
  })
  const people = await startProber({
    port: gateway.console,
    path: '/healthz',
    authorization: `Bearer ${token}`,
    connections: 1,
    everyMs: 4,
  })
  await wait(1_500)
  const quiet = { callers: await callers.report(), people: await people.report() }
  const rounds: Round[] = []
  for (let count = 0; count < Number(values.times); count++) {
    rounds.push(await oneRelease(callers, people))
    await wait(700)
    await callers.report()
    await people.report()
  }
  const memory = memoryOf(gateway.pid)
  console.log(`quiet: callers ${spreadOf(quiet.callers)}, people ${spreadOf(quiet.people)}`)
  const all = (of: (round: Round) => ProbeReport): ProbeReport => ({
    latenciesMs: rounds.flatMap((round) => of(round).latenciesMs),
    wrong: rounds.flatMap((round) => of(round).wrong),
  })
  console.log(
    `MEDIAN ${size.resources} x ${size.stages}, ${values.change}, ${values.format}: answered ${median(rounds.map(({ ms }) => ms)).toFixed(0)} ms, ` +
      `last old answer ${median(rounds.map(({ lastOldMs }) => lastOldMs)).toFixed(0)} ms, ` +
      `longest wait of a caller ${median(rounds.map(({ callers: { latenciesMs } }) => Math.max(...latenciesMs))).toFixed(0)} ms, ` +
      `of people ${median(rounds.map(({ people: { latenciesMs } }) => Math.max(...latenciesMs))).toFixed(0)} ms; ` +
      `callers ${spreadOf(all((round) => round.callers))}; people ${spreadOf(all((round) => round.people))}; ${memory}`,
  )
  const names = [...new Set(rounds.flatMap(({ parts }) => [...parts.keys()]))]
  console.log(
    names
      .map(
        (name) => `${name} ${median(rounds.map(({ parts }) => parts.get(name) ?? 0)).toFixed(0)}`,
      )
      .join(', '),
  )
  await callers.stop()
  await people.stop()
}

interface Round {
  readonly ms: number
  readonly lastOldMs: number
  readonly callers: ProbeReport
  readonly people: ProbeReport
  /** Of `Server-Timing`. */
  readonly parts: ReadonlyMap<string, number>
}

async function oneRelease(callers: Prober, people: Prober): Promise<Round> {
  const [text, wanted] = nextText()
  await callers.report()
  await people.report()
  const startedMs = performance.now()
  const watching = new AbortController()
  let lastOldMs = 0
  const watch = (async (): Promise<void> => {
    while (!watching.signal.aborted) {
      const askedMs = performance.now()
      if ((await markOf(0)) !== wanted) lastOldMs = askedMs - startedMs
      await wait(4)
    }
  })()
  const { ms, parts } = await apply(text)
  const late: string[] = []
  for (let asked = 0; asked < 16; asked++) {
    for (const stage of values.change === 'all' ? [0, size.stages - 1] : [0]) {
      const found = await markOf(stage)
      if (found !== wanted) late.push(`stage ${stage}: ${found} instead of ${wanted}`)
    }
  }
  watching.abort()
  await watch
  const seen = { callers: await callers.report(), people: await people.report() }
  console.log(
    `${ms.toFixed(0)} ms (last old answer ${lastOldMs.toFixed(0)}); callers ${spreadOf(seen.callers)}; people ${spreadOf(seen.people)}; ` +
      [...parts].map(([name, part]) => `${name} ${part.toFixed(0)}`).join(', '),
  )
  const wrong = [...late, ...seen.callers.wrong, ...seen.people.wrong]
  if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
  return { ms, lastOldMs, ...seen, parts }
}

/** The definition of the next release and what `/mark` says then. */
function nextText(): readonly [string, string] {
  if (values.change === 'stage') shown.ofFirst += 1
  else shown.ofAll += 1
  const definition = largeDefinition(size, shown satisfies ShownNumbers)
  if (values.change === 'stage') {
    // the stage's own plugin: a mock of the stage that only `/mark` of it shows
    const [gatewayText] = (
      definition as {
        gateways: { stages: { plugins: object[] }[]; resources: { plugins: object[] }[] }[]
      }
    ).gateways
    gatewayText?.stages.forEach((stage, index) =>
      stage.plugins.push({
        type: 'cors',
        config: {
          allow_origins: 'https://example.com',
          allow_methods: 'GET',
          allow_headers: 'x-a',
          expose_headers: `x-${index === 0 ? shown.ofFirst : 0}`,
          max_age: 100,
          allow_credential: false,
        },
      }),
    )
  }
  const text = values.format === 'yaml' ? stringify(definition) : JSON.stringify(definition)
  return [text, values.change === 'stage' ? `x-${shown.ofFirst}` : `all-${shown.ofAll}`]
}

async function apply(text: string): Promise<{ ms: number; parts: Map<string, number> }> {
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
  const parts = [...timing.matchAll(/(\w+);dur=([\d.]+)/g)].map(
    ([, name = '', part]) => [name, Number(part)] as const,
  )
  return { ms, parts: new Map(parts) }
}

/** On a connection of its own. */
async function markOf(stage: number): Promise<string> {
  const socket = connect({ port: gateway.port, host: '127.0.0.1', noDelay: true })
  const origin = values.change === 'stage' ? 'Origin: https://example.com\r\n' : ''
  socket.write(
    `GET ${markPath(stage)} HTTP/1.1\r\nHost: 127.0.0.1\r\n${origin}Connection: close\r\n\r\n`,
  )
  let text = ''
  for await (const bytes of socket) text += String(bytes)
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(text)
  if (values.change === 'stage')
    return /^access-control-expose-headers: (.*)\r$/im.exec(text)?.[1] ?? text
  return text.slice(text.indexOf('\r\n\r\n') + 4)
}

interface Prober {
  report(): Promise<ProbeReport>
  stop(): Promise<unknown>
}

async function startProber(order: ProbeOrder): Promise<Prober> {
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

interface Started {
  readonly pid: number
  readonly port: number
  readonly console: number
  stop(): Promise<void>
  again(): Promise<Started>
}

async function startGateway(): Promise<Started> {
  const startedMs = performance.now()
  const words = [
    'start',
    `--data=${join(folder, 'data')}`,
    '--listen=127.0.0.1:0',
    '--console=127.0.0.1:0',
    `--workers=${values.workers}`,
    '--no-probe',
  ]
  const child = spawn(
    process.execPath,
    ['--no-warnings', join(values.source, 'src/main.ts'), ...words],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, FAULTLINE_ADMIN_TOKEN: token },
    },
  )
  let output = ''
  for await (const bytes of child.stdout) {
    output += String(bytes)
    const found = /ready gateway=\S+:(\d+) console=\S+:(\d+)/.exec(output)
    if (found === null) continue
    console.log(
      `ready after ${(performance.now() - startedMs).toFixed(0)} ms; ${memoryOf(child.pid ?? 0)}`,
    )
    child.stdout.resume()
    const stop = async (): Promise<void> => {
      const ended = once(child, 'close')
      child.kill('SIGTERM')
      await ended
    }
    return {
      pid: child.pid ?? 0,
      port: Number(found[1]),
      console: Number(found[2]),
      stop,
      again: async () => (await stop(), await startGateway()),
    }
  }
  throw new Error(output)
}

function memoryOf(pid: number): string {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1')
  const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024
  return `${own.toFixed(0)} MiB, with the log engine ${usageOf(pid).residentMebibytes.toFixed(0)}`
}

function spreadOf({ latenciesMs }: ProbeReport): string {
  const sorted = latenciesMs.toSorted((one, other) => one - other)
  const at = (share: number): string =>
    (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} p99 ${at(0.99)} p99.9 ${at(0.999)} max ${at(1)} of ${sorted.length}`
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
