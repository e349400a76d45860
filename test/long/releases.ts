// npm run conformance:releases: 50 releases while 10,000 requests a second are under way, or as many as the machine
// holds. Each release changes a field that the stage sets and the path that the resource asks the backend for. No request
// may fail, see half a release, or see one that was replaced before it was sent; each must have one record.
// node test/long/releases.ts [--rate 10000] [--releases 50] [--seconds 25] [--resources 1000] [--connections 64]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import type { Owner } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { accepting, freePort, startProgram } from '../program.ts'
import type { CallerFigures } from './release-caller.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '10000' },
    releases: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '25' },
    resources: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '64' },
  },
})
const releaseCount = Number(values.releases)
const seconds = Number(values.seconds)
const folder = mkdtempSync(join(tmpdir(), 'faultline-releases-'))
const ends: (() => unknown)[] = []
const owner: Owner = { after: (end) => void ends.push(end) }
const backendPort = await startBackend()

try {
  const gateway = await startGateway(owner, definition(0), { workers: 2 })
  const caller = fork(fileURLToPath(new URL('release-caller.ts', import.meta.url)), [
    String(gateway.port),
    values.connections,
    values.rate,
    values.seconds,
  ])
  owner.after(() => void caller.kill())
  const figuresOf = (async (): Promise<CallerFigures> => {
    for (;;) {
      const [message] = (await once(caller, 'message')) as ['ready' | CallerFigures]
      if (message !== 'ready') return message
    }
  })()
  const applyMs: number[] = []
  for (let number = 1; number <= releaseCount; number++) {
    await wait((seconds * 900) / releaseCount - (applyMs.at(-1) ?? 0))
    const startedMs = performance.now()
    await gateway.apply(definition(number))
    applyMs.push(performance.now() - startedMs)
    if (caller.connected) caller.send({ live: number })
  }
  await judge(gateway, await figuresOf, applyMs)
} finally {
  for (const end of ends.toReversed()) await end()
  rmSync(folder, { recursive: true, force: true })
}

/** An nginx that says which path it was asked for and what the stage's field held. */
async function startBackend(): Promise<number> {
  const port = await freePort()
  const file = join(folder, 'nginx.conf')
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    file,
    `${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid; error_log ${folder}/error.log; daemon off;
events { worker_connections 4096; }
http {
  ${paths.map((path) => `${path}_temp_path ${folder}/${path};`).join(' ')}
  access_log off; keepalive_requests 100000000;
  server { listen 127.0.0.1:${port}; location / { return 200 '$uri $http_x_release'; } }
}`,
  )
  const words = ['-p', folder, '-c', file, '-e', `${folder}/error.log`]
  await accepting(startProgram(owner, '/usr/sbin/nginx', words), port)
  return port
}

/** Both change with each release; the other resources make it as large as a publisher's. */
function definition(number: number): object {
  const field = { type: 'header-rewrite', config: { set: { 'X-Release': String(number) } } }
  return definitionOf({
    backends: { default: { hosts: [{ url: `http://127.0.0.1:${backendPort}` }], retries: 0 } },
    stage: { plugins: [field] },
    resources: [
      {
        name: 'order',
        method: 'GET',
        path: '/orders/{id}',
        backendPath: `/v${number}/orders/{id}`,
      },
      ...Array.from({ length: Number(values.resources) - 1 }, (_, index) => {
        return { name: `other_${index}`, method: 'GET', path: `/others/${index}/{id}` }
      }),
    ],
  })
}

async function judge(
  gateway: GatewayProcess,
  figures: CallerFigures,
  applyMs: readonly number[],
): Promise<void> {
  const recorded = await recordCount(gateway, figures.sent)
  const { sent, answered, wrong, firstWrong, releases, perSecond, latencyMs } = figures
  const [p50, p99, p999, max] = [latencyMs.p50, latencyMs.p99, latencyMs.p999, latencyMs.max].map(
    (ms) => ms.toFixed(1),
  )
  const sorted = applyMs.toSorted((a, b) => a - b)
  const [middle, last] = [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0]
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
  console.log(
    `${applyMs.length} releases of ${values.resources} resources, each live after ${middle.toFixed(0)} ms (at most ${last.toFixed(0)}), ` +
      `during ${sent} requests: ${perSecond.toFixed(0)} a second were held of ${values.rate} asked for`,
  )
  console.log(
    `p50 ${p50} ms, p99 ${p99}, p99.9 ${p999}, longest ${max}; ${releases} releases were seen`,
  )
  console.log(
    `${sent - answered} unanswered, ${wrong} wrong, ${recorded} records of ${sent} requests`,
  )
  for (const text of firstWrong) console.log(text)
  const isGood =
    answered === sent && wrong === 0 && recorded === sent && releases > releaseCount / 2
  process.exitCode = isGood ? 0 : 1
}

async function recordCount(gateway: GatewayProcess, expected: number): Promise<number> {
  const giveUpMs = performance.now() + 30_000
  for (;;) {
    const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const found = Number(/^faultline_flow_records_total (\d+)$/m.exec(metrics)?.[1])
    if (found >= expected || performance.now() > giveUpMs) return found
    await wait(100)
  }
}
