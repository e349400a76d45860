import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { benchApps, gatewayPath, manyPath, postPath } from '../workload.ts'
import { startPinned, written, type Peer, type PeerOptions } from './peer.ts'

const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const adminToken = 'a-token-for-the-bench-0123456789'

/** Faultline with its default build and settings: full records, signed identity for the backend,
 *  Proxy-Status, time limits and strict parsing on in both jobs. BARE only leaves out what a
 *  definition can leave out: authentication, permission and the rate limit. */
export async function startFaultlinePeer(options: PeerOptions, workers: number): Promise<Peer> {
  const { job, folder, port, backendPort, cores } = options
  const consolePort = port + 1
  const definition = written(
    join(folder, 'definition.yaml'),
    definitionText(job, backendPort, options.resources ?? 0),
  )
  const words = [
    process.execPath,
    mainFile,
    'start',
    `--data=${join(folder, 'data')}`,
    `--listen=127.0.0.1:${port}`,
    `--console=127.0.0.1:${consolePort}`,
    `--workers=${workers}`,
    `--apply=${definition}`,
    '--no-probe',
  ]
  const program = await startPinned(cores, words, port, { FAULTLINE_ADMIN_TOKEN: adminToken })
  await ready(consolePort)
  return {
    name: workers === 1 ? 'faultline' : `faultline, ${workers} workers`,
    pid: program.child.pid ?? 0,
    port,
    records: () => recordCount(consolePort),
    lost: () => dropCounts(consolePort),
    stop: program.stop,
  }
}

async function ready(consolePort: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(`http://127.0.0.1:${consolePort}/healthz`).catch(() => undefined)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('faultline did not become ready')
}

async function metrics(consolePort: number): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${consolePort}/metrics`)).text()
}

async function dropCounts(consolePort: number): Promise<string> {
  const lines = (await metrics(consolePort)).split('\n')
  return lines
    .filter((line) => /^faultline_flow_records_dropped_total.* [1-9]/.test(line))
    .join('\n')
}

async function recordCount(consolePort: number): Promise<number> {
  const text = await metrics(consolePort)
  const line = /^faultline_flow_records_total(?:\{[^}]*\})? (\d+)/m.exec(text)
  if (line === null) throw new Error('no record counter in /metrics')
  return Number(line[1])
}

function definitionText(job: PeerOptions['job'], backendPort: number, many: number): string {
  const isFull = job === 'full'
  const auth = { app: isFull, user: false, permission: isFull }
  const limits = [
    { type: 'rate-limit', config: { default: [{ limit: 1_000_000, periodSeconds: 1 }] } },
  ]
  return JSON.stringify({
    version: 1,
    apps: benchApps.map(({ code, secret }) => ({ code, secret, owner: 'bench' })),
    gateways: [
      {
        name: 'demo',
        maintainers: ['bench'],
        backends: [{ name: 'default', owners: ['bench'] }],
        stages: [
          {
            name: 'prod',
            backends: { default: { hosts: [{ url: `http://127.0.0.1:${backendPort}` }] } },
            plugins: isFull ? limits : [],
          },
        ],
        resources: [
          resource('get_x', 'GET', gatewayPath, auth),
          resource('post_x', 'POST', postPath, auth),
          ...Array.from({ length: many }, (_, index) =>
            resource(`many_${index}`, 'GET', manyPath(index), auth),
          ),
        ],
        grants: benchApps.map(({ code }) => ({ app: code })),
      },
    ],
  })
}

function resource(name: string, method: string, fullPath: string, auth: object): object {
  return {
    name,
    method,
    path: fullPath.replace('/api/demo/prod', ''),
    auth,
    backend: { name: 'default' },
  }
}
