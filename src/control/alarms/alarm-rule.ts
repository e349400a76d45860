import { type Static, Type } from 'typebox'
import { AggregateError } from '../../flowlog/aggregate/aggregate-question.ts'
import { checkMatches } from '../../flowlog/aggregate/match-counts.ts'
import { QueryError } from '../../flowlog/query/query-error.ts'
import type { KeptRule } from '../../storage/alarm-rules.ts'
import { plainText } from '../plain-text.ts'
import { ApiProblem } from '../problem.ts'

/** A rule: what is counted of the flow log, when that is too much or too little, and who is told. */
const receiver = Type.Union([
  Type.Object(
    { kind: Type.Literal('webhook'), url: plainText(2_048, 'http or https address.') },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('email'),
      address: Type.String({ maxLength: 254, pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+$' }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { kind: Type.Union([Type.Literal('owner'), Type.Literal('maintainers')]) },
    { additionalProperties: false },
  ),
])
export type Receiver = Static<typeof receiver>

export const ruleSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]*$' }),
    enabled: Type.Optional(Type.Boolean()),
    severity: Type.Optional(
      Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
    ),
    query: plainText(4_096, 'Log query of the requests that count.'),
    groupBy: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
    condition: Type.Object(
      {
        measure: Type.Union([Type.Literal('count'), Type.Literal('rate')]),
        comparison: Type.Union(['>', '>=', '<', '<='].map((sign) => Type.Literal(sign))),
        threshold: Type.Number({ minimum: 0, maximum: 1e12 }),
      },
      { additionalProperties: false },
    ),
    minimum: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9 })),
    windowMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
    quietMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_440 })),
    recoveryNotice: Type.Optional(Type.Boolean()),
    receivers: Type.Array(receiver, { maxItems: 20 }),
  },
  { additionalProperties: false },
)

export interface AlarmRule {
  readonly name: string
  readonly enabled: boolean
  readonly severity: 'info' | 'warning' | 'critical'
  readonly query: string
  /** A field; one alarm for each of its values. */
  readonly groupBy: string | null
  readonly condition: Condition
  /** A rate of fewer requests than this says nothing. */
  readonly minimum: number
  readonly windowMinutes: number
  /** After somebody was told, nobody is told of the same again for so long. */
  readonly quietMinutes: number
  readonly recoveryNotice: boolean
  readonly receivers: readonly Receiver[]
}

export interface Condition {
  /** Of the requests that fit the query: how many, or their share of all in percent. */
  readonly measure: 'count' | 'rate'
  readonly comparison: string
  readonly threshold: number
}

/** A rule as it is kept. */
export interface RuleInForce extends AlarmRule {
  readonly id: string
  /** '' for the whole deployment. */
  readonly gateway: string
  readonly madeAtMs: number
  readonly changedAtMs: number
  readonly changedBy: string
  /** Of each webhook, what its secret is made of; by its address. */
  readonly signing: Readonly<Record<string, string>>
}

/** With what was left out. Throws `invalid_body` where the query, the field or an address is none. */
export function completeRule(given: Static<typeof ruleSchema>): AlarmRule {
  const rule: AlarmRule = {
    enabled: true,
    severity: 'warning',
    minimum: 20,
    quietMinutes: 60,
    recoveryNotice: true,
    ...given,
    groupBy: given.groupBy ?? null,
    condition: { ...given.condition },
  }
  checkQuestion(rule)
  if (rule.condition.measure === 'rate' && rule.condition.threshold > 100) {
    throw invalid('condition.threshold', 'a rate is a percentage, 0 to 100')
  }
  for (const [place, one] of rule.receivers.entries()) {
    if (one.kind === 'webhook') checkAddress(one.url, `receivers[${place}].url`)
  }
  return rule
}

function checkQuestion({ query, groupBy }: AlarmRule): void {
  try {
    checkMatches({ query, by: groupBy ?? undefined })
  } catch (error) {
    if (error instanceof AggregateError) {
      throw new ApiProblem('invalid_body', error.message, {}, { cause: error })
    }
    if (!(error instanceof QueryError)) throw error
    throw invalid('query', error.message)
  }
}

function checkAddress(text: string, member: string): void {
  const url = URL.parse(text)
  const isUsable = url !== null && /^https?:$/.test(url.protocol)
  if (!isUsable) throw invalid(member, 'it must be an http or https address')
  if (url.username !== '' || url.password !== '') {
    throw invalid(member, 'credentials in an address are not sent; requests are signed instead')
  }
}

function invalid(member: string, sentence: string): ApiProblem {
  return new ApiProblem('invalid_body', `${member}: ${sentence}.`, {
    errors: [{ path: member, message: sentence }],
  })
}

export function ruleOf({ body, ...kept }: KeptRule): RuleInForce {
  return { ...(JSON.parse(body) as Omit<RuleInForce, keyof typeof kept>), ...kept } // keptOf wrote it
}

export function keptOf(rule: RuleInForce): KeptRule {
  const { id, gateway, madeAtMs, changedAtMs, changedBy, ...body } = rule
  return { id, gateway, body: JSON.stringify(body), madeAtMs, changedAtMs, changedBy }
}

/** Another question: what fired by the one before is not what fires by this one. */
export function asksTheSame(one: AlarmRule, other: AlarmRule): boolean {
  const question = ({ query, groupBy, condition, minimum, windowMinutes, enabled }: AlarmRule) =>
    JSON.stringify([query, groupBy, condition, minimum, windowMinutes, enabled])
  return question(one) === question(other)
}
