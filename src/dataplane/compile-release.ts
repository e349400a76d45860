/** From a published Release to what the hot path walks: tables, pools, and routes that can be made. */
import type { Release, Resource, ServedReleases } from '../model/release.ts'
import { Balancer } from './balancer.ts'
import { EndpointPool } from './endpoint-pool.ts'
import { RouteTable } from './route-table.ts'
import { noKnownPaths, type GatewayRouting, type Routing, type StageRouting } from './routing.ts'
import { StageRoutes } from './stage-routes.ts'
import type { Worker } from './worker-context.ts'

/** Yields now and then, so that requests can be served in between, and returns the routing, complete. Throws, with
 *  a sentence, where a release cannot be served; nothing has changed then. */
export function* compileRouting(
  worker: Worker,
  publication: ServedReleases,
  previous: Routing,
): Generator<void, Routing> {
  const gateways = new Map<string, { name: string; stages: Map<string, StageRouting> }>()
  for (const release of publication.releases) {
    let gateway = gateways.get(release.gateway)
    if (gateway === undefined)
      gateways.set(release.gateway, (gateway = { name: release.gateway, stages: new Map() }))
    const former = previous.gateways.get(release.gateway)
    const alike = [...gateway.stages.values()].slice(-1)
    const before = former?.stages.get(release.stage)
    const tables = [...alike, ...(before === undefined ? [] : [before]), ...firstOf(former)]
    gateway.stages.set(release.stage, yield* compileStage(worker, release, before, tables))
  }
  return {
    version: publication.version,
    gateways: gateways satisfies Map<string, GatewayRouting>,
    known: noKnownPaths(),
    clientAddresses: previous.clientAddresses,
  }
}

function firstOf(gateway: GatewayRouting | undefined): StageRouting[] {
  const [first] = gateway?.stages.values() ?? []
  return first === undefined ? [] : [first]
}

/** `others`: stages whose table may be the same. */
function* compileStage(
  worker: Worker,
  release: Release,
  before: StageRouting | undefined,
  others: readonly StageRouting[],
): Generator<void, StageRouting> {
  if (before !== undefined && before.release.hash === release.hash) return before
  const pools = new Map<string, EndpointPool>()
  for (const backend of release.backends) {
    const earlier = before?.pools.get(backend.name)?.balancer
    pools.set(backend.name, new EndpointPool(worker, backend, new Balancer(backend, earlier)))
  }
  const routes = new StageRoutes(worker, release, pools, before?.routes)
  yield* prove(release, routes)
  yield* routes.findOthers()
  const same = others.find((other) => takeTheSame(other.release.resources, release.resources))
  const table = same?.table ?? (yield* tableOf(release.resources))
  return { name: release.stage, release, table, routes, pools }
}

/** Each resource is bound once; where it is the same in several stages, in the first of them, for what can be
 *  wrong is in its own options or in the stage's, and those are bound for every stage. */
function* prove(release: Release, routes: StageRoutes): Generator<void, void> {
  routes.proveStage()
  for (const [index, resource] of release.resources.entries()) {
    if (!proved.has(resource)) routes.prove(resource)
    else routes.poolOf(resource)
    proved.add(resource)
    if (index % betweenYields === 0) yield
  }
}

const proved = new WeakSet<Resource>()

function* tableOf(resources: readonly Resource[]): Generator<void, RouteTable<number>> {
  const table = new RouteTable<number>([])
  for (const [index, { method, path, matchSubpath }] of resources.entries()) {
    table.add({ method, path, matchSubpath, value: index })
    if (index % betweenYields === 0) yield
  }
  return table
}

/** Resources; a quarter of a millisecond or less. */
const betweenYields = 32

/** Whether one table leads both to the same places. */
function takeTheSame(some: readonly Resource[], others: readonly Resource[]): boolean {
  return (
    some.length === others.length &&
    some.every((resource, index) => {
      const other = others[index]
      return (
        other === resource ||
        (other?.path === resource.path &&
          other.method === resource.method &&
          other.matchSubpath === resource.matchSubpath)
      )
    })
  )
}
