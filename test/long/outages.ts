// npm run conformance:outages: what goes on when what is gone. Callers ask 1,000 times a second, parts of the gateway or
// of its surroundings are killed, stopped or stuck one after the other, and every answer and record is counted. The
// figures stand in docs/reference/what-goes-on.md.
// node test/long/outages.ts [--rate 1000] [--seconds 6] [--only ControlPlane]
// Needs nginx and PostgreSQL (npm run pretest installs them).
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import { temporaryFolder, type Owner } from '../clean-up.ts'
import { startGateway, startGatewayWithFile, type GatewayOptions } from '../gateway-process.ts'
import type { GatewayProcess } from '../gateway-process.ts'
import { startPostgres } from '../postgres-server.ts'
import { releaseDefinition, startReleaseBackend } from './release-backend.ts'
import { recordCount, startCaller } from './start-caller.ts'

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '6' },
    only: { type: 'string', default: '' },
  },
})
const seconds = Number(values.seconds)
const ends: (() => unknown)[] = []
const owner: Owner = { after: (end) => void ends.push(end) }
const backendPort = await startReleaseBackend(owner, temporaryFolder())
const troubleFile = join(temporaryFolder(), 'trouble')
const preload = fileURLToPath(new URL('../main-thread-trouble.mjs', import.meta.url))
const environment = {
  NODE_OPTIONS: `--import=${preload}`,
  FAULTLINE_TEST_TROUBLE_FILE: troubleFile,
}
const definition = releaseDefinition(backendPort, 1, 100)

