/** The limits a request of one resource meets, in their order: resource, stage, stage as a whole.
 *  They are spent together by whichever plugin is bound first, so that a refusal by a later one
 *  gives back what an earlier one took. */
import { MemoKey } from '../model/caller-memo.ts'
import type { ErrorKey } from '../model/error-table.ts'
import type { Exchange } from '../model/exchange.ts'
import type {
  BindPoint,
  BoundPlugin,
  Counters,
  Outcome,
  PluginServices,
  RateWindow,
  SpendResult,
} from '../model/plugin.ts'
import { proceed } from '../model/plugin.ts'
import type { PluginBinding, Release } from '../model/release.ts'
import { callerKey } from './caller-key.ts'
import { checked } from './define-plugin.ts'
import { globalRateLimitOptions, rateLimitOptions, ratePlanOf, windowsOf } from './rate-options.ts'

interface RateScope {
  readonly errorKey: ErrorKey
  /** Ends the four header lines. */
  readonly pluginLine: string
  readonly showsHeaders: boolean
  /** What is counted for this caller; its windows. */
  keyOf(exchange: Exchange): string
  windowsOf(exchange: Exchange): readonly RateWindow[]
}

/** Of the plugins that count, the one whose binding does the work of all for this resource. */
export function countsHere(at: BindPoint, type: 'rate-limit' | 'stage-global-rate-limit'): boolean {
  if (at.resource.plugins.some(isRateLimit)) return type === 'rate-limit' && at.level === 'resource'
  if (at.release.plugins.some(isRateLimit)) return type === 'rate-limit'
  return true
}

export function bindScopes(
  { release, resource }: BindPoint,
  services: PluginServices,
): BoundPlugin {
  const { counters, nowMs } = services
  const scopes = [
    ...resource.plugins
      .filter(isRateLimit)
      .map(({ config }) => scopeOf(config, release, `resource ${resource.name}`)),
    ...stageScopesOf(release),
    ...resource.plugins.filter(isGlobal).map(({ config }) => globalScopeOf(config, release)),
  ]
  return { onRequest: (exchange) => spend(exchange, scopes, counters, nowMs()) }
}

/** What one scope counts for one caller. */
interface Quota {
  readonly scope: RateScope
  readonly key: string
  readonly windows: readonly RateWindow[]
}

const lastQuotas = new MemoKey<{
  readonly scopes: readonly RateScope[]
  readonly quotas: readonly Quota[]
}>()

function quotasOf(exchange: Exchange, scopes: readonly RateScope[]): readonly Quota[] {
  const { memo } = exchange.identity
  const last = lastQuotas.of(memo)
  if (last?.scopes === scopes) return last.quotas
  const quotas = scopes
    .map((scope) => ({ scope, key: scope.keyOf(exchange), windows: scope.windowsOf(exchange) }))
    .filter(({ windows }) => windows.length > 0)
  lastQuotas.keep(memo, { scopes, quotas })
  return quotas
}

function spend(
  exchange: Exchange,
  scopes: readonly RateScope[],
  counters: Counters,
  nowMs: number,
): Outcome {
  let tightest: SpendResult | undefined
  let tightestScope: RateScope | undefined
  const quotas = quotasOf(exchange, scopes)
  for (const quota of quotas) {
    const { scope, key, windows } = quota
    const result = counters.spend(key, windows, nowMs)
    if (!result.allowed) {
      const taken = quotas.slice(0, quotas.indexOf(quota))
      for (const before of taken) counters.giveBack(before.key, before.windows, nowMs)
      return refuse(exchange, scope, result)
    }
    if (!scope.showsHeaders) continue
    if (tightest === undefined || result.remaining < tightest.remaining) {
      tightest = result
      tightestScope = scope
    }
  }
  if (tightest !== undefined && tightestScope !== undefined) show(exchange, tightestScope, tightest)
  return proceed
}

