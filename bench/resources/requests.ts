// What a request costs a gateway of 10,000 resources, against one of 10: the whole program under load.
// node bench/resources/requests.ts [--pairs 9] [--seconds 3] [--rate 0]
// Three ways to ask in turns: 10 of 10, the same 10 of 10,000, all 10,000 of 10,000. Ratios are within a round: median
// [least-most]. Otherwise as bench/run.ts has it: job FULL, GET, one worker on core 0, caller and backend on core 1.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startFaultlinePeer } from '../peers/faultline.ts'
import { startBackend } from '../peers/nginx.ts'
import type { Peer } from '../peers/peer.ts'
import { threadSecondsOf } from '../process-cpu.ts'
import { takeSample, type Load, type Sample } from '../sample.ts'

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '9' },
    seconds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '0' },
  },
})
const backendPort = 19_200
/** With the two that every bench has a definition holds 10,000. */
const mostMany = 9_998
const folder = mkdtempSync(join(tmpdir(), 'faultline-resources-'))
const stopBackend = await startBackend(folder, backendPort, '1')
const few = await start(10, 19_210)
const many = await start(mostMany, 19_220)
const ways = [
  { name: '10 of 10', peer: few, many: 10 },
  { name: 'the same 10 of 10,000', peer: many, many: 10 },
  { name: 'all of 10,000', peer: many, many: mostMany },
]
try {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
  for (const { peer, many: asked } of ways) await takeSample(peer, loadOf(asked)) // compiled and filled
  const rounds: WorkerSample[][] = []
  for (let round = 0; round < Number(values.pairs); round++) {
    const samples: WorkerSample[] = []
    for (const { peer, many: asked } of ways) samples.push(await workerSample(peer, loadOf(asked)))
    rounds.push(samples)
  }
  for (const [index, { name }] of ways.entries()) print(name, rounds, index)
} finally {
  await few.stop()
  await many.stop()
  await stopBackend()
  rmSync(folder, { recursive: true, force: true })
}

/** With the part of the thread that carries the traffic, which the log engine and other processes do not disturb. */
type WorkerSample = Sample & { readonly workerUs: number }

async function workerSample(peer: Peer, load: Load): Promise<WorkerSample> {
  const before = threadSecondsOf(peer.pid, 'worker-')
  const sample = await takeSample(peer, load)
  const seconds = threadSecondsOf(peer.pid, 'worker-') - before
  return { ...sample, workerUs: (seconds * 1e6) / sample.requests }
}

function start(resources: number, port: number): ReturnType<typeof startFaultlinePeer> {
  const own = mkdtempSync(join(folder, 'peer-'))
  const options = { job: 'full', folder: own, port, backendPort, resources, cores: '0' } as const
  return startFaultlinePeer(options, 1)
}

function loadOf(asked: number): Load {
  const { seconds, rate } = values
  const times = { seconds: Number(seconds), rate: Number(rate) }
  return { kind: 'get', connections: 64, ...times, many: asked, cores: '1' }
}

function print(name: string, rounds: readonly WorkerSample[][], index: number): void {
  const of = (what: (sample: WorkerSample) => number): number[] =>
    rounds.flatMap((samples) => {
      const [first, one] = [samples[0], samples[index]]
      return first === undefined || one === undefined ? [] : [what(one) / what(first)]
    })
  const costs = rounds.flatMap((samples) => samples[index]?.cpuUs ?? [])
  const workers = rounds.flatMap((samples) => samples[index]?.workerUs ?? [])
  const last = rounds.at(-1)?.[index]
  console.log(
    `${name}: CPU ${median(costs).toFixed(1)} us a request, ratio ${spread(of(({ cpuUs }) => cpuUs))}; ` +
      `of the worker ${median(workers).toFixed(1)} us, ratio ${spread(of(({ workerUs }) => workerUs))}; ` +
      `p99 ratio ${spread(of(({ p99Ms }) => p99Ms))}; ${last?.residentMebibytes.toFixed(0)} MiB`,
  )
}

function spread(ratios: readonly number[]): string {
  const ends = [Math.min(...ratios), Math.max(...ratios)].map((one) => one.toFixed(2))
  return `${median(ratios).toFixed(2)} [${ends.join('-')}]`
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
