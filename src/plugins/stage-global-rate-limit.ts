/** Limits how often a stage may be called by all callers together. */
import { listedPlugin } from './define-plugin.ts'
import { globalRateLimitOptions, twins, windowsOf } from './rate-options.ts'
import { bindScopes, countsHere } from './rate-scopes.ts'

export const stageGlobalRateLimit = listedPlugin({
  name: 'stage-global-rate-limit',
  refuses: ['stage_global_rate_limited'],
  merge: 'replaces',
  options: globalRateLimitOptions,
  check: ({ rate }) => twins(windowsOf(rate), 'rate'),
  bind(_, at, services) {
    return countsHere(at, 'stage-global-rate-limit') ? bindScopes(at, services) : undefined
  },
})
