import type { Built } from './built-definition.ts'
import { backendOf } from './import-backends.ts'
import { addHeaderRewrite, addPlugins, type PluginParts } from './import-plugins.ts'
import { addLine } from './import-text.ts'
import { addOwn, type Import, keepOthers, type KeyMeaning } from './known-keys.ts'
import type { Value } from './blueking-value.ts'

/** A stage: its variables, where the backends answer, its plugins. */
export interface ImportedStage {
  readonly stage: Built
  readonly origin: Value
  /** By name. */
  readonly backends: Map<string, readonly [Built, Value]>
}

export const stageMeanings: Readonly<Record<string, KeyMeaning>> = {
  name: 'taken',
  description: 'taken',
  vars: 'taken',
  backends: 'taken',
  proxy_http: 'taken',
  rate_limit: 'taken',
  plugin_configs: 'taken',
  'x-faultline': 'taken',
  description_en: 'no effect: one language is shown',
  ai_backends: 'no effect: there are no AI backends',
  mcp_servers: 'no effect: there are no MCP servers',
  micro_gateway_id: 'no effect: there are no micro gateways',
  status: 'no effect: a stage that stands in the file is published',
  is_public: 'no effect: stages of a gateway are shown with it',
}

export function importStage(origin: Value, work: Import): ImportedStage {
  const { builder } = work
  const stage = builder.mapping()
  builder.copy(stage, 'name', origin.member('name'))
  addLine(stage, 'description', origin.member('description'), 512, builder)
  addVariables(origin.member('vars'), stage, work)
  const backends = new Map<string, readonly [Built, Value]>()
  addBackends(origin.member('backends'), backends, work)
  const plugins: PluginParts = []
  addProxy(origin.member('proxy_http'), backends, plugins, work)
  addRateLimit(origin.member('rate_limit'), plugins, stage, work)
  addPlugins(origin.member('plugin_configs'), plugins, stage, work)
  if (plugins.length > 0) {
    builder.list(stage, 'plugins', plugins, origin.member('plugin_configs') ?? origin)
  }
  addOwn(origin, ['credentials', 'credentialsInBody', 'passCookies'], stage, work)
  keepOthers(origin, stageMeanings, stage, work)
  return { stage, origin, backends }
}

/** Texts here; numbers and truth values stand in some files. */
function addVariables(vars: Value | undefined, stage: Built, { builder }: Import): void {
  if (vars === undefined) return
  const variables = builder.mapping()
  for (const [key, value] of vars.members()) {
    const name = value.settled(key).value
    if (typeof value.raw === 'string' || typeof value.raw === 'object') {
      if (value.raw === null) builder.say(variables, name, '', vars)
      else builder.copy(variables, name, value)
    } else builder.say(variables, name, value.text() ?? '', value)
  }
  builder.nest(stage, 'variables', variables, vars)
}

function addBackends(
  list: Value | undefined,
  backends: ImportedStage['backends'],
  work: Import,
): void {
  for (const entry of list?.items() ?? []) {
    const name = entry.member('name')?.text()
    const config = entry.member('config')
    if (name === undefined || config === undefined) {
      entry.report('the backend needs "name" and "config"', '')
      continue
    }
    if (backends.has(name)) {
      entry.report(`the backend ${JSON.stringify(name.slice(0, 64))} is defined twice`, '')
      continue
    }
    const backend = backendOf(config, config, work)
    keepOthers(config, configMeanings, backend, work)
    keepOthers(entry, { name: 'taken', config: 'taken', ...entryMeanings }, backend, work)
    backends.set(name, [backend, entry])
  }
}

const entryMeanings: Readonly<Record<string, KeyMeaning>> = {
  'x-faultline': 'taken',
  description: 'no effect: descriptions of backends are those of the gateway',
  type: 'no effect: the scheme of the hosts says it',
  kind: 'no effect: there are no AI backends',
}

export const configMeanings: Readonly<Record<string, KeyMeaning>> = {
  type: 'no effect: there is one type',
  timeout: 'taken',
  loadbalance: 'taken',
  hash_on: 'taken',
  key: 'taken',
  hosts: 'taken',
  checks: 'no effect: a host that fails is left out by itself (eject)',
}

/** The one backend of a stage in files of version 1. */
function addProxy(
  proxy: Value | undefined,
  backends: ImportedStage['backends'],
  plugins: PluginParts,
  work: Import,
): void {
  if (proxy === undefined) return
  const upstreams = proxy.member('upstreams') ?? proxy
  const backend = backendOf(proxy, upstreams, work)
  const meaningsOfHosts = upstreams === proxy ? configMeanings : {}
  keepOthers(proxy, { ...meaningsOfHosts, ...proxyMeanings }, backend, work)
  if (upstreams !== proxy) keepOthers(upstreams, configMeanings, backend, work)
  if (backends.has('default')) proxy.report('the backend "default" is defined twice', '')
  else backends.set('default', [backend, proxy])
  addHeaderRewrite(proxy.member('transform_headers'), plugins, work)
}

const proxyMeanings: Readonly<Record<string, KeyMeaning>> = {
  timeout: 'taken',
  upstreams: 'taken',
  transform_headers: 'taken',
  'x-faultline': 'taken',
}

/** All callers of the stage together share it. */
function addRateLimit(
  limit: Value | undefined,
  plugins: PluginParts,
  stage: Built,
  work: Import,
): void {
  if (limit === undefined) return
  const { builder, notes } = work
  const rate = limit.member('rate')
  if (limit.member('enabled')?.truth() !== true || rate === undefined) {
    builder.keep(stage, 'rate_limit', limit)
    notes.add(limit, 'rate_limit has no effect here: it is not enabled')
    return
  }
  const plugin = builder.mapping()
  const config = builder.mapping()
  const taken = builder.mapping()
  builder.copyNumber(taken, 'tokens', rate.member('tokens'))
  builder.copyNumber(taken, 'period', rate.member('period'))
  builder.nest(config, 'rate', taken, rate)
  builder.say(plugin, 'type', 'stage-global-rate-limit', limit)
  builder.nest(plugin, 'config', config, limit)
  keepOthers(limit, { enabled: 'taken', rate: 'taken' }, plugin, work)
  keepOthers(rate, { tokens: 'taken', period: 'taken' }, plugin, work)
  plugins.push([plugin, limit])
}
