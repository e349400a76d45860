import { isRecord, type Members } from '../forms/json-path.ts'
import type { Binding, Plugin } from './plugin-answers.ts'

/** What runs for a request, in the order in which it runs, and who said so. */
export interface RunningPlugin {
  readonly plugin: Plugin
  /** `replaced`: the resource's stands in place of the stage's; `both`: both act. */
  readonly from: 'built-in' | 'stage' | 'resource' | 'replaced' | 'both'
  /** Of the resource where it has one, else of the stage. */
  readonly binding: Binding | undefined
}

export function runningOrder(
  plugins: readonly Plugin[],
  ofStage: readonly Binding[],
  ofResource: readonly Binding[] = [],
): readonly RunningPlugin[] {
  return plugins
    .toSorted((one, other) => one.order - other.order)
    .flatMap((plugin): RunningPlugin[] => {
      if (plugin.scope === 'built-in') return [{ plugin, from: 'built-in', binding: undefined }]
      const inStage = ofStage.find(({ type }) => plainType(type) === plugin.type)
      const inResource = ofResource.find(({ type }) => plainType(type) === plugin.type)
      const binding = inResource ?? inStage
      if (binding === undefined) return []
      if (inStage === undefined) return [{ plugin, from: 'resource', binding }]
      if (inResource === undefined) return [{ plugin, from: 'stage', binding }]
      return [{ plugin, from: plugin.merge === 'both' ? 'both' : 'replaced', binding }]
    })
}

/** `bk-cors` is `cors`. */
function plainType(type: string): string {
  return type.replace(/^bk-/, '')
}

export function bindingsIn(part: Members | undefined): readonly Binding[] {
  const list = part?.['plugins']
  if (!Array.isArray(list)) return []
  return list.filter((one): one is Binding => isRecord(one) && typeof one['type'] === 'string')
}

/** A place in the part that holds the list, as one in the binding: `plugins[2].config.limit` is `config.limit`. */
export function placeInBinding(path: string): string {
  return path.replace(/^plugins\[\d+\]\.?/, '')
}
