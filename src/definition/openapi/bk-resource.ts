import type { Plugin } from '../../model/plugin.ts'
import { listIn, textIn, valueIn } from '../checking.ts'
import type { PluginText, ResourceText } from '../definition-schema.ts'
import { parseYaml } from '../parse-yaml.ts'
import { isRecord } from '../shape.ts'
import { plainValue } from '../yaml-value.ts'
import type { Refusal } from './import-report.ts'

/** `x-bk-apigateway-resource`, in which documents of the BlueKing API gateway say what OpenAPI has no words
 *  for. Its defaults are that system's: a signed-in user is needed unless written otherwise. */
export type BkResource =
  | {
      readonly ok: true
      readonly settings: Partial<ResourceText>
      /** It says something that only that system had. */
      readonly hasLegacyKeys: boolean
    }
  | { readonly ok: false; readonly refusal: Refusal }

export const bkResourceKey = 'x-bk-apigateway-resource'
export const bkAnyMethodKey = 'x-bk-apigateway-method-any'

/** What holds for the backend where the extension says nothing. */
export interface FrontOfBackend {
  readonly name: string
  /** As of the resource. */
  readonly method: string
  readonly path: string
}

export function readBkResource(
  value: unknown,
  front: FrontOfBackend,
  plugins: ReadonlyMap<string, Plugin>,
): BkResource {
  if (!isRecord(value)) return refused(`${bkResourceKey} is no mapping`, '')
  const kind = textIn(value, 'kind') ?? 'standard'
  if (kind !== 'standard') {
    return refused(`${bkResourceKey} is of the kind "${kind.slice(0, 32)}"`, onlyStandard)
  }
  const backend = valueIn(value, 'backend')
  const type = textIn(backend, 'type') ?? 'HTTP'
  if (type.toUpperCase() !== 'HTTP') {
    return refused(`the backend is of the type "${type.slice(0, 32)}"`, 'Only HTTP is known.')
  }
  const listed = pluginsOf(value, plugins)
  if ('message' in listed) return { ok: false, refusal: listed }
  return {
    ok: true,
    settings: {
      ...(valueIn(value, 'matchSubpath') === true ? { matchSubpath: true } : {}),
      ...(valueIn(value, 'enableWebsocket') === true ? { websocket: true } : {}),
      ...visibilityOf(value),
      auth: authOf(valueIn(value, 'authConfig')),
      ...backendOf(backend, front),
      ...timeoutOf(valueIn(backend, 'timeout')),
      ...(listed.length > 0 ? { plugins: listed } : {}),
    },
    hasLegacyKeys: hasLegacyKeys(value, backend),
  }
}

const onlyStandard = 'Only the kind "standard" is known: model services have no resource here.'

function visibilityOf(value: unknown): Pick<ResourceText, 'public' | 'allowApply'> {
  if (valueIn(value, 'isPublic') === false) return { public: false }
  return valueIn(value, 'allowApplyPermission') === false ? { allowApply: false } : {}
}

function authOf(config: unknown): NonNullable<ResourceText['auth']> {
  const app = valueIn(config, 'appVerifiedRequired') !== false
  return {
    app,
    user: valueIn(config, 'userVerifiedRequired') !== false,
    permission: app && valueIn(config, 'resourcePermissionRequired') !== false,
  }
}

function backendOf(backend: unknown, front: FrontOfBackend): Partial<ResourceText> {
  const name = textIn(backend, 'name') ?? front.name
  const method = textIn(backend, 'method')?.toUpperCase() ?? front.method
  const path = textIn(backend, 'path') ?? front.path
  const own = {
    ...(name === 'default' ? {} : { name }),
    // checked with the whole resource: an unknown method is refused there
    ...(method === front.method ? {} : { method: method as ResourceText['method'] }),
    ...(path === front.path ? {} : { path }),
  }
  return Object.keys(own).length === 0 ? {} : { backend: own }
}

/** There in seconds, for connecting, sending and reading each; 0: that of the backend. */
function timeoutOf(seconds: unknown): Partial<ResourceText> {
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return {}
  const limitMs = Math.ceil(seconds * 1_000)
  return {
    timeoutMs: {
      connect: limitMs,
      connectAttempt: limitMs,
      send: limitMs,
      firstByte: limitMs,
      idle: limitMs,
    },
  }
}

/** Options of plugins are YAML in a text. A plugin that is not there would leave open what it kept closed, so
 *  its resource is refused. */
function pluginsOf(value: unknown, known: ReadonlyMap<string, Plugin>): PluginText[] | Refusal {
  const listed: PluginText[] = []
  for (const entry of listIn(value, 'pluginConfigs')) {
    const type = textIn(entry, 'type') ?? ''
    const shown = JSON.stringify(type.slice(0, 64))
    if (known.get(type.replace(/^bk-/, ''))?.scope !== 'listed') {
      const suggestion = 'Without it the resource would do something else: remove it there.'
      return { message: `there is no plugin ${shown} here`, suggestion }
    }
    const config = optionsIn(textIn(entry, 'yaml') ?? '')
    if (config === undefined)
      return { message: `the yaml of the plugin ${shown} cannot be read`, suggestion: '' }
    listed.push({ type, config })
  }
  return listed
}

function optionsIn(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {}
  const parsed = parseYaml(text)
  if (!parsed.ok) return undefined
  let isSound = true
  const { value } = plainValue(parsed.document, 'keep', new Map(), () => (isSound = false))
  if (value === null) return {}
  return isSound && isRecord(value) ? value : undefined
}

function hasLegacyKeys(value: unknown, backend: unknown): boolean {
  const isUsed = (part: unknown) => isRecord(part) && Object.keys(part).length > 0
  return (
    isUsed(valueIn(backend, 'transformHeaders')) ||
    isUsed(valueIn(backend, 'upstreams')) ||
    listIn(value, 'disabledStages').length > 0
  )
}

function refused(message: string, suggestion: string): BkResource {
  return { ok: false, refusal: { message, suggestion } }
}
