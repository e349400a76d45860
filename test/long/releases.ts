// npm run conformance:releases: 50 releases while 10,000 requests a second are under way, or as many as the machine
// holds. Each release changes a field that the stage sets and the path that the resource asks the backend for. No request
// may fail, see half a release, or see one that was replaced before it was sent; each must have one record.
// node test/long/releases.ts [--rate 10000] [--releases 50] [--seconds 25] [--resources 1000] [--connections 64]
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as wait } from 'node:timers/promises'
import type { Owner } from '../clean-up.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { releaseDefinition, startReleaseBackend } from './release-backend.ts'
import { recordCount, startCaller, type CallerFigures } from './start-caller.ts'

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
const backendPort = await startReleaseBackend(owner, folder)

try {
  const gateway = await startGateway(owner, definition(0), { workers: 2 })
  const { process: caller, figures: figuresOf } = startCaller(owner, {
    port: gateway.port,
    connections: Number(values.connections),
    rate: Number(values.rate),
    seconds,
  })
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

function definition(number: number): object {
  return releaseDefinition(backendPort, number, Number(values.resources))
}

async function judge(
  gateway: GatewayProcess,
  figures: CallerFigures,
  applyMs: readonly number[],
): Promise<void> {
  const recorded = await recordCount(gateway, figures.sent)
  const { sent, answered, cut, wrong, firstWrong, releases, perSecond, latencyMs } = figures
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
    `${sent - answered} unanswered, ${cut} of them cut, ${wrong} wrong, ${recorded} records of ${sent} requests`,
  )
  for (const text of firstWrong) console.log(text)
  const isGood =
    answered === sent && wrong === 0 && recorded === sent && releases > releaseCount / 2
  process.exitCode = isGood ? 0 : 1
}
