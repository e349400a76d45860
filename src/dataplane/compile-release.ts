/** From a published Release to what the hot path walks: routes with bound plugins, pools, tables. */
import type { Plugin, PluginServices, BoundPlugin } from '../model/plugin.ts'
import type { BackendTimeouts, Publication, Release, Resource } from '../model/release.ts'
import { Balancer } from './balancer.ts'
import { trustedProxies } from './client-address.ts'
import { EndpointPool } from './endpoint-pool.ts'
import { RouteCounts } from './metrics.ts'
import { compileBackendPath, RouteTable } from './route-table.ts'
import type { BoundEntry, Route } from './route.ts'
import { noKnownPaths, type GatewayRouting, type Routing, type StageRouting } from './routing.ts'
import type { Worker } from './worker-context.ts'

/** Throws, with a sentence, where a release cannot be served; nothing has changed then. */
export function compileRouting(
  worker: Worker,
  publication: Pick<Publication, 'version' | 'releases'>,
  previous: Routing | undefined,
): Routing {
  const gateways = new Map<string, { name: string; stages: Map<string, StageRouting> }>()
  for (const release of publication.releases) {
    let gateway = gateways.get(release.gateway)
    if (gateway === undefined)
      gateways.set(release.gateway, (gateway = { name: release.gateway, stages: new Map() }))
    const before = previous?.gateways.get(release.gateway)?.stages.get(release.stage)
    gateway.stages.set(release.stage, compileStage(worker, release, before))
  }
  return {
    version: publication.version,
    gateways: gateways satisfies Map<string, GatewayRouting>,
    known: noKnownPaths(),
    clientAddresses:
      previous?.clientAddresses ?? trustedProxies(worker.options.settings.trustedProxies),
  }
}

function compileStage(
  worker: Worker,
  release: Release,
  before: StageRouting | undefined,
): StageRouting {
  if (before !== undefined && before.release.hash === release.hash) return before
  const pools = new Map<string, EndpointPool>()
  for (const backend of release.backends) {
    const earlier = before?.pools.get(backend.name)?.balancer
    pools.set(backend.name, new EndpointPool(worker, backend, new Balancer(backend, earlier)))
  }
  const counts = new Map(before?.routes.map((route) => [route.resource.name, route.counts]))
  const routes = release.resources.map((resource) =>
    compileRoute(worker, release, resource, pools, counts),
  )
  const table = new RouteTable(
    routes.map((route) => ({
      method: route.resource.method,
      path: route.resource.path,
      matchSubpath: route.resource.matchSubpath,
      value: route,
    })),
  )
  return { name: release.stage, release, table, routes, pools }
}

function compileRoute(
  worker: Worker,
  release: Release,
  resource: Resource,
  pools: ReadonlyMap<string, EndpointPool>,
  counts: ReadonlyMap<string, RouteCounts>,
): Route {
  const at = `${release.gateway}/${release.stage}/${resource.name}`
  const pool = pools.get(resource.backend.name)
  if (pool === undefined)
    throw new Error(
      `${at} names the backend ${resource.backend.name}, which the stage does not have`,
    )
  const plugins = bindPlugins(worker.options.plugins, release, resource, worker.options.services)
  const bound = plugins.map(({ plugin }) => plugin)
  return {
    release,
    resource,
    pool,
    plugins,
    responsePlugins: plugins.filter(({ plugin }) => plugin.onResponse !== undefined).toReversed(),
    endPlugins: plugins.flatMap((entry, order) =>
      entry.plugin.onEnd === undefined ? [] : [{ order, entry }],
    ),
    backendPath: compileBackendPath(resource.path, resource.backend.path, resource.matchSubpath),
    backendMethod: resource.backend.method,
    timeoutMs: { ...pool.backend.timeoutMs, ...resource.timeoutMs } satisfies BackendTimeouts,
    bodyLimitBytes: bodyLimitOf(resource, bound, worker.limits.bodyBytes),
    wantsBody: release.credentialsInBody && (resource.auth.app || resource.auth.user),
    recordText: recordTextOf(release, resource),
    passedText: passedTextOf(plugins),
    counts:
      counts.get(resource.name) ?? new RouteCounts(release.gateway, release.stage, resource.name),
  }
}

function bodyLimitOf(
  resource: Resource,
  bound: readonly BoundPlugin[],
  defaultBytes: number,
): number {
  const limits = bound.flatMap(({ bodyLimitBytes }) => bodyLimitBytes ?? [])
  return Math.min(resource.bodyLimitBytes ?? defaultBytes, ...limits)
}

function passedTextOf(plugins: readonly BoundEntry[]): string {
  const asked = plugins.filter(({ plugin }) => plugin.onRequest !== undefined)
  return asked.length === 0 ? '' : `,"passed":"${asked.map(({ name }) => name).join(' ')}"`
}

function recordTextOf(release: Release, resource: Resource): string {
  const members = {
    gateway: release.gateway,
    stage: release.stage,
    resource: resource.name,
    release: `${release.number}`,
    resource_path: resource.path,
    backend: resource.backend.name,
  }
  return JSON.stringify(members).slice(1, -1)
}

/** In the order of `all`. A type bound on stage and resource runs twice where it merges as 'both',
 *  the resource's first; else the resource's replaces the stage's. */
function bindPlugins(
  all: readonly Plugin[],
  release: Release,
  resource: Resource,
  services: PluginServices,
): BoundEntry[] {
  const entries: BoundEntry[] = []
  for (const plugin of all) {
    const add = (options: unknown, level: 'built-in' | 'stage' | 'resource'): void => {
      const bound = plugin.bind(options, { release, resource, level }, services)
      if (bound === undefined) return
      const passedNote = JSON.stringify({ plugin: plugin.name })
      entries.push({ name: plugin.name, plugin: bound, passedNote })
    }
    if (plugin.scope === 'built-in') {
      add(undefined, 'built-in')
      continue
    }
    const ofResource = resource.plugins.filter(({ type }) => type === plugin.name)
    const ofStage = release.plugins.filter(({ type }) => type === plugin.name)
    for (const { config } of ofResource) add(config, 'resource')
    if (plugin.merge === 'both' || ofResource.length === 0)
      for (const { config } of ofStage) add(config, 'stage')
  }
  return entries
}
