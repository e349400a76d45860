import { pluginType } from '../check-plugins.ts'
import { isRecord } from '../shape.ts'
import { type Built, keptOf } from './built-definition.ts'
import { readInnerYaml } from './blueking-file.ts'
import { type Import, keepOthers } from './known-keys.ts'
import { markPattern } from './template-text.ts'
import type { Value } from './blueking-value.ts'

/** Plugins of a stage or resource: `[{type, yaml}]`, their options as YAML in a text. */
export type PluginParts = (readonly [Built, Value])[]

export function addPlugins(list: Value | undefined, parts: PluginParts, into: Built, work: Import) {
  if (list === undefined) return
  const missing: unknown[] = []
  for (const entry of list.items()) {
    const type = entry.member('type')
    const name = type?.text()
    if (type === undefined || name === undefined) {
      if (type === undefined) entry.report('the plugin has no "type"', 'Add it.')
    } else if (work.plugins.has(pluginType(name))) parts.push([pluginOf(entry, name, work), entry])
    else {
      work.notes.add(type, `there is no plugin ${name.slice(0, 64)} here: ${lossOf(name)}`)
      missing.push(keptOf(entry))
    }
  }
  if (missing.length > 0) into.written['x-bk-plugins'] = missing
}

/** What is different without a plugin, of those that hold requests back or change them. */
const losses: Readonly<Record<string, string>> = {
  'user-restriction': 'users whom it kept out are let in',
  'tenant-restriction': 'tenants whom it kept out are let in',
  'uri-blocker': 'requests that it refused pass to the backend',
  'request-validation': 'requests that it refused pass to the backend',
  'verified-user-exempted-apps': 'applications that it exempted need a signed-in user',
  'username-required': 'X-Bk-Username is not asked for, nor sent to the backend',
  'access-token-source': 'tokens are read as the stage says (credentials)',
  'query-string-rewrite': 'the query passes to the backend unchanged',
  'traffic-label': 'the fields that it set are not sent to the backend',
  'response-rewrite': 'answers pass unchanged',
  'fault-injection': 'nothing is delayed or broken on purpose',
  'proxy-cache': 'every request goes to the backend',
  'api-breaker': 'hosts are ejected after failures instead (eject)',
  redirect: 'the request goes to the backend and is not redirected',
}

function lossOf(name: string): string {
  return losses[pluginType(name)] ?? 'what it did is not done'
}

function pluginOf(entry: Value, name: string, work: Import): Built {
  const { builder, notes } = work
  const plugin = builder.mapping()
  const type = pluginType(name)
  builder.say(plugin, 'type', type, entry.member('type') ?? entry)
  keepOthers(entry, { type: 'taken', yaml: 'taken', config: 'taken' }, plugin, work)
  const config = configOf(entry)
  if (config === undefined) return plugin
  const taken = builder.mapping()
  const known = work.plugins.get(type) ?? new Set()
  for (const [key, member] of config.members()) {
    if (member.raw === null || isUnsaid(type, key, member)) continue
    if (known.has(key)) builder.copy(taken, key, member)
    else {
      notes.add(member, `the plugin ${type} has no option ${JSON.stringify(key.slice(0, 64))} here`)
      builder.keep(plugin, key, member)
    }
  }
  if (type === 'cors') addUsualCors(taken, config, work)
  builder.nest(plugin, 'config', taken, config)
  return plugin
}

/** An empty text that the form of the old system writes where nothing was filled in. */
function isUnsaid(type: string, key: string, member: Value): boolean {
  return type === 'ip-restriction' && key === 'message' && member.raw === ''
}

/** What holds in the old system where the options do not say it, and not here. */
function addUsualCors(taken: Built, config: Value, { builder }: Import): void {
  const said = (key: string) => Object.hasOwn(taken.value, key)
  if (!said('allow_origins') && !said('allow_origins_by_regex')) {
    builder.say(taken, 'allow_origins', '', config)
  }
  if (!said('allow_credential')) builder.say(taken, 'allow_credential', true, config)
}

const wholeMark = new RegExp(`^\\s*${markPattern.source}\\s*$`)

function configOf(entry: Value): Value | undefined {
  const yaml = entry.member('yaml')
  if (yaml === undefined) return entry.member('config')
  if (typeof yaml.raw !== 'string') return yaml
  if (yaml.raw.trim() === '' || yaml.raw.trim() === '{}') return undefined
  const isFilled = wholeMark.test(yaml.raw) // then the YAML itself comes from the environment
  const text = isFilled ? yaml.settled(yaml.raw).value : yaml.raw
  const inner = readInnerYaml(yaml, text)
  if (inner === undefined || isRecord(inner.raw)) return inner
  if (inner.raw === null) return undefined // comments only
  inner.report('expected the options of the plugin as a mapping', 'Lines of "key: value".')
  return undefined
}

/** `transform_headers` and `transformHeaders`, as definitions of its first years have them: `set`, a
 *  mapping, and `delete`, a list. */
export function addHeaderRewrite(
  transform: Value | undefined,
  parts: PluginParts,
  work: Import,
): void {
  if (transform === undefined || transform.isEmpty) return
  const { builder } = work
  const plugin = builder.mapping()
  const config = builder.mapping()
  builder.say(plugin, 'type', 'header-rewrite', transform)
  builder.copy(config, 'set', transform.member('set'))
  builder.copy(config, 'remove', transform.member('delete'))
  keepOthers(transform, { set: 'taken', delete: 'taken' }, plugin, work)
  if (Object.keys(config.value).length === 0) return
  builder.nest(plugin, 'config', config, transform)
  parts.push([plugin, transform])
}
