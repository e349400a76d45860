import { bodyLimitOf } from '../../model/body-limit.ts'
import { boundPlugins } from '../../model/bound-plugins.ts'
import type { ErrorKey } from '../../model/error-table.ts'
import type { Plugin, RateWindow } from '../../model/plugin.ts'
import { type BackendTimeouts, defaultTimeoutsMs } from '../../model/release.ts'
import type { Release, Resource } from '../../model/release.ts'
import { concurrencyOf } from '../../plugins/concurrency-limit.ts'
import { ratesOf } from '../../plugins/rate-options.ts'

/** What a caller must keep to. Limits of single applications are theirs to know: only their own is shown. */
export interface ResourceLimits {
  readonly rates: readonly RateLimit[]
  /** Requests in flight at the same time, of one application (or address). */
  readonly concurrency: number | null
  readonly bodyBytes: number
  readonly timeoutMs: Pick<BackendTimeouts, 'connect' | 'firstByte' | 'idle' | 'total'>
  /** Only some addresses may call, or some may not. */
  readonly addressesRestricted: boolean
}

export interface RateLimit {
  /** Who shares it: each application (or address) has its own, or all callers of the stage have one. */
  readonly counted: 'each-caller' | 'all-callers'
  readonly scope: 'resource' | 'stage'
  /** Whose it is, in place of the usual one; '' for the usual one. */
  readonly app: string
  readonly windows: readonly RateWindow[]
}

export function resourceLimits(
  release: Release,
  resource: Resource,
  plugins: readonly Plugin[],
  ownsApp: (app: string) => boolean,
): ResourceLimits {
  const bound = boundPlugins(release, resource, plugins)
  const optionsOf = (name: string) =>
    bound.flatMap(({ plugin, options }) => (plugin.name === name ? [options] : []))
  const [concurrency] = optionsOf('concurrency-limit')
  const bodies = optionsOf('request-body-limit').flatMap(bytesIn)
  const backend = release.backends.find(({ name }) => name === resource.backend.name)
  const { connect, firstByte, idle, total } = {
    ...(backend?.timeoutMs ?? defaultTimeoutsMs),
    ...resource.timeoutMs,
  }
  return {
    rates: bound.flatMap(({ plugin, options, at: { level } }) => {
      const scope = level === 'resource' ? 'resource' : 'stage'
      return rateLimits(plugin.name, options, scope, ownsApp)
    }),
    concurrency: concurrency === undefined ? null : concurrencyOf(concurrency),
    bodyBytes: bodyLimitOf(resource, bodies),
    timeoutMs: { connect, firstByte, idle, total },
    addressesRestricted: optionsOf('ip-restriction').length > 0,
  }
}

function rateLimits(
  plugin: string,
  options: unknown,
  scope: RateLimit['scope'],
  ownsApp: (app: string) => boolean,
): RateLimit[] {
  if (plugin !== 'rate-limit' && plugin !== 'stage-global-rate-limit') return []
  const { others, apps } = ratesOf(plugin, options)
  const counted = plugin === 'rate-limit' ? 'each-caller' : 'all-callers'
  const own = [...apps].filter(([app]) => ownsApp(app))
  return [['', others] as const, ...own]
    .filter(([app, windows]) => app !== '' || windows.length > 0)
    .map(([app, windows]) => ({
      counted,
      scope: counted === 'all-callers' ? 'stage' : scope,
      app,
      windows,
    }))
}

function bytesIn(options: unknown): number[] {
  const bytes: unknown = Object(options).max_body_size
  return typeof bytes === 'number' ? [bytes] : []
}

/** The number that an error is about, where one decides when it comes. */
export function limitBehind(
  key: ErrorKey,
  limits: ResourceLimits,
  timeoutMs: Partial<BackendTimeouts>,
): { readonly milliseconds: number } | { readonly bytes: number } | null {
  if (key === 'body_too_large') return { bytes: limits.bodyBytes }
  const name = timeoutsOfErrors[key]
  const milliseconds = name === undefined ? undefined : timeoutMs[name]
  return milliseconds === undefined ? null : { milliseconds }
}

const timeoutsOfErrors: Partial<Record<ErrorKey, keyof BackendTimeouts>> = {
  dns_timeout: 'dns',
  backend_connect_timeout: 'connect',
  tls_timeout: 'tls',
  backend_send_timeout: 'send',
  backend_first_byte_timeout: 'firstByte',
  backend_head_timeout: 'idle',
  backend_body_timeout: 'idle',
  client_stalled: 'idle',
  backend_total_timeout: 'total',
}
