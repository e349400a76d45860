import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { metricsText } from './metrics-text.ts'
import { apiUnderTest } from './people/people-under-test.ts'
import { problems } from './problem.ts'
import { noNotifications } from './notify/notifier.ts'

const page = readFileSync(
  new URL('../../docs/reference/management-api.md', import.meta.url),
  'utf8',
)

async function apiRoutes(t: TestContext): Promise<readonly string[]> {
  const { app } = await apiUnderTest(t)
  const { paths } = (await app.inject('/api/v1/openapi.json')).json<{
    paths: Record<string, Record<string, object>>
  }>()
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
}

test('the reference page names every route, and none else', async (t) => {
  const documented = [...page.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \|/gm)].map(
    ([, route = '']) => route,
  )

  assert.deepEqual((await apiRoutes(t)).toSorted(), documented.toSorted())
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
      busyBackendConnections: 0,
      ejected: [],
      releases: [],
      durationBucketsMs: [],
      routes: [],
    },
    workers: [],
    busyShares: [],
    counters: { evicted: 0, uncounted: 0 },
    firing: [],
    notifications: noNotifications,
    conclusions: { counts: [], missedBytes: 0, lagSeconds: 0 },
    mainThreadDefects: 0,
    controlRestarts: 0,
    process: { cpuSeconds: 0, residentBytes: 0, startedMs: 0 },
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
