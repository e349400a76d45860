import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { emptyState } from '../definition/control-state.ts'
import { openFlowLog } from '../flowlog/flow-log.ts'
import { NameResolver } from '../network/resolver.ts'
import type { ControlDatabase } from '../storage/control-database.ts'
import { Applier } from './applier.ts'
import { contactBook } from './contact-book.ts'
import { healthOf } from './health.ts'
import type { AlarmParts } from './routes/alarm-rule-routes.ts'
import { managementApi } from './management-api.ts'
import { metricsText } from './metrics-text.ts'
import { problems } from './problem.ts'
import { noNotifications } from './notify/notifier.ts'
import { processLog } from './process-log.ts'

const page = readFileSync(
  new URL('../../docs/reference/management-api.md', import.meta.url),
  'utf8',
)

async function apiRoutes(): Promise<readonly string[]> {
  const applier = await Applier.begin(
    {
      state: emptyState(),
      store: { prepare: () => assert.fail('nothing is saved') },
      keysOf: async () => [],
      publish: () => assert.fail('nothing is published'),
      probe: async () => [],
    },
    { apps: [], gateways: [], warnings: [] },
    { actor: 'nobody', address: '' },
  )
  const app = managementApi({
    token: 'a-token-of-this-test-0123456789',
    version: '0.0.0',
    plugins: [],
    probeByDefault: false,
    log: processLog('text', () => undefined),
    applier,
    history: {} as ControlDatabase, // nor is the past
    // only its routes are looked at: no record is asked for
    flowLog: {} as Awaited<ReturnType<typeof openFlowLog>>,
    contacts: contactBook(emptyState, ''),
    monitored: {
      health: () =>
        healthOf(
          'serving',
          '0.0.0',
          [],
          { state: 'running', restarts: 0 },
          { dropped: 0, gaps: 0 },
        ),
      metrics: async () => '',
    },
    workers: { kill: () => false, states: [] },
    examined: () => assert.fail('nothing is examined'),
    probed: { releases: () => [], resolver: new NameResolver() },
    alarms: {} as AlarmParts, // nor a rule
  })
  const { paths } = (await app.inject('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, object>>
  }>()
  await app.close()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

test('the reference page names every route, and none else', async () => {
  const documented = [...page.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \|/gm)].map(
    ([, route = '']) => route,
  )

  assert.deepEqual((await apiRoutes()).toSorted(), documented.toSorted())
})

test('the reference page names every problem with its status, and none else', () => {
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \|/gm)].map(
    ([, key, status]) => `${key} ${status}`,
  )

  const wanted = Object.entries(problems).map(([key, { status }]) => `${key} ${status}`)
  assert.deepEqual(documented.toSorted(), wanted.toSorted())
})

test('the reference page names every metric, and none else', () => {
  const text = metricsText({
    version: '0.0.0',
    traffic: {
      openConnections: 0,
      openExchanges: 0,
      idleBackendConnections: 0,
      releases: [],
      durationBucketsMs: [],
      routes: [],
    },
    workers: [],
    busyShares: [],
    counters: { evicted: 0, uncounted: 0 },
    firing: [],
    notifications: noNotifications,
    flowLog: {
      ingested: 0,
      dropped: {},
      openWithoutSlot: 0,
      lagSeconds: 0,
      isEngineRunning: true,
      engineRestarts: 0,
      engine: undefined,
      gaps: [],
    },
  })

  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name)
  const documented = [...page.matchAll(/`((?:faultline|process)_[a-z_]+)`/g)].map(
    ([, name = '']) => name,
  )
  assert.deepEqual(documented.toSorted(), names.toSorted())
})
