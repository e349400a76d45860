// npm run soak: 10 million requests through one worker, memory every 10 s. It must be flat: from minute
// 2 on, every value within 10 % of their median. Needs nginx (the backend) and two cores.
// node test/long/soak.ts [REQUESTS]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFaultlinePeer } from '../../bench/peers/faultline.ts'
import { startBackend } from '../../bench/peers/nginx.ts'
import { usageOf } from '../../bench/process-cpu.ts'
import { takeSample, type Sample } from '../../bench/sample.ts'

const wantedRequests = Number(process.argv[2] ?? 10_000_000)
const roundSeconds = 30
const everyMs = 10_000
const settledAfterMs = 120_000
const allowedShare = 0.1
const backendPort = 19_100

const folder = mkdtempSync(join(tmpdir(), 'faultline-soak-'))
const stopBackend = await startBackend(folder, backendPort, '1')
const peer = await startFaultlinePeer(
  { job: 'full', folder, port: 19_110, backendPort, cores: '0' },
  1,
)
const startedMs = performance.now()
const settled: number[] = []
let requests = 0

const timer = setInterval(look, everyMs)
try {
  while (requests < wantedRequests) {
    const sample: Sample = await takeSample(peer, {
      kind: 'get',
      connections: 64,
      seconds: roundSeconds,
      rate: 0,
      cores: '1',
    })
    requests += sample.requests
    console.log(
      `${minutes()} min: ${requests} requests, ${Math.round(sample.perSecond)} a second, ` +
        `${sample.cpuUs.toFixed(1)} us each, p99 ${sample.p99Ms.toFixed(1)} ms, every record counted`,
    )
  }
} finally {
  clearInterval(timer)
  await peer.stop()
  await stopBackend()
  rmSync(folder, { recursive: true, force: true })
}
judge()

function look(): void {
  const gateway = residentMebibytes(peer.pid)
  const all = usageOf(peer.pid).residentMebibytes
  console.log(
    `${minutes()} min: gateway ${gateway.toFixed(0)} MiB, log engine ${(all - gateway).toFixed(0)} MiB`,
  )
  if (performance.now() - startedMs >= settledAfterMs) settled.push(gateway)
}

function residentMebibytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'latin1')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1_024
}

function judge(): void {
  const sorted = settled.toSorted((one, other) => one - other)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) {
    console.log('too short to tell: memory is judged from minute 2 on')
    return
  }
  const least = ((sorted[0] ?? 0) / middle - 1) * 100
  const most = ((sorted.at(-1) ?? 0) / middle - 1) * 100
  const isFlat = -least <= allowedShare * 100 && most <= allowedShare * 100
  console.log(
    `${isFlat ? 'flat' : 'NOT FLAT'}: median ${middle.toFixed(0)} MiB, ${least.toFixed(1)} % to +${most.toFixed(1)} % from minute 2`,
  )
  process.exitCode = isFlat ? 0 : 1
}

function minutes(): string {
  return ((performance.now() - startedMs) / 60_000).toFixed(1)
}