console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores, node ${process.version}`)
console.log('what happens | requests | failed | p99, longest wait (ms) | records | then')
try {
  const groups = {
    withOneGateway,
    withoutControlPlane,
    withoutDatabase,
    withFullDisk,
    withoutProcess,
  }
  for (const [name, happens] of Object.entries(groups))
    if (name.includes(values.only)) await happens()
} finally {
  for (const end of ends.toReversed()) await end()
}

async function withOneGateway(): Promise<void> {
  const gateway = await start({ environment })
  const engine = (): number => childOf(gateway.controlPid)
  await outage('nothing', gateway, async () => '')
  await outage('the main thread is stuck for 3 s', gateway, async () => {
    tell('block 3000')
    const startedMs = performance.now()
    await wait(100)
    await fetch(`${gateway.consoleUrl}/healthz`)
    return `management API answered after ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`
  })
  await outage('100 errors that nobody catches in the main thread', gateway, async () => {
    for (let count = 0; count < 100; count++) {
      tell(count % 2 === 0 ? 'throw' : 'reject')
      await wait(20)
    }
    await gateway.apply(releaseDefinition(backendPort, 2, 100))
    return 'a release was applied'
  })
  await outage('the log engine is killed (SIGKILL)', gateway, async () => {
    process.kill(engine(), 'SIGKILL')
    return 'another was started'
  })
  await outage('the log engine stands still for 3 s (SIGSTOP)', gateway, async () => {
    const pid = engine()
    process.kill(pid, 'SIGSTOP')
    await wait(3_000)
    process.kill(pid, 'SIGCONT')
    return ''
  })
  await outage('a worker is ended, its connections with it', gateway, async () => {
    await gateway.api('/workers/0/restart', { method: 'POST' })
    return 'another was started'
  })
  await gateway.stop()
}

async function withoutControlPlane(): Promise<void> {
  const gateway = await start({})
  await outage('the control plane is killed (SIGKILL)', gateway, async () => {
    return `the management API answered again after ${await killedControl(gateway)} s`
  })
  await outage('the control plane is killed three times in a row', gateway, async () => {
    const times = [await killedControl(gateway), await killedControl(gateway)]
    return `the management API answered again after ${[...times, await killedControl(gateway)].join(', ')} s`
  })
  await gateway.stop()
  await killedInReleases()
}

/** Seconds until the management API answers again. */
async function killedControl(gateway: GatewayProcess): Promise<string> {
  const { controlPid } = gateway
  const startedMs = performance.now()
  process.kill(controlPid, 'SIGKILL')
  for (;;) {
    const health = await fetch(`${gateway.consoleUrl}/healthz`).catch(() => undefined)
    if (health?.ok === true && gateway.controlPid !== controlPid) break
    await wait(5)
  }
  return ((performance.now() - startedMs) / 1_000).toFixed(1)
}

/** What is live afterwards is what is kept, and is served. */
async function killedInReleases(): Promise<void> {
  const gateway = await start({})
  const kept: string[] = []
  await outage('the control plane is killed in the middle of three releases', gateway, async () => {
    for (let number = 2; number < 5; number++) {
      const applying = gateway.apply(releaseDefinition(backendPort, number, 100)).catch(() => '')
      await wait(Math.random() * 60)
      await killedControl(gateway)
      const wasAnswered = (await applying) !== ''
      const { items } = (await gateway.api('/gateways/shop/stages/prod/releases')) as {
        items: { live: boolean }[]
      }
      if (items[0]?.live !== true) throw new Error('the newest release is not live')
      const audit = (await gateway.api('/audit?kind=release')) as { items: unknown[] }
      if (audit.items.length !== items.length) throw new Error('the audit does not say the same')
      kept.push(`${wasAnswered ? 'answered' : 'not answered'}, ${items.length} kept`)
    }
    return kept.join('; ')
  })
  await gateway.stop()
}

async function withoutDatabase(): Promise<void> {
  const postgres = await startPostgres(owner)
  const database = { FAULTLINE_DATABASE: await postgres.newDatabase() }
  const gateway = await start({ environment: database })
  await outage('the database (PostgreSQL) is gone for good', gateway, async () => {
    await postgres.stop()
    const refused = await gateway.apply(releaseDefinition(backendPort, 2, 100)).catch(String)
    return `an apply is refused: ${keyIn(refused)}`
  })
  await gateway.stop()
}

/** A limit on the size of files that is there for two seconds: as when a disk is full, every write fails. */
async function withFullDisk(): Promise<void> {
  const gateway = await start({})
  const limit = (bytes: string): void =>
    [gateway.program.pid, gateway.controlPid].forEach(
      (pid) => void execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]),
    )
  await outage('the disk takes nothing for 2 s', gateway, async () => {
    limit('1024')
    const refused = await gateway.apply(releaseDefinition(backendPort, 2, 100)).catch(String)
    await wait(2_000)
    limit('unlimited')
    const metrics = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
    const dropped = metrics.matchAll(/^faultline_flow_records_dropped_total\{[^}]*\} (\d+)$/gm)
    const sum = [...dropped].reduce((total, [, count]) => total + Number(count), 0)
    return `an apply is refused: ${keyIn(refused)}; ${sum} records dropped, and counted`
  })
  await gateway.stop()
}

function keyIn(refused: unknown): string {
  return /"key":"(\w+)"/.exec(String(refused))?.[1] ?? String(refused)
}

async function withoutProcess(): Promise<void> {
  const gateway = await start({})
  const { dataFolder, port } = gateway
  await gateway.apply(releaseDefinition(backendPort, 2, 100))
  const caller = startCaller(owner, planOf(port))
  await wait((seconds * 1_000) / 3)
  const startedMs = performance.now()
  gateway.program.child.kill('SIGKILL')
  await gateway.program.ended
  const words = ['--no-probe', `--listen=127.0.0.1:${port}`]
  const again = await startGatewayWithFile(owner, undefined, { dataFolder, words, workers: 2 })
  const awayMs = performance.now() - startedMs
  const figures = await caller.figures
  const { items } = (await again.api('/gateways/shop/stages/prod/releases')) as {
    items: { number: number; live: boolean }[]
  }
  const live = items.find((item) => item.live)?.number
  await wait(2_000) // what lies in the spool is taken in
  const day = (await again.api('/flow-records/histogram?step=1d')) as { readonly total: number }
  const recorded = day.total
  row('the whole process is killed (SIGKILL) and started again', figures, recorded, [
    `away for ${(awayMs / 1_000).toFixed(1)} s; release ${live} of ${items.length} is live, as before`,
  ])
  await again.stop()
}

function start(options: GatewayOptions): Promise<GatewayProcess> {
  return startGateway(owner, definition, { workers: 2, ...options })
}

function planOf(port: number): Parameters<typeof startCaller>[1] {
  return { port, connections: 32, rate: Number(values.rate), seconds }
}

/** Happens after a third of the time. */
async function outage(
  name: string,
  gateway: GatewayProcess,
  happen: () => Promise<string>,
): Promise<void> {
  const before = await recordCount(gateway, 0)
  const caller = startCaller(owner, planOf(gateway.port))
  await wait((seconds * 1_000) / 3)
  const then = await happen()
  const figures = await caller.figures
  const expected = before + figures.answered
  const recorded = (await recordCount(gateway, expected)) - before
  row(name, figures, recorded, then === '' ? [] : [then])
}

function row(
  name: string,
  figures: Awaited<ReturnType<typeof startCaller>['figures']>,
  recorded: number,
  then: readonly string[],
): void {
  const { sent, answered, cut, wrong, firstWrong, latencyMs } = figures
  const failed = `${wrong + cut}${sent - answered - cut > 0 ? `, ${sent - answered - cut} unanswered` : ''}`
  const waits = `${latencyMs.p99.toFixed(0)}, ${latencyMs.max.toFixed(0)}`
  console.log([name, sent, failed, waits, recorded, ...then].join(' | '))
  for (const text of firstWrong) console.log(text)
}

/** Whole or not there. */
function tell(text: string): void {
  writeFileSync(`${troubleFile}.new`, text)
  renameSync(`${troubleFile}.new`, troubleFile)
}

/** Of the control plane: the log engine is its only child. */
function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return Number(children[0])
}
