import { catalogueEntry } from '../../diagnosis/catalogue.ts'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import { diagnose } from '../../diagnosis/diagnose.ts'
import { longestRequestMs, type MatchQuestion } from '../../flowlog/aggregate/match-counts.ts'
import type { ConcludedRecord } from '../../flowlog/query/query-field.ts'
import type { FlowFilter, FlowPage } from '../../flowlog/record-search.ts'
import type { Fault, Owner } from '../../model/attribution.ts'
import type { Bilingual } from '../../model/bilingual.ts'
import type { Contact, Verdict } from '../../model/verdict.ts'
import type { RuleInForce } from './alarm-rule.ts'
import type { AlarmSubject } from './decide-alarms.ts'

/** Whose fault it is, who must act and what they can do: of the most frequent verdict on the requests that
 *  made the alarm, with three of them. */
export interface Explanation {
  /** '' where no request made it, as of too few of them. */
  readonly key: string
  readonly fault: Fault
  readonly owner: Owner
  readonly contacts: readonly Contact[]
  readonly summary: Bilingual
  readonly nextStep: Bilingual
  readonly samples: readonly string[]
}

export interface Explaining {
  readonly flowLog: { list(filter: FlowFilter): Promise<FlowPage> }
  readonly contacts: ContactBook
}

/** Of so many, the newest ones, the most frequent verdict is found. */
const looked = 50
const samples = 3

export async function explainAlarm(
  { flowLog, contacts }: Explaining,
  rule: RuleInForce,
  { gateway, value }: AlarmSubject,
  question: MatchQuestion,
): Promise<Explanation> {
  const isOfValue = rule.groupBy !== null && value !== ''
  const { items } = await flowLog.list({
    ...(gateway === '' ? {} : { gateway }),
    query: rule.query,
    ...(isOfValue ? { include: [`${rule.groupBy}:${value}`] } : {}),
    fromMs: question.fromMs - longestRequestMs,
    toMs: question.toMs,
    limit: looked,
  })
  const same = mostFrequent(items)
  const [newest] = same
  if (newest === undefined) return nothingToExplain
  const verdicts = (['en', 'zh'] as const).map((language) => {
    return diagnose(newest, { contacts, language })
  })
  const [english, chinese] = verdicts
  if (english === undefined || chinese === undefined) return nothingToExplain
  const { key, fault, owner } = english
  return {
    key,
    fault,
    owner,
    contacts: english.contacts,
    summary: [english.summary, chinese.summary],
    nextStep: [nextStepOf(english, 'en'), nextStepOf(chinese, 'zh')],
    samples: same.slice(0, samples).map(({ request_id: id }) => id),
  }
}

const nothingToExplain: Explanation = {
  key: '',
  fault: 'none',
  owner: 'nobody',
  contacts: [],
  summary: ['', ''],
  nextStep: ['', ''],
  samples: [],
}

/** Failures before successes: a rule may count both. */
function mostFrequent(records: readonly ConcludedRecord[]): readonly ConcludedRecord[] {
  const groups = [...Map.groupBy(records, ({ key }) => key).values()]
  const isFailure = (group: readonly ConcludedRecord[]): number =>
    group[0]?.fault === 'none' ? 0 : 1
  return groups.toSorted((a, b) => isFailure(b) - isFailure(a) || b.length - a.length)[0] ?? []
}

/** What the catalogue says whoever must act can do; else what the verdict itself says. */
function nextStepOf({ key, owner, next_steps: steps }: Verdict, language: 'en' | 'zh'): string {
  const actions = catalogueEntry(key, language)?.actions ?? []
  return actions.find(({ role }) => role === owner)?.text ?? steps[0] ?? actions[0]?.text ?? ''
}
