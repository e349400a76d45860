import type { BindPoint, Plugin } from './plugin.ts'
import type { Release, Resource } from './release.ts'

/** What runs for a resource of a release, in the order of `all`: the data plane binds it, and what callers are told
 *  of a resource follows from it. */
export interface PluginBinding {
  readonly plugin: Plugin
  /** undefined: of a built-in plugin. */
  readonly options: unknown
  readonly at: BindPoint
}

/** A type on stage and resource runs twice where it merges as 'both', the resource's first; else the resource's
 *  replaces the stage's. */
export function boundPlugins(
  release: Release,
  resource: Resource,
  all: readonly Plugin[],
): PluginBinding[] {
  const bindings: PluginBinding[] = []
  for (const plugin of all) {
    const add = (options: unknown, level: BindPoint['level']): void => {
      bindings.push({ plugin, options, at: { release, resource, level } })
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
  return bindings
}
