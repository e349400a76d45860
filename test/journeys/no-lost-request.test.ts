import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { FlowRecord } from '../../src/model/flow-record.ts'
import { temporaryFolder } from '../clean-up.ts'
import { definitionOf } from '../definitions.ts'
import { startGateway, type GatewayProcess } from '../gateway-process.ts'
import { echoBackend } from './echo-backend.ts'
import { runCallers } from './persistent-callers.ts'

/** 100,000 in the full run: FAULTLINE_TEST_REQUESTS=100000 (npm run conformance). */
const requestCount = Number(process.env['FAULTLINE_TEST_REQUESTS'] ?? 10_000)
const connectionCount = 200
const applyCount = 20
const deathFileName = 'one-worker-shall-die'

test('no request is lost, doubled or mixed up while definitions are applied and a worker dies', async (t) => {
  const backend = await echoBackend(t)
  const deathFile = join(temporaryFolder(), deathFileName)
  const preload = fileURLToPath(new URL('../worker-death.mjs', import.meta.url))
  const gateway = await startGateway(t, definition(backend.url, 0), {
    workers: 2,
    environment: {
      NODE_OPTIONS: `--import=${preload}`,
      FAULTLINE_TEST_DEATH_FILE: deathFile,
    },
  })
  const startedMs = performance.now()
  const applies: Promise<unknown>[] = []
  let isDeathOrdered = false

  const report = await runCallers({
    port: gateway.port,
    connections: connectionCount,
    requests: requestCount,
    pathPrefix: '/api/shop/prod/orders',
    progress(answered) {
      const due = Math.floor((answered / requestCount) * (applyCount + 1))
      while (applies.length < Math.min(due, applyCount)) {
        applies.push(gateway.apply(definition(backend.url, applies.length + 1)))
      }
      if (!isDeathOrdered && answered >= requestCount / 2) {
        isDeathOrdered = true
        writeFileSync(deathFile, '')
      }
    },
  })
  await Promise.all(applies)
  const seconds = (performance.now() - startedMs) / 1_000
  const records = await allRecords(gateway, backend.seen.size)
  const recorded = Map.groupBy(records, ({ http_path }) => http_path.split('/').at(-1) ?? '')
  const lost = records.filter(({ error_key }) => error_key === 'worker_lost')
  t.diagnostic(
    `${report.sent.length} sent in ${seconds.toFixed(1)} s on ${connectionCount} connections, ` +
      `${report.answered.size} answered, ${report.cut.size} cut with the worker, ${backend.seen.size} seen by the backend, ` +
      `${records.length} recorded (${lost.length} worker_lost), ${applies.length} applies`,
  )

  // answered: all but those that died with the worker, each with its own answer
  assert.deepEqual(report.wrong, [])
  assert.equal(report.answered.size + report.cut.size, report.sent.length)
  assert.ok(report.cut.size > 0, 'the worker died with requests in flight')
  assert.ok(report.cut.size <= connectionCount, 'one death cuts each connection at most once')
  // seen by the backend: once each
  assert.deepEqual(backend.mixedUp, [])
  assert.deepEqual(doubled(backend.seen), [])
  assert.deepEqual(missing(report.answered, backend.seen), [])
  // recorded: once each, those seen by the backend included
  const counts = new Map([...recorded].map(([id, list]) => [id, list.length]))
  assert.deepEqual(doubled(counts), [])
  assert.deepEqual(missing(report.answered, counts), [])
  assert.deepEqual(missing(backend.seen.keys(), counts), [])
  for (const id of report.answered) assert.equal(recorded.get(id)?.[0]?.status, 200)
  for (const { http_path } of lost) assert.ok(report.cut.has(http_path.split('/').at(-1) ?? ''))
})

/** Each apply changes the release: its number goes to the backend in a field. */
function definition(backendUrl: string, number: number): object {
  const release = { type: 'header-rewrite', config: { set: { 'X-Release': String(number) } } }
  return definitionOf({
    backends: { default: { hosts: [{ url: backendUrl }], retries: 0 } },
    resources: [{ name: 'order', method: 'POST', path: '/orders/{id}' }],
    stage: { plugins: [release] },
  })
}

/** Every record of the log, which may be a second behind: waits until it holds `expected`. */
async function allRecords(
  gateway: GatewayProcess,
  expected: number,
): Promise<readonly FlowRecord[]> {
  const giveUpMs = performance.now() + 30_000
  while ((await recordCount(gateway)) < expected && performance.now() < giveUpMs) await wait(100)
  const records: FlowRecord[] = []
  for (let cursor = '', isLast = false; !isLast; isLast = cursor === '') {
    const page = (await gateway.api(`/flow-records?gateway=shop&limit=1000&cursor=${cursor}`)) as {
      readonly items: readonly FlowRecord[]
      readonly next: string | null
    } // as docs/reference/management-api.md says
    records.push(...page.items)
    cursor = encodeURIComponent(page.next ?? '')
  }
  return records
}

async function recordCount(gateway: GatewayProcess): Promise<number> {
  const text = await (await fetch(`${gateway.consoleUrl}/metrics`)).text()
  return Number(/^faultline_flow_records_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0)
}

function doubled(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].flatMap(([id, count]) => (count > 1 ? [`${id}: ${count}`] : []))
}

function missing(wanted: Iterable<string>, found: ReadonlyMap<string, number>): readonly string[] {
  return [...wanted].filter((id) => !found.has(id))
}
