import type { RouteCounters } from '../model/worker-metrics.ts'

/** What /metrics shows of traffic, per stage: a series for each of 10,000 resources would cost the
 *  monitoring more than it tells; the flow log answers questions about one resource. */
export interface StageCounts {
  readonly gateway: string
  readonly stage: string
  /** Key: answered_by and status class, such as `backend 2xx`. */
  readonly answers: Map<string, { answeredBy: string; statusClass: string; count: number }>
  readonly errors: Map<string, number>
  /** 2xx of backends, whole. */
  plainSuccesses: number
  readonly durations: number[]
  durationSumMs: number
  readonly backendDurations: number[]
  backendDurationSumMs: number
}

export function countsByStage(routes: readonly RouteCounters[]): readonly StageCounts[] {
  const stages = new Map<string, StageCounts>()
  for (const route of routes) {
    const key = `${route.gateway}\n${route.stage}`
    const stage = stages.get(key) ?? emptyStage(route)
    stages.set(key, stage)
    addTo(stage, route)
  }
  return [...stages.values()]
}

function emptyStage({ gateway, stage }: RouteCounters): StageCounts {
  return {
    gateway,
    stage,
    answers: new Map(),
    errors: new Map(),
    plainSuccesses: 0,
    durations: [],
    durationSumMs: 0,
    backendDurations: [],
    backendDurationSumMs: 0,
  }
}

function addTo(stage: StageCounts, route: RouteCounters): void {
  for (const [answeredBy, classes] of route.byAnswer) {
    for (const [index, count] of classes.entries()) {
      if (count === 0) continue
      const statusClass = `${index + 1}xx`
      const key = `${answeredBy} ${statusClass}`
      const known = stage.answers.get(key) ?? { answeredBy, statusClass, count: 0 }
      stage.answers.set(key, { ...known, count: known.count + count })
    }
  }
  const ofBackends = new Map(route.byAnswer).get('backend')
  stage.plainSuccesses += (ofBackends?.[1] ?? 0) - route.brokenSuccesses
  for (const [name, count] of route.byErrorKey) {
    stage.errors.set(name, (stage.errors.get(name) ?? 0) + count)
  }
  addCounts(stage.durations, route.durations)
  stage.durationSumMs += route.durationSumMs
  addCounts(stage.backendDurations, route.backendDurations)
  stage.backendDurationSumMs += route.backendDurationSumMs
}

function addCounts(to: number[], counts: readonly number[]): void {
  for (const [index, count] of counts.entries()) to[index] = (to[index] ?? 0) + count
}
