import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsByStage } from '../control/stage-counts.ts'
import { countersOnly, sumOfMetrics } from './worker-counts.ts'
import type { RouteCounters, WorkerMetrics } from '../model/worker-metrics.ts'

function metrics(routes: readonly RouteCounters[]): WorkerMetrics {
  return {
    openConnections: 3,
    openExchanges: 1,
    idleBackendConnections: 2,
    busyBackendConnections: 1,
    ejected: [{ gateway: 'shop', stage: 'prod', backend: 'default', endpoint: 'a:80' }],
    releases: [{ gateway: 'shop', stage: 'prod', number: 7 }],
    durationBucketsMs: [5],
    routes,
  }
}

function route(resource: string, count: number, errors: number): RouteCounters {
  return {
    gateway: 'shop',
    stage: 'prod',
    resource,
    byAnswer: [
      ['backend', [0, count, 0, 0, 0]],
      ['gateway', [0, 0, 0, errors, 0]],
    ],
    byErrorKey: [['app_missing', errors]],
    brokenSuccesses: errors,
    durations: [count, errors],
    durationSumMs: 10,
    backendDurations: [count, 0],
    backendDurationSumMs: 5,
  }
}

test('counts of workers add up, whichever routes each of them saw', () => {
  const total = sumOfMetrics([
    metrics([route('a', 1, 2)]),
    metrics([route('a', 10, 0), route('b', 5, 1)]),
  ])

  assert.equal(total.openConnections, 6)
  assert.equal(total.idleBackendConnections, 4)
  assert.deepEqual([total.busyBackendConnections, total.ejected.length], [2, 2])
  assert.equal(total.releases.length, 2)
  const [stage] = countsByStage(total.routes)
  assert.equal(stage?.answers.get('backend 2xx')?.count, 16)
  assert.equal(stage?.errors.get('app_missing'), 3)
  assert.equal(stage?.plainSuccesses, 13)
  assert.deepEqual(stage?.durations, [16, 3])
  assert.deepEqual([stage?.backendDurations, stage?.backendDurationSumMs], [[16, 0], 15])
})

test('a dead worker keeps its counts and loses its connections', () => {
  const left = countersOnly(metrics([route('a', 1, 2)]))

  assert.equal(left.openConnections, 0)
  assert.equal(left.routes.length, 1)
})
