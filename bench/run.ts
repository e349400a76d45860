// Measures what one proxied request costs, peer by peer, against nginx doing the same job.
// node bench/run.ts [--job full|bare] [--kind get|post] [--peers nginx,haproxy,fastify,floor,faultline,faultline2]
//                   [--pairs 7] [--seconds 3] [--connections 64] [--latency] [--scaling]
// A pair is one sample of nginx and one of the peer, right after another; the ratio is taken within
// the pair, so that a busy machine hurts both. Printed: median [least-most] over the pairs.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startFaultlinePeer } from './peers/faultline.ts'
import { startHaproxyPeer } from './peers/haproxy.ts'
import { startBackend, startNginxPeer } from './peers/nginx.ts'
import { startFastifyPeer, startFloorPeer } from './peers/node-peers.ts'
import type { Peer, PeerOptions, StartPeer } from './peers/peer.ts'
import { takeSample, type Load, type Sample } from './sample.ts'

const { values } = parseArgs({
  options: {
    job: { type: 'string', default: 'full' },
    kind: { type: 'string', default: 'get' },
    peers: { type: 'string', default: 'haproxy,fastify,floor,faultline' },
    pairs: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
    latency: { type: 'boolean', default: false },
    scaling: { type: 'boolean', default: false },
  },
})

const starters: Readonly<Record<string, StartPeer>> = {
  nginx: (options) => startNginxPeer(options, 1),
  nginx2: (options) => startNginxPeer(options, 2),
  haproxy: startHaproxyPeer,
  fastify: startFastifyPeer,
  floor: startFloorPeer,
  faultline: (options) => startFaultlinePeer(options, 1),
  faultline2: (options) => startFaultlinePeer(options, 2),
}
const gatewayCore = '0'
const callerCore = '1'
const backendPort = 19_000
const referencePort = 19_010
const peerPort = 19_020
/** Requests a second at which one and two workers are compared besides full load. */
const scalingRate = 8_000

const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'))
const pairCount = Number(values.pairs)
const closedLoop: Load = {
  kind: values.kind === 'post' ? 'post' : 'get',
  connections: Number(values.connections),
  seconds: Number(values.seconds),
  rate: 0,
  cores: callerCore,
}

const stopBackend = await startBackend(subFolder('backend'), backendPort, callerCore)
try {
  console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
  if (values.scaling) {
    await measureScaling('nginx') // what the machine itself takes for it
    await measureScaling('faultline')
    if (cpus().length < 6) console.log('throughput scaling: not measured, fewer than 6 cores')
  } else for (const name of values.peers.split(',')) await measure(name)
} finally {
  await stopBackend()
  rmSync(folder, { recursive: true, force: true })
}

/** One peer against nginx: CPU per request at full load, then latency at a fixed rate. */
async function measure(name: string): Promise<void> {
  const reference = await start('nginx', referencePort, gatewayCore)
  const peer = await start(name, peerPort, gatewayCore)
  try {
    await takeSample(reference, { ...closedLoop, seconds: 1 })
    await takeSample(peer, closedLoop) // compiled code and filled pools are part of a running gateway
    const pairs = await takePairs([reference, closedLoop], [peer, closedLoop])
    printCost(peer.name, pairs)
    if (!values.latency) return
    const rate = Math.floor(median(pairs.map(([one]) => one.perSecond)) / 2)
    const pairsAtRate = await takePairs([reference, atRate(rate)], [peer, atRate(rate)])
    printLatency(peer.name, rate, pairsAtRate)
  } finally {
    await reference.stop()
    await peer.stop()
  }
}

/** One worker and two, which may use both cores. The bar is for the same load on each worker, which shows what the
 *  second one costs; half a load makes a request dearer with one worker too (docs/decisions/two-workers.md). */
async function measureScaling(name: string): Promise<void> {
  const one = await start(name, referencePort, '0,1')
  const two = await start(`${name}2`, peerPort, '0,1')
  try {
    for (const peer of [one, one, one, two, two, two]) await takeSample(peer, closedLoop) // each worker compiles its own code
    const whole = `${scalingRate} requests a second`
    const half = `${scalingRate / 2}`
    const load = await takePairs([one, atRate(scalingRate / 2)], [two, atRate(scalingRate)])
    printCost(`${name}, two workers at ${whole} against one at ${half}`, load)
    const rate = await takePairs([one, atRate(scalingRate)], [two, atRate(scalingRate)])
    printCost(`${name}, two workers against one, both at ${whole}`, rate)
  } finally {
    await one.stop()
    await two.stop()
  }
}

function atRate(rate: number): Load {
  return { ...closedLoop, rate }
}

type Pair = readonly [Sample, Sample]

async function takePairs(
  [reference, referenceLoad]: readonly [Peer, Load],
  [peer, load]: readonly [Peer, Load],
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  for (let count = 0; count < pairCount; count++) {
    const first = await takeSample(reference, referenceLoad)
    pairs.push([first, await takeSample(peer, load)])
  }
  return pairs
}

async function start(name: string, port: number, cores: string): Promise<Peer> {
  const starter = starters[name]
  if (starter === undefined) throw new Error(`no peer is called ${name}`)
  const job = values.job === 'bare' ? 'bare' : 'full'
  const options: PeerOptions = { job, folder: subFolder(name), port, backendPort, cores }
  return starter(options)
}

function subFolder(name: string): string {
  return mkdtempSync(join(folder, `${name}-`))
}

function printCost(name: string, pairs: readonly Pair[]): void {
  const last = pairs.at(-1)
  if (last === undefined) return
  const us = (which: 0 | 1): string => median(pairs.map((pair) => pair[which].cpuUs)).toFixed(1)
  const user = median(pairs.map(([, sample]) => sample.userUs)).toFixed(1)
  console.log(
    `${values.job} ${values.kind} | ${name} | CPU ratio ${spread(pairs, (one) => one.cpuUs)} | ` +
      `${us(1)} us (user ${user}), ${last[0].peer} ${us(0)} us | ` +
      `req/s ratio ${spread(pairs, (one) => one.perSecond)}, ${Math.round(last[1].perSecond)} req/s | ` +
      `${last[1].residentMebibytes.toFixed(0)} MiB`,
  )
}

function printLatency(name: string, rate: number, pairs: readonly Pair[]): void {
  const ms = (which: 0 | 1): string => median(pairs.map((pair) => pair[which].p99Ms)).toFixed(2)
  console.log(
    `${values.job} ${values.kind} | ${name} | p99 ratio ${spread(pairs, (one) => one.p99Ms)} at ${rate} req/s | ` +
      `${ms(1)} ms, nginx ${ms(0)} ms`,
  )
}

function spread(pairs: readonly Pair[], of: (sample: Sample) => number): string {
  const ratios = pairs.map(([first, second]) => of(second) / of(first))
  const ends = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2))
  return `${median(ratios).toFixed(2)} [${ends.join('-')}]`
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
