import type { AggregateFilter } from '../../flowlog/aggregate/aggregate-question.ts'
import type { RecordCounter } from '../routes/flow-count-routes.ts'

/** How often each error of a resource was seen in the last seven days. Whoever reads about a resource does not
 *  wait for the log: what it does not answer at once is left out, and there a moment later. */
export interface SeenErrors {
  /** undefined: not known now. */
  of(gateway: string, resource: string): Promise<ReadonlyMap<string, number> | undefined>
}

interface Known {
  readonly counts: ReadonlyMap<string, number>
  readonly untilMs: number
}

export function seenErrors(log: RecordCounter, nowMs: () => number = Date.now): SeenErrors {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<ReadonlyMap<string, number> | undefined>>()
  const ask = async (
    key: string,
    gateway: string,
    resource: string,
  ): Promise<ReadonlyMap<string, number> | undefined> => {
    try {
      const counts = await countsIn(log, gateway, resource, nowMs())
      if (known.size >= mostKnown) known.clear()
      known.set(key, { counts, untilMs: nowMs() + keptMs })
      return counts
    } catch {
      return undefined // the log is away or busy: nothing is known, and nothing is wrong with the resource
    } finally {
      asking.delete(key)
    }
  }
  return {
    of(gateway, resource) {
      const key = `${gateway}/${resource}`
      const earlier = known.get(key)
      if (earlier !== undefined && earlier.untilMs > nowMs()) return Promise.resolve(earlier.counts)
      const asked = asking.get(key)
      if (asked === undefined && asking.size >= mostAsked) return Promise.resolve(undefined)
      const answer = asked ?? ask(key, gateway, resource)
      asking.set(key, answer)
      return withinPatience(answer)
    },
  }
}

const seenDays = 7
const patienceMs = 300
const keptMs = 60_000
const mostKnown = 1_000
/** Questions take the log's time from people who look for something. */
const mostAsked = 2

async function countsIn(
  log: RecordCounter,
  gateway: string,
  resource: string,
  nowMs: number,
): Promise<ReadonlyMap<string, number>> {
  const filter: AggregateFilter = {
    gateway,
    include: [`resource:${resource}`],
    fromMs: nowMs - seenDays * 86_400_000,
    toMs: nowMs,
  }
  const question = { kind: 'top-values', fields: ['error_key'], top: 100 } as const
  const answer = await log.aggregate(filter, question)
  if (answer.kind !== 'top-values') return new Map()
  return new Map(
    answer.fields.flatMap(({ values }) =>
      values.map(({ value, count }): [string, number] => [String(value), count]),
    ),
  )
}

async function withinPatience<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), patienceMs)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
