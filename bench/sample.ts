import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import type { Peer } from './peers/peer.ts'
import { usageOf } from './process-cpu.ts'
import type { RequestKind } from './workload.ts'

/** One run of the generator against one peer. */
export interface Sample {
  readonly peer: string
  readonly requests: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** All processes of the peer, until the last record was written. */
  readonly cpuUs: number
  readonly userUs: number
  readonly residentMebibytes: number
}

export interface Load {
  readonly kind: RequestKind
  readonly connections: number
  readonly seconds: number
  /** Requests a second, 0: as many as the peer takes. */
  readonly rate: number
  /** Resources that are asked in turn; 0, or left out: the only one. */
  readonly many?: number
  /** CPU list of the generator. */
  readonly cores: string
}

const generatorFile = fileURLToPath(new URL('generator.ts', import.meta.url))
/** Buffered records are written within a second or so; a log engine may lag behind a little more. */
const recordsLimitMs = 15_000

export async function takeSample(peer: Peer, load: Load): Promise<Sample> {
  const recordsBefore = await peer.records()
  const before = usageOf(peer.pid)
  const result = await generate(peer.port, load)
  if (result.wrong > 0 || result.answered !== result.sent) {
    throw new Error(
      `${peer.name}: ${result.wrong} wrong answers, ${result.sent - result.answered} missing; ${result.firstWrong}`,
    )
  }
  if (recordsBefore >= 0) await recordsWritten(peer, recordsBefore + result.sent)
  const after = usageOf(peer.pid)
  const userSeconds = after.userSeconds - before.userSeconds
  const cpuSeconds = userSeconds + after.systemSeconds - before.systemSeconds
  return {
    peer: peer.name,
    requests: result.answered,
    perSecond: result.perSecond,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuUs: (cpuSeconds * 1e6) / result.answered,
    userUs: (userSeconds * 1e6) / result.answered,
    residentMebibytes: after.residentMebibytes,
  }
}

interface GeneratorResult {
  readonly sent: number
  readonly answered: number
  readonly wrong: number
  readonly firstWrong: string
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

async function generate(port: number, load: Load): Promise<GeneratorResult> {
  const { kind, connections, seconds, rate, cores, many = 0 } = load
  const words = [generatorFile, port, kind, connections, seconds, rate, many]
  const command = ['-c', cores, process.execPath, '--no-warnings', ...words.map(String)]
  const child = spawn('taskset', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
  await once(child, 'close')
  return JSON.parse(output) as GeneratorResult // our own generator's only line
}

async function recordsWritten(peer: Peer, expected: number): Promise<void> {
  const giveUpMs = performance.now() + recordsLimitMs
  for (;;) {
    const found = await peer.records()
    if (found === expected) return
    if (found > expected || performance.now() > giveUpMs) {
      const lost = (await peer.lost?.()) ?? ''
      throw new Error(`${peer.name}: ${found} records of ${expected} requests\n${lost}`)
    }
    await wait(100)
  }
}
