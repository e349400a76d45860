import type { MatchQuestion } from '../../flowlog/aggregate/match-counts.ts'
import type { RuleInForce } from './alarm-rule.ts'
import { questionOf } from './decide-alarms.ts'

/** Rules that ask the same, of whichever gateway, share the question; questions of like windows are asked
 *  together, so that the newest records are read once. */
export interface Batch {
  readonly questions: readonly MatchQuestion[]
  readonly asking: readonly { readonly rule: RuleInForce; readonly place: number }[]
}

export function batchesOf(rules: readonly RuleInForce[], nowMs: number): readonly Batch[] {
  const sorted = rules.toSorted((a, b) => a.windowMinutes - b.windowMinutes)
  const asked = sorted.map((rule) => ({ rule, question: questionOf(rule, nowMs) }))
  const groups = [
    ...Map.groupBy(asked, ({ question }) => JSON.stringify({ ...question, gateways: [] })).values(),
  ]
  const batches: Batch[] = []
  for (let from = 0; from < groups.length; from += questionsAtOnce) {
    const some = groups.slice(from, from + questionsAtOnce)
    batches.push({
      questions: some.flatMap(sharedQuestion),
      asking: some.flatMap((group, place) => group.map(({ rule }) => ({ rule, place }))),
    })
  }
  return batches
}

/** Of all their gateways. */
function sharedQuestion(group: readonly { readonly question: MatchQuestion }[]): MatchQuestion[] {
  const [first] = group
  if (first === undefined) return []
  const gateways = group.map(({ question }) => question.gateways)
  const isOfAll = gateways.includes(undefined)
  const named = [...new Set(gateways.flatMap((some) => some ?? []))]
  return [{ ...first.question, gateways: isOfAll ? undefined : named }]
}

const questionsAtOnce = 25
