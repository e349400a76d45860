import { Value } from 'typebox/value'
import type { Plugin } from '../model/plugin.ts'
import { type Checking, listIn, textIn, valueIn } from './checking.ts'
import { checkShape } from './check-shape.ts'
import type { Path } from './definition-problem.ts'
import { didYouMean } from './nearest-word.ts'
import { isRecord, shapeOf } from './shape.ts'

/** The list of plugins of a stage or a resource: known types, each once, options as the plugin's
 *  own schema and checks want them. */
export function checkPlugins(container: unknown, path: Path, checking: Checking): void {
  const firstIndex = new Map<string, number>()
  for (const [index, entry] of listIn(container, 'plugins').entries()) {
    const at = [...path, 'plugins', index]
    const written = textIn(entry, 'type')
    if (written === undefined || !isRecord(entry)) continue
    const type = pluginType(written)
    const earlier = firstIndex.get(type)
    if (earlier !== undefined) {
      const place = checking.placeOf([...path, 'plugins', earlier])
      checking.report([...at, 'type'], `a second "${type}" on this level; the first is in ${place}`)
      continue
    }
    firstIndex.set(type, index)
    const plugin = checking.plugins.get(type)
    if (plugin?.scope === 'listed') checkConfig(plugin, entry, at, checking)
    else reportUnusable(plugin, written, at, checking)
  }
}

export function pluginType(written: string): string {
  return written.replace(/^bk-/, '')
}

function reportUnusable(
  plugin: Plugin | undefined,
  written: string,
  at: Path,
  checking: Checking,
): void {
  const path = [...at, 'type']
  if (plugin !== undefined) {
    const suggestion = 'Remove it from the list.'
    checking.report(path, `"${written}" runs by itself and cannot be listed`, suggestion)
    return
  }
  const listed = [...checking.plugins.values()].filter(({ scope }) => scope === 'listed')
  const names = listed.map(({ name }) => name)
  const suggestion = didYouMean(pluginType(written), names) || `Known: ${names.join(', ')}.`
  checking.report(path, `there is no plugin ${JSON.stringify(written.slice(0, 64))}`, suggestion)
}

function checkConfig(
  plugin: Plugin,
  entry: Readonly<Record<string, unknown>>,
  at: Path,
  checking: Checking,
): void {
  const options = shapeOf(plugin.options)
  const isSound = Object.hasOwn(entry, 'config')
    ? checkShape({ type: 'object', properties: { type: {}, config: options } }, entry, at, checking)
    : checkShape(options, {}, [...at, 'config'], checking)
  if (!isSound) return
  const config = valueIn(entry, 'config') ?? {}
  // what our reading of the schema does not know (formats, dependencies) still must hold
  if (!Value.Check(plugin.options, config)) {
    const [error] = Value.Errors(plugin.options, config)
    const message = error?.message ?? 'does not fit the options of this plugin'
    checking.report([...at, 'config', ...stepsOf(error?.instancePath ?? '')], message)
    return
  }
  for (const problem of plugin.check?.(config) ?? []) {
    checking.report([...at, 'config', ...stepsOf(problem.path)], problem.message)
  }
}

/** `/rates/0/limit`, `rates[0].limit` and `rates.0.limit` alike. */
function stepsOf(path: string): (string | number)[] {
  const steps = path.split(/[/.[\]]+/).filter((step) => step !== '')
  return steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}
