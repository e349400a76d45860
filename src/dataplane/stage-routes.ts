/** The routes of one stage, each made when it is asked for first: a stage of 10,000 resources is live as soon as
 *  one of ten, and what nobody calls takes no memory. That every one can be made is proved before
 *  (compile-release.ts). */
import { bodyLimitOf } from '../model/body-limit.ts'
import { boundPlugins } from '../model/bound-plugins.ts'
import type { Plugin, PluginServices } from '../model/plugin.ts'
import type { BackendTimeouts, Release, Resource } from '../model/release.ts'
import type { EndpointPool } from './endpoint-pool.ts'
import { RouteCounts } from './metrics.ts'
import { compileBackendPath } from './route-table.ts'
import type { BoundEntry, Route } from './route.ts'
import type { Worker } from './worker-context.ts'

/** Names; a quarter of a millisecond or less. */
const betweenYields = 1_024

export class StageRoutes {
  readonly #worker: Worker
  readonly #release: Release
  readonly #pools: ReadonlyMap<string, EndpointPool>
  /** By name of the resource. Goes from one release of a stage to the next. */
  readonly #counts: Map<string, RouteCounts>
  readonly #others: string[] = []
  readonly #follows: boolean
  /** Of this release's resources, until it is live. */
  readonly #names = new Set<string>()
  /** So many of the counts were looked at; what comes later stands behind them. */
  #looked = 0
  readonly #made: (Route | undefined)[]

  constructor(
    worker: Worker,
    release: Release,
    pools: ReadonlyMap<string, EndpointPool>,
    before: StageRoutes | undefined,
  ) {
    this.#worker = worker
    this.#release = release
    this.#pools = pools
    this.#follows = before !== undefined
    this.#counts = before === undefined ? new Map<string, RouteCounts>() : before.#counts
    this.#made = Array.from<undefined>({ length: release.resources.length })
  }

  /** By its place in the release. */
  at(index: number): Route {
    return (this.#made[index] ??= this.#make(this.resourceAt(index)))
  }

  resourceAt(index: number): Resource {
    const resource = this.#release.resources[index]
    if (resource === undefined) throw new Error(`there is no resource ${index}`) // a defect of ours
    return resource
  }

  /** Throws, with a sentence, where the route of this resource cannot be made. */
  prove(resource: Resource): void {
    this.poolOf(resource)
    this.#bind(resource)
  }

  /** Throws, with a sentence, where a plugin of the stage refuses its options: also one that the resources replace. */
  proveStage(): void {
    const [first] = this.#release.resources
    if (first !== undefined) this.#bind({ ...first, plugins: [] })
  }

  /** Throws as well. */
  poolOf({ name, backend }: Resource): EndpointPool {
    const pool = this.#pools.get(backend.name)
    if (pool !== undefined) return pool
    const { gateway, stage } = this.#release
    const at = `${gateway}/${stage}/${name}`
    throw new Error(`${at} names the backend ${backend.name}, which the stage does not have`)
  }

  /** Of resources that were asked for. */
  get counts(): Iterable<RouteCounts> {
    return this.#counts.values()
  }

  /** Finds what was counted for the release before and is not in this one, in steps. */
  *findOthers(): Generator<void, void> {
    if (!this.#follows) return
    for (const { name } of this.#release.resources) {
      this.#names.add(name)
      if (this.#names.size % betweenYields === 0) yield
    }
    for (const name of this.#counts.keys()) {
      if (!this.#names.has(name)) this.#others.push(name)
      if (++this.#looked % betweenYields === 0) yield
    }
  }

  /** This release is live now: what it does not have is not counted any more, nor what was asked for first while
   *  this one was compiled. */
  forgetOthers(): void {
    let place = 0
    for (const name of this.#counts.size > this.#looked ? this.#counts.keys() : []) {
      if (place++ >= this.#looked && !this.#names.has(name)) this.#others.push(name)
    }
    for (const name of this.#others.splice(0)) this.#counts.delete(name)
    this.#names.clear()
  }

  #make(resource: Resource): Route {
    const { limits } = this.#worker
    const release = this.#release
    const pool = this.poolOf(resource)
    const plugins = this.#bind(resource)
    const bodyLimits = plugins.flatMap(({ plugin }) => plugin.bodyLimitBytes ?? [])
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
      bodyLimitBytes: bodyLimitOf(resource, bodyLimits, limits.bodyBytes),
      wantsBody: release.credentialsInBody && (resource.auth.app || resource.auth.user),
      recordText: recordTextOf(release, resource),
      passedText: passedTextOf(plugins),
      counts: this.#countsOf(resource.name),
    }
  }

  #bind(resource: Resource): BoundEntry[] {
    const { plugins, services } = this.#worker.options
    return bindPlugins(plugins, this.#release, resource, services)
  }

  #countsOf(resource: string): RouteCounts {
    const known = this.#counts.get(resource)
    if (known !== undefined) return known
    const created = new RouteCounts(this.#release.gateway, this.#release.stage, resource)
    this.#counts.set(resource, created)
    return created
  }
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

function bindPlugins(
  all: readonly Plugin[],
  release: Release,
  resource: Resource,
  services: PluginServices,
): BoundEntry[] {
  return boundPlugins(release, resource, all).flatMap(({ plugin: listed, options, at }) => {
    const { name } = listed
    const plugin = listed.bind(options, at, services)
    return plugin === undefined
      ? []
      : [{ name, plugin, passedNote: JSON.stringify({ plugin: name }) }]
  })
}
