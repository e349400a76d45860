import type { Receiver, Rule, RuleWords } from './alarm-answers.ts'

/** A rule as it is edited. What is sent is what was read with the changes upon it, so a member that this page does
 *  not know is kept. */
export const emptyRule: RuleWords = {
  name: '',
  enabled: true,
  severity: 'warning',
  query: '',
  groupBy: null,
  condition: { measure: 'count', comparison: '>=', threshold: 3 },
  minimum: 20,
  windowMinutes: 5,
  quietMinutes: 60,
  recoveryNotice: true,
  receivers: [{ kind: 'owner' }, { kind: 'maintainers' }],
}

/** What the server says of a rule and takes from nobody. */
const told: ReadonlySet<string> = new Set([
  'id',
  'gateway',
  'madeAt',
  'changedAt',
  'changedBy',
  'evaluatedAt',
  'problem',
  'secrets',
])

/** What the API takes. */
export function wordsOf(rule: RuleWords | Rule): RuleWords {
  const kept = Object.entries(rule).filter(([name]) => !told.has(name))
  return Object.fromEntries(kept) as unknown as RuleWords // `told` names no member of it
}

export function withReceiver(
  rule: RuleWords,
  at: number,
  receiver: Receiver | undefined,
): RuleWords {
  const receivers = rule.receivers.flatMap((one, place) => {
    if (place !== at) return [one]
    return receiver === undefined ? [] : [receiver]
  })
  return { ...rule, receivers }
}

/** A receiver of another kind; what was typed as an address is no address of another kind. */
export function receiverOf(kind: Receiver['kind']): Receiver {
  if (kind === 'email') return { kind, address: '' }
  if (kind === 'webhook') return { kind, url: '' }
  return { kind }
}
