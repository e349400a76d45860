/** Limits how many requests of one caller are in flight at the same time, over all workers. */
import { Type, type Static } from 'typebox'
import type { Exchange } from '../model/exchange.ts'
import { proceed } from '../model/plugin.ts'
import { callerKey } from './caller-key.ts'
import { checked, listedPlugin } from './define-plugin.ts'

const options = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'Requests of one application (or address) in flight at the same time.',
      }),
    ),
    conn: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        deprecated: true,
        description: "The old system's name: the limit is conn + burst; nothing is delayed.",
      }),
    ),
    burst: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000,
        default: 0,
        deprecated: true,
        description: 'Added to conn.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const concurrencyLimit = listedPlugin({
  name: 'concurrency-limit',
  refuses: ['concurrency_limited'],
  merge: 'replaces',
  options,
  check({ limit, conn }) {
    if ((limit === undefined) !== (conn === undefined)) return []
    return [{ path: '', message: 'give either limit or conn' }]
  },
  bind(config, { release, resource, level }, { counters }) {
    const limit = limitOf(config)
    const scope = level === 'resource' ? `:${resource.name}` : ''
    const prefix = `${release.gateway}:${release.stage}${scope}:`
    // Only these are to be counted down: onEnd also comes for exchanges that were refused here.
    const entered = new Map<Exchange, string>()
    return {
      onRequest(exchange) {
        const key = prefix + callerKey(exchange)
        if (!counters.enter(key, limit)) {
          return { kind: 'reject', key: 'concurrency_limited', facts: { key, limit } }
        }
        entered.set(exchange, key)
        return proceed
      },
      onEnd(exchange) {
        const key = entered.get(exchange)
        if (key === undefined) return
        entered.delete(exchange)
        counters.leave(key)
      },
    }
  },
})

/** For who is told the limit. */
export function concurrencyOf(config: unknown): number {
  return limitOf(checked(options, config, 'concurrency-limit'))
}

function limitOf({ limit, conn = 0, burst = 0 }: Static<typeof options>): number {
  return limit ?? conn + burst
}
