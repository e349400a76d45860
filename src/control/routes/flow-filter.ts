import { type Static, Type } from 'typebox'
import { AggregateError, type AggregateFilter } from '../../flowlog/aggregate/aggregate-question.ts'
import { QueryError } from '../../flowlog/query/query-error.ts'
import { HiddenField } from '../../flowlog/record-scope.ts'
import { CursorError } from '../../flowlog/record-search.ts'
import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import { scopeOf } from '../record-access.ts'
import { epochMs } from '../time-parameter.ts'

/** Which flow records a request is about: the parameters that all routes of them share. */
const pair = Type.Array(Type.String({ maxLength: 4_096 }), { maxItems: 32 })

export const filterParameters = {
  gateway: Type.Optional(Type.String({ maxLength: 64 })),
  stage: Type.Optional(Type.String({ maxLength: 64 })),
  query: Type.Optional(
    Type.String({ maxLength: 4_096, description: 'Log query, like `status:>=500 path:/v1/*`.' }),
  ),
  include: Type.Optional({
    ...pair,
    description: '`field:value` that must hold, taken as it is; may be repeated.',
  }),
  exclude: Type.Optional({
    ...pair,
    description: '`field:value` that must not hold; may be repeated.',
  }),
  from: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, inclusive.' }),
  ),
  to: Type.Optional(
    Type.String({ description: 'ISO 8601 time or epoch milliseconds, exclusive.' }),
  ),
}
const filter = Type.Object(filterParameters)
export type FilterQuery = Static<typeof filter>

/** What is listed without a time is all that is kept; of it, what the caller may see. */
export function listedFilter(
  { from, to, ...rest }: FilterQuery,
  caller: Caller,
): Partial<AggregateFilter> {
  const fromMs = from === undefined ? undefined : epochMs('from', from)
  const toMs = to === undefined ? undefined : epochMs('to', to)
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs) throw fromAfterTo()
  return {
    ...scoped(rest, caller),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  }
}

function fromAfterTo(): ApiProblem {
  return new ApiProblem('invalid_parameter', 'from: it must be before `to`.')
}

function scoped<Rest extends FilterQuery>(rest: Rest, caller: Caller) {
  const scope = scopeOf(caller, rest.gateway)
  return scope === undefined ? rest : { ...rest, scope }
}

/** What is counted without a time is counted over the last hour; of it, what the caller may see. */
export function countedFilter({ from, to, ...rest }: FilterQuery, caller: Caller): AggregateFilter {
  const toMs = to === undefined ? Date.now() : epochMs('to', to)
  const fromMs = from === undefined ? toMs - defaultRangeMs : epochMs('from', from)
  if (fromMs < toMs) return { ...scoped(rest, caller), fromMs: Math.max(0, fromMs), toMs }
  throw fromAfterTo()
}

const defaultRangeMs = 3_600_000

/** What cannot be understood is the caller's matter; the sentence names the column or parameter. */
export async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AggregateError || error instanceof CursorError) {
      throw new ApiProblem('invalid_parameter', error.message, {}, { cause: error })
    }
    if (error instanceof HiddenField) {
      throw new ApiProblem('not_permitted', error.message, {}, { cause: error })
    }
    if (!(error instanceof QueryError)) throw error
    throw new ApiProblem('invalid_query', error.message, { column: error.column }, { cause: error })
  }
}
