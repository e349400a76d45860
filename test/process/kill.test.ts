import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import type { Owner } from '../clean-up.ts'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, startGatewayWithFile, type GatewayProcess } from '../gateway-process.ts'
import { listeningPort } from '../program.ts'
import { RawClient } from '../raw-client.ts'

/** Ten in the full run: FAULTLINE_TEST_KILLS=10 (npm run conformance:kill). */
const kills = Number(process.env['FAULTLINE_TEST_KILLS'] ?? 2)
const connections = 20
/** What a power failure may cost; a killed process loses less. */
const allowedMs = 1_000

test('a server killed at any moment under load opens again, loses at most a second and says so', async (t) => {
  const dataFolder = join(temporaryFolder(), 'data')
  const definition = await shop(t)
  const answered = new Map<string, number>()
  const killedMs: number[] = []
  let gateway = await startGateway(t, definition, { dataFolder })
  for (let kill = 0; kill < kills; kill++) {
    const load = startLoad(gateway.port, answered, String(kill))
    await wait(300 + Math.random() * 2_000)
    killedMs.push(Date.now())
    gateway.program.child.kill('SIGKILL')
    await gateway.program.ended
    await load.stop()
    gateway = await startGatewayWithFile(t, undefined, { dataFolder })
  }

  const { records, gaps } = await everything(gateway)
  const counts = Map.groupBy(records, ({ http_path: path }) => path.split('/').at(-1) ?? '')
  const missing = [...answered].filter(([id]) => !counts.has(id))
  const tailsMs = missing.map(([id, atMs]) => (killedMs[Number(id.split('-')[0])] ?? 0) - atMs)
  t.diagnostic(
    `${kills} kills: ${answered.size} answered, ${records.length} recorded, ${missing.length} missing, ` +
      `the earliest ${Math.max(0, ...tailsMs)} ms before its kill`,
  )

  assert.ok(answered.size > 100 * kills)
  assert.deepEqual(doubled(counts), [])
  assert.ok(Math.max(0, ...tailsMs) <= allowedMs)
  for (const ms of killedMs) {
    const told = gaps.some(({ from, to, reason }) => reason === 'killed' && from <= ms && ms < to)
    assert.ok(told, `the kill at ${ms} is in no gap of ${JSON.stringify(gaps)}`)
  }
  assert.equal(gaps.length, kills)
})

test('a log engine killed at any moment under load loses nothing and doubles nothing', async (t) => {
  const gateway = await startGateway(t, await shop(t))
  const answered = new Map<string, number>()
  const load = startLoad(gateway.port, answered, 'e')
  for (let kill = 0; kill < kills; kill++) {
    await wait(300 + Math.random() * 1_500)
    const engine = await engineOf(gateway)
    process.kill(engine, 'SIGKILL')
  }
  await load.stop()
  await engineOf(gateway)

  const { records, gaps } = await everything(gateway)
  const counts = Map.groupBy(records, ({ http_path: path }) => path.split('/').at(-1) ?? '')

  t.diagnostic(
    `${kills} kills of the engine: ${answered.size} answered, ${records.length} recorded`,
  )
  assert.deepEqual(doubled(counts), [])
  assert.deepEqual(
    [...answered.keys()].filter((id) => !counts.has(id)),
    [],
  )
  assert.deepEqual(gaps, [])
})

async function shop(owner: Owner): Promise<object> {
  const backend = createServer((_request, response) => response.end('fine'))
  const port = await listeningPort(backend)
  owner.after(() => {
    backend.closeAllConnections()
    backend.close()
  })
  const auth = { app: false, permission: false }
  return definitionOf({
    backends: { default: `http://127.0.0.1:${port}` },
    resources: [{ name: 'all', path: '/', matchSubpath: true, auth }],
  })
}

interface Load {
  stop(): Promise<void>
}

/** Notes when each answer came. A broken connection ends its caller. */
function startLoad(port: number, answered: Map<string, number>, prefix: string): Load {
  const stopping = new AbortController()
  let sent = 0
  const caller = async (): Promise<void> => {
    const client = await RawClient.connect(port)
    try {
      while (!stopping.signal.aborted) {
        const id = `${prefix}-${sent++}`
        client.send(`GET /api/shop/prod/${id} HTTP/1.1\r\nHost: shop\r\n\r\n`)
        const { status, complete } = await client.answer()
        if (status === 200 && complete) answered.set(id, Date.now())
      }
    } catch {
      // the server was killed
    } finally {
      client.close()
    }
  }
  const callers = Promise.all(Array.from({ length: connections }, caller))
  return {
    stop: async () => {
      stopping.abort()
      await callers
    },
  }
}

interface Page {
  readonly items: readonly FlowRecord[]
  readonly next: string | null
  readonly complete: boolean
  readonly gaps: readonly { readonly from: number; readonly to: number; readonly reason: string }[]
}

/** Every record, page by page, when the last ones have arrived. */
async function everything(
  gateway: GatewayProcess,
): Promise<Pick<Page, 'gaps'> & { records: FlowRecord[] }> {
  await engineOf(gateway)
  await wait(200) // records are on disk 50 ms after their answer
  const records: FlowRecord[] = []
  const gaps = new Map<number, Page['gaps'][number]>()
  for (let cursor = '', isLast = false; !isLast; isLast = cursor === '') {
    const page = (await gateway.api(`/flow-records?limit=1000&cursor=${cursor}`)) as Page // management-api.md
    assert.equal(page.complete, true)
    records.push(...page.items)
    for (const gap of page.gaps) gaps.set(gap.from, gap)
    cursor = encodeURIComponent(page.next ?? '')
  }
  return { records, gaps: [...gaps.values()] }
}

/** Its process id, once it answers. */
async function engineOf(gateway: GatewayProcess): Promise<number> {
  for (let tries = 0; tries < 1_200; tries++) {
    const found = readdirSync('/proc').find((name) => isEngineOf(name, gateway.controlPid))
    const response = await fetch(`${gateway.consoleUrl}/healthz`)
    const { logEngine } = (await response.json()) as {
      readonly logEngine: { readonly state: string }
    }
    if (found !== undefined && logEngine.state === 'running') return Number(found)
    await wait(50)
  }
  throw new Error(`the log engine does not run:\n${gateway.program.output()}`)
}

function isEngineOf(name: string, parent: number): boolean {
  try {
    const isChild = readFileSync(`/proc/${name}/status`, 'latin1').includes(`PPid:\t${parent}\n`)
    return isChild && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes('log-engine')
  } catch {
    return false // no process, or one that ended meanwhile
  }
}

function doubled(counts: ReadonlyMap<string, readonly unknown[]>): string[] {
  return [...counts].flatMap(([id, found]) => (found.length > 1 ? [`${id}: ${found.length}`] : []))
}
