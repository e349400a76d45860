import { randomBytes, randomUUID } from 'node:crypto'
import { closeAlarmsOf } from '../../storage/alarm-history.ts'
import {
  alarmRule,
  countAlarmRules,
  keepAlarmRule,
  removeAlarmRule,
} from '../../storage/alarm-rules.ts'
import { asked, auditedChange } from '../../storage/audited-change.ts'
import type { Author } from '../../storage/control-change.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { ApiProblem } from '../problem.ts'
import { asksTheSame, type AlarmRule, keptOf, type RuleInForce, ruleOf } from './alarm-rule.ts'
import { auditedRule } from './shown-rule.ts'

/** Changes of rules, each with its entry in the audit. Gateways are checked by whoever calls. */
export async function addRule(
  database: ControlDatabase,
  author: Author,
  gateway: string,
  given: AlarmRule,
): Promise<RuleInForce> {
  const atMs = Date.now()
  const times = { madeAtMs: atMs, changedAtMs: atMs, changedBy: author.actor }
  const rule = { ...given, ...times, id: randomUUID(), gateway, signing: signingOf(given, {}) }
  const isFull = await auditedChange(database, author, async (tables, note) => {
    if ((await countAlarmRules(tables, gateway)) >= mostRules) return true
    await keepAlarmRule(tables, keptOf(rule))
    note({ ...entryOf(rule), action: 'create', before: undefined, after: auditedRule(given) })
    return false
  })
  if (!isFull) return rule
  throw new ApiProblem('invalid_body', `There are ${mostRules} rules already: remove one first.`)
}

/** Of a gateway. */
const mostRules = 100

/** `check` sees the rule as it is now, and may refuse. Undefined: there is none. What fires by another
 *  question is closed. */
export async function changeRule(
  database: ControlDatabase,
  author: Author,
  place: RulePlace,
  given: AlarmRule,
  check: (rule: RuleInForce) => void,
): Promise<{ readonly rule: RuleInForce; readonly before: RuleInForce } | undefined> {
  const before = await ruleAt(database, place)
  if (before === undefined) return undefined
  check(before)
  const changedAtMs = Math.max(Date.now(), before.changedAtMs + 1) // a firing knows the rule by it
  const { id, gateway, madeAtMs, signing } = before
  const kept = { id, gateway, madeAtMs, changedAtMs, changedBy: author.actor }
  const rule = { ...given, ...kept, signing: signingOf(given, signing) }
  const isChanged = await auditedChange(database, author, async (tables, note) => {
    if ((await alarmRule(tables, id))?.changedAtMs !== before.changedAtMs) return false
    await keepAlarmRule(tables, keptOf(rule))
    if (!asksTheSame(before, rule)) await closeAlarmsOf(tables, id, changedAtMs)
    const parts = { before: auditedRule(before), after: auditedRule(rule) }
    note({ ...entryOf(rule), action: 'update', ...parts })
    return true
  })
  if (isChanged) return { rule, before }
  throw new ApiProblem('changed_meanwhile', 'It was changed at this moment. Read it again.')
}

export async function removeRule(
  database: ControlDatabase,
  author: Author,
  place: RulePlace,
  check: (rule: RuleInForce) => void,
): Promise<boolean> {
  const before = await ruleAt(database, place)
  if (before === undefined) return false
  check(before)
  await auditedChange(database, author, async (tables, note) => {
    await removeAlarmRule(tables, before.id)
    await closeAlarmsOf(tables, before.id, Date.now())
    note({ ...entryOf(before), action: 'delete', before: auditedRule(before), after: undefined })
  })
  return true
}

export interface RulePlace {
  readonly gateway: string
  readonly id: string
}

export async function ruleAt(
  database: ControlDatabase,
  { gateway, id }: RulePlace,
): Promise<RuleInForce | undefined> {
  const found = await asked(database, async (tables) => await alarmRule(tables, id))
  return found?.gateway === gateway ? ruleOf(found) : undefined
}

function entryOf({ gateway, name }: RuleInForce): { gateway: string; kind: string; path: string } {
  const at = gateway === '' ? '' : `gateways/${gateway}/`
  return { gateway, kind: 'alarm-rule', path: `${at}alarm-rules/${name}` }
}

/** A webhook that stays keeps its secret. */
function signingOf(
  { receivers }: AlarmRule,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const urls = receivers.flatMap((one) => (one.kind === 'webhook' ? [one.url] : []))
  return Object.fromEntries(
    urls.map((url) => [url, before[url] ?? randomBytes(16).toString('base64url')]),
  )
}
