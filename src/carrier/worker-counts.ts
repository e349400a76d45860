import type { RouteCounters, WorkerMetrics } from '../model/worker-metrics.ts'

/** Adds up what several workers counted, or one worker and its dead predecessor: counters never go
 *  back because a thread was replaced. */
export function sumOfMetrics(parts: readonly WorkerMetrics[]): WorkerMetrics {
  const routes = new Map<string, RouteCounters>()
  for (const part of parts) {
    for (const route of part.routes) {
      const key = `${route.gateway}\n${route.stage}\n${route.resource}`
      const known = routes.get(key)
      routes.set(key, known === undefined ? route : sumOfRoutes(known, route))
    }
  }
  return {
    openConnections: sum(parts.map(({ openConnections }) => openConnections)),
    openExchanges: sum(parts.map(({ openExchanges }) => openExchanges)),
    idleBackendConnections: sum(parts.map((part) => part.idleBackendConnections)),
    busyBackendConnections: sum(parts.map((part) => part.busyBackendConnections)),
    ejected: parts.flatMap(({ ejected }) => ejected),
    releases: parts.flatMap(({ releases }) => releases),
    durationBucketsMs: parts[0]?.durationBucketsMs ?? [],
    routes: [...routes.values()],
  }
}

/** What stays true of a worker that is gone. */
export function countersOnly(metrics: WorkerMetrics): WorkerMetrics {
  return {
    ...metrics,
    openConnections: 0,
    openExchanges: 0,
    idleBackendConnections: 0,
    busyBackendConnections: 0,
    ejected: [],
    releases: [],
  }
}

function sumOfRoutes(one: RouteCounters, other: RouteCounters): RouteCounters {
  return {
    ...one,
    byAnswer: mergedPairs(one.byAnswer, other.byAnswer, sumOfLists),
    byErrorKey: mergedPairs(one.byErrorKey, other.byErrorKey, (left, right) => left + right),
    brokenSuccesses: one.brokenSuccesses + other.brokenSuccesses,
    durations: sumOfLists(one.durations, other.durations),
    durationSumMs: one.durationSumMs + other.durationSumMs,
    backendDurations: sumOfLists(one.backendDurations, other.backendDurations),
    backendDurationSumMs: one.backendDurationSumMs + other.backendDurationSumMs,
  }
}

function mergedPairs<Value>(
  one: readonly (readonly [string, Value])[],
  other: readonly (readonly [string, Value])[],
  add: (left: Value, right: Value) => Value,
): readonly (readonly [string, Value])[] {
  const merged = new Map(one)
  for (const [name, value] of other) {
    const known = merged.get(name)
    merged.set(name, known === undefined ? value : add(known, value))
  }
  return [...merged]
}

function sumOfLists(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((value, index) => value + (other[index] ?? 0))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
