// What it costs that people follow flow records live: CPU of the main thread, the worker and the log
// engine under load, with nobody, one and eight streams of /api/v1/events open.
// node bench/follow.ts [REQUESTS A SECOND]
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startFaultlinePeer } from './peers/faultline.ts'
import { startBackend } from './peers/nginx.ts'

const [rate = '8000'] = process.argv.slice(2)
const seconds = 10
const ticksPerSecond = 100
const port = 39_200
const backendPort = 39_100
const folder = mkdtempSync(join(tmpdir(), 'faultline-follow-'))
const generatorFile = fileURLToPath(new URL('./generator.ts', import.meta.url))

const stopBackend = await startBackend(folder, backendPort, '1')
const peer = await startFaultlinePeer({ job: 'full', folder, port, backendPort, cores: '0' }, 1)
try {
  await generate(3) // warm
  for (let round = 0; round < 3; round++) {
    await measure('nobody', 0, '')
    await measure('one, everything', 1, '')
    await measure('one, status:>=500', 1, '&query=status:%3E=500')
    await measure('eight, status:>=500', 8, '&query=status:%3E=500')
  }
} finally {
  await peer.stop()
  await stopBackend()
}

async function measure(name: string, count: number, parameters: string): Promise<void> {
  const stop = new AbortController()
  const streams = await Promise.all(
    Array.from({ length: count }, () => follow(parameters, stop.signal)),
  )
  const before = cpuSeconds(peer.pid)
  const answered = await generate(seconds)
  const after = cpuSeconds(peer.pid)
  stop.abort()
  const shares = [...after].map(([thread, used]) => {
    const share = ((used - (before.get(thread) ?? 0)) / seconds) * 100
    return `${thread} ${share.toFixed(1)} %`
  })
  const [first] = streams
  const told = first === undefined ? '' : `; told ${first.records} records, ${first.dropped}`
  console.log(`${name}: ${shares.join(', ')} of a core${told}; ${answered}`)
}

interface Told {
  records: number
  /** The last event that told of it. */
  dropped: string
}

async function follow(parameters: string, signal: AbortSignal): Promise<Told> {
  const url = `http://127.0.0.1:${port + 1}/api/v1/events?topics=flow-records${parameters}`
  const headers = { authorization: 'Bearer a-token-for-the-bench-0123456789' }
  const { body } = await fetch(url, { headers, signal })
  const told = { records: 0, dropped: 'dropped nothing' }
  const read = async (): Promise<void> => {
    for await (const bytes of body ?? []) {
      const text = Buffer.from(bytes).toString()
      told.records += text.match(/event: flow-record/g)?.length ?? 0
      told.dropped = /event: dropped\ndata: (.*)/.exec(text)?.[1] ?? told.dropped
    }
  }
  void read().catch(() => undefined) // ended by us
  return told
}

function generate(forSeconds: number): Promise<string> {
  const words = [generatorFile, String(port), 'get', '64', String(forSeconds), rate]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
  return new Promise((resolve) => child.on('close', () => resolve(output.trim())))
}

/** By thread: the main one, the worker, and the log engine's. */
function cpuSeconds(pid: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const children = readdirSync('/proc').filter((name) => parentOf(name) === pid)
  for (const owner of [String(pid), ...children]) {
    const isEngine = owner !== String(pid)
    for (const task of readdirSync(`/proc/${owner}/task`)) {
      const stat = readFileSync(`/proc/${owner}/task/${task}/stat`, 'latin1')
      const [, name = '', fields = ''] = /\((.*)\) (.*)/.exec(stat) ?? []
      const [, , , , , , , , , , , user, system] = fields.split(' ')
      const thread = threadName(isEngine, task === owner, name)
      const used = (Number(user) + Number(system)) / ticksPerSecond
      found.set(thread, (found.get(thread) ?? 0) + used)
    }
  }
  return found
}

function threadName(isEngine: boolean, isFirst: boolean, name: string): string {
  if (isEngine) return isFirst ? 'engine' : "engine's others"
  if (isFirst) return 'main'
  return name.startsWith('worker') ? 'worker' : 'others'
}

function parentOf(process: string): number {
  if (!/^\d+$/.test(process)) return -1
  try {
    return Number(readFileSync(`/proc/${process}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[1])
  } catch {
    return -1 // it has ended meanwhile
  }
}