function refuse(exchange: Exchange, scope: RateScope, result: SpendResult): Outcome {
  const { limit, resetSeconds } = result
  if (scope.showsHeaders) show(exchange, scope, result)
  exchange.toCaller.addRendered(`Retry-After: ${resetSeconds}\r\n`) // RFC 6585 section 4
  const facts = { counted: callerKey(exchange), limit, reset_seconds: resetSeconds }
  return { kind: 'reject', key: scope.errorKey, facts }
}

function show({ toCaller }: Exchange, { pluginLine }: RateScope, result: SpendResult): void {
  toCaller.removeAll(quotaFields)
  toCaller.addRendered(
    'X-Bkapi-RateLimit-Limit: ' +
      result.limit +
      '\r\nX-Bkapi-RateLimit-Remaining: ' +
      result.remaining +
      '\r\nX-Bkapi-RateLimit-Reset: ' +
      result.resetSeconds +
      '\r\n' +
      pluginLine,
  )
}

/** A gateway behind this one may have written them about its own limits. */
const quotaFields = [
  'x-bkapi-ratelimit-limit',
  'x-bkapi-ratelimit-remaining',
  'x-bkapi-ratelimit-reset',
  'x-bkapi-ratelimit-plugin',
]

const stageScopes = new WeakMap<Release, readonly RateScope[]>()

/** The same for every resource of a release, so compiled once. */
function stageScopesOf(release: Release): readonly RateScope[] {
  const known = stageScopes.get(release)
  if (known !== undefined) return known
  const scopes = [
    ...release.plugins.filter(isRateLimit).map(({ config }) => scopeOf(config, release, 'stage')),
    ...release.plugins.filter(isGlobal).map(({ config }) => globalScopeOf(config, release)),
  ]
  stageScopes.set(release, scopes)
  return scopes
}

function scopeOf(config: unknown, { gateway, stage }: Release, scope: string): RateScope {
  const options = checked(rateLimitOptions, config, 'rate-limit')
  const plan = ratePlanOf(options)
  const prefix = `${gateway}\n${stage}\n${scope}\n`
  const isStage = scope === 'stage'
  return {
    errorKey: isStage ? 'stage_rate_limited' : 'resource_rate_limited',
    pluginLine: lineFor(isStage ? 'bk-stage-rate-limit' : 'bk-resource-rate-limit'),
    showsHeaders: options.show_limit_quota_header ?? true,
    keyOf: keysWith(prefix, isStage ? mostStageKeys : mostResourceKeys),
    windowsOf({ identity }) {
      if (!identity.appVerified || plan.apps.size === 0) return plan.others
      return plan.apps.get(identity.appCode) ?? plan.others
    },
  }
}

/** Joined text has to be hashed on every look-up, which costs more than the counting itself; a key
 *  that is kept is hashed once. Applications only: addresses are without number. */
function keysWith(prefix: string, most: number): (exchange: Exchange) => string {
  const keys = new Map<string, string>()
  return (exchange) => {
    const { appCode, appVerified } = exchange.identity
    if (!appVerified) return prefix + callerKey(exchange)
    const known = keys.get(appCode)
    if (known !== undefined) return known
    const key = prefix + appCode
    if (keys.size < most) keys.set(appCode, key)
    return key
  }
}

const mostStageKeys = 4_096
/** Bounds what 10,000 resources can hold: 256 keys take about 30 KB. */
const mostResourceKeys = 256

function globalScopeOf(config: unknown, { gateway, stage }: Release): RateScope {
  const options = checked(globalRateLimitOptions, config, 'stage-global-rate-limit')
  const windows = windowsOf(options.rate)
  const key = `${gateway}\n${stage}\nglobal`
  return {
    errorKey: 'stage_global_rate_limited',
    pluginLine: lineFor('bk-stage-global-rate-limit'),
    showsHeaders: options.show_limit_quota_header ?? true,
    keyOf: () => key,
    windowsOf: () => windows,
  }
}

function lineFor(name: string): string {
  return `X-Bkapi-RateLimit-Plugin: ${name}\r\n`
}

function isRateLimit({ type }: PluginBinding): boolean {
  return type === 'rate-limit'
}

function isGlobal({ type }: PluginBinding): boolean {
  return type === 'stage-global-rate-limit'
}
