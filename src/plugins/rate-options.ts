/** Options of the rate limits in all forms people write: `default`/`apps` (ours), `rates` (the old
 *  system's stored form), `default`/`specials` (its form in the browser). */
import { Type, type Static } from 'typebox'
import type { RateWindow } from '../model/plugin.ts'
import { checked, type OptionProblem } from './define-plugin.ts'

/** Fixed windows longer than a month are quotas, which want a store and not a counter. */
const longestPeriodSeconds = 2_678_400
const highestLimit = 1_000_000_000

const limit = Type.Integer({ minimum: 1, maximum: highestLimit, description: 'Requests allowed.' })
const period = Type.Integer({
  minimum: 1,
  maximum: longestPeriodSeconds,
  'x-unit': 'seconds',
  description: 'Length of the window in seconds.',
})

const ours = Type.Object({ limit, periodSeconds: period }, { additionalProperties: false })
const theirs = Type.Object(
  { tokens: limit, period },
  { additionalProperties: false, deprecated: true },
)
const rate = Type.Union([ours, theirs])
const rates = Type.Union([rate, Type.Array(rate, { minItems: 1, maxItems: 8 })])
const special = Type.Object(
  { bk_app_code: Type.String({ minLength: 1 }), tokens: limit, period },
  { additionalProperties: false },
)

const showHeaders = {
  show_limit_quota_header: Type.Optional(
    Type.Boolean({ default: true, description: 'Send the four X-Bkapi-RateLimit-* fields.' }),
  ),
  allow_degradation: Type.Optional(
    Type.Boolean({
      deprecated: true,
      description: 'Of the old system, without effect: counting cannot fail here.',
    }),
  ),
}

export const rateLimitOptions = Type.Object(
  {
    default: Type.Optional({
      ...rates,
      description: 'Windows of every application (or address) that `apps` does not name.',
    }),
    apps: Type.Optional(
      Type.Record(Type.String(), rates, {
        description: 'Windows by application code, in place of the default.',
      }),
    ),
    rates: Type.Optional(
      Type.Record(Type.String(), rates, {
        deprecated: true,
        description: "The old system's form: windows by application code; `__default` for others.",
      }),
    ),
    specials: Type.Optional(
      Type.Array(special, {
        deprecated: true,
        description: "Of the old system's form, beside `default`.",
      }),
    ),
    ...showHeaders,
  },
  { additionalProperties: false },
)

export const globalRateLimitOptions = Type.Object(
  {
    rate: { ...rates, description: 'Windows shared by all callers of the stage.' },
    ...showHeaders,
  },
  { additionalProperties: false },
)

export type RateLimitOptions = Static<typeof rateLimitOptions>
type Rates = Static<typeof rates>

export interface RatePlan {
  /** Empty: not limited. */
  readonly others: readonly RateWindow[]
  readonly apps: ReadonlyMap<string, readonly RateWindow[]>
}

export function ratePlanOf(options: RateLimitOptions): RatePlan {
  const apps = new Map<string, readonly RateWindow[]>()
  for (const [app, list] of Object.entries({ ...options.rates, ...options.apps })) {
    if (app !== '__default') apps.set(app, windowsOf(list))
  }
  for (const { bk_app_code, ...one } of options.specials ?? []) {
    apps.set(bk_app_code, [...(apps.get(bk_app_code) ?? []), ...windowsOf(one)])
  }
  const others = options.default ?? options.rates?.['__default']
  return { others: others === undefined ? [] : windowsOf(others), apps }
}

export function windowsOf(list: Rates): RateWindow[] {
  return (Array.isArray(list) ? list : [list]).map((one) =>
    'tokens' in one ? { limit: one.tokens, periodSeconds: one.period } : one,
  )
}

export function problemsOfRates(options: RateLimitOptions): OptionProblem[] {
  const plan = ratePlanOf(options)
  const problems = [...twins(plan.others, 'default')]
  for (const [app, windows] of plan.apps) problems.push(...twins(windows, `apps/${app}`))
  if (plan.others.length === 0 && plan.apps.size === 0) {
    problems.push({ path: '', message: 'give `default`, `apps` or `rates`: nothing is limited' })
  }
  if (options.rates !== undefined && (options.default ?? options.apps) !== undefined) {
    problems.push({ path: 'rates', message: 'give `rates` or `default` with `apps`, not both' })
  }
  return problems
}

/** Two windows of one length: the larger one would never count. */
export function twins(windows: readonly RateWindow[], path: string): OptionProblem[] {
  const periods = windows.map(({ periodSeconds }) => periodSeconds)
  const twice = periods.find((seconds, index) => periods.indexOf(seconds) !== index)
  if (twice === undefined) return []
  return [{ path, message: `two windows of ${twice} s: only the smaller limit would count` }]
}

/** For who is told the limits: of either plugin, the usual windows and those of single applications. */
export function ratesOf(
  plugin: 'rate-limit' | 'stage-global-rate-limit',
  config: unknown,
): RatePlan {
  if (plugin === 'rate-limit') return ratePlanOf(checked(rateLimitOptions, config, plugin))
  const { rate: shared } = checked(globalRateLimitOptions, config, plugin)
  return { others: windowsOf(shared), apps: new Map() }
}
