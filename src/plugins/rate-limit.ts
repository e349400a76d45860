/** Limits how often an application (or, without one, an address) may call a resource or a stage.
 *  Counting is in rate-scopes.ts, the forms of the options in rate-options.ts. */
import { listedPlugin } from './define-plugin.ts'
import { problemsOfRates, rateLimitOptions } from './rate-options.ts'
import { bindScopes, countsHere } from './rate-scopes.ts'

export const rateLimit = listedPlugin({
  name: 'rate-limit',
  refuses: ['resource_rate_limited', 'stage_rate_limited'],
  refusesAt: (_, { level }) =>
    level === 'resource' ? ['resource_rate_limited'] : ['stage_rate_limited'],
  merge: 'both',
  options: rateLimitOptions,
  check: problemsOfRates,
  bind(_, at, services) {
    return countsHere(at, 'rate-limit') ? bindScopes(at, services) : undefined
  },
})
