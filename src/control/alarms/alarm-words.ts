import { attributionWords } from '../../diagnosis/attribution-words.ts'
import { chosen, en, quoted, zh, type Bilingual, type Language } from '../../model/bilingual.ts'
import type { RuleInForce } from './alarm-rule.ts'
import { type AlarmSubject, ratePercent } from './decide-alarms.ts'
import type { Explanation } from './explain-alarm.ts'

/** What an alarm tells, as it is kept and sent. */
export interface AlarmBody {
  readonly rule: { readonly id: string; readonly name: string }
  readonly groupBy: string | null
  readonly condition: RuleInForce['condition']
  readonly windowMinutes: number
  readonly measured: { readonly matching: number; readonly total: number | null }
  /** Records of the time are missing. */
  readonly isIncomplete: boolean
  readonly explanation: Explanation
  /** To whom it was told, for the notice that it is over. */
  readonly told: readonly ToldReceiver[]
  /** People whose address nobody knows. */
  readonly unreached: readonly string[]
}

export interface ToldReceiver {
  readonly channel: 'webhook' | 'email'
  readonly receiver: string
  readonly signing: string
}

export type NoticeKind = 'fired' | 'still-firing' | 'recovered' | 'test'

/** One alarm in one of its moments. */
export interface Notice {
  readonly kind: NoticeKind
  /** 0 for a test. */
  readonly number: number
  readonly subject: AlarmSubject
  readonly severity: string
  readonly firedAtMs: number
  readonly atMs: number
  readonly body: AlarmBody
  /** Of the console; '' where nobody knows it. */
  readonly consoleUrl: string
}

export function noticeSubject(notice: Notice): string {
  const { kind, severity, body } = notice
  const place = placeOf(notice)
  return `[${kinds[kind][0]} · ${severity}] ${place[0]}: ${body.rule.name} / ${kinds[kind][1]}`
}

/** English, then Chinese. */
export function noticeText(notice: Notice): string {
  const languages: readonly Language[] = ['en', 'zh']
  return languages.map((language) => linesOf(notice, language).join('\n')).join('\n\n')
}

export function noticeJson(notice: Notice): string {
  const { kind, number, subject, severity, firedAtMs, atMs, body } = notice
  const { rule, groupBy, condition, windowMinutes, measured, isIncomplete, explanation } = body
  const { key, fault, owner, contacts, summary, nextStep } = explanation
  const inBoth = ([english, chinese]: Bilingual): object => ({ en: english, zh: chinese })
  return JSON.stringify({
    kind,
    alarm: number,
    at: new Date(atMs).toISOString(),
    firedAt: new Date(firedAtMs).toISOString(),
    severity,
    ...subject,
    groupBy,
    rule,
    condition: { ...condition, windowMinutes },
    measured,
    recordsMissing: isIncomplete,
    key,
    fault,
    owner,
    contacts,
    summary: inBoth(summary),
    nextStep: inBoth(nextStep),
    help: key === '' ? '' : linkTo(notice, `/errors/${key}`),
    samples: samplesOf(notice),
    text: { en: linesOf(notice, 'en').join('\n'), zh: linesOf(notice, 'zh').join('\n') },
  })
}

function samplesOf(notice: Notice): { readonly requestId: string; readonly link: string }[] {
  return notice.body.explanation.samples.map((requestId) => {
    return { requestId, link: linkTo(notice, `/r/${encodeURIComponent(requestId)}`) }
  })
}

const kinds: Readonly<Record<NoticeKind, Bilingual>> = {
  fired: ['alarm', '告警'],
  'still-firing': ['still going on', '告警持续中'],
  recovered: ['recovered', '已恢复'],
  test: ['test', '测试通知'],
}

function linkTo({ consoleUrl }: Notice, path: string): string {
  return consoleUrl === '' ? '' : consoleUrl + path
}

function placeOf({ subject, body }: Notice): Bilingual {
  const gateway: Bilingual =
    subject.gateway === '' ? ['all gateways', '全部网关'] : quoted(subject.gateway)
  if (body.groupBy === null || body.groupBy === 'gateway') return gateway
  const value: Bilingual = subject.value === '' ? ['(none)', '（无）'] : quoted(subject.value)
  return [en`${gateway}, ${body.groupBy} ${value}`, zh`${gateway}，${body.groupBy} ${value}`]
}

function linesOf(notice: Notice, language: Language): string[] {
  const say = (text: Bilingual): string => chosen(text, language)
  const { kind, body, firedAtMs, atMs } = notice
  const since = new Date(firedAtMs).toISOString()
  const at = new Date(atMs).toISOString()
  const head: Bilingual = [
    en`${kinds[kind]}: ${body.rule.name} (${placeOf(notice)})`,
    zh`${kinds[kind]}：${body.rule.name}（${placeOf(notice)}）`,
  ]
  const when: Bilingual =
    kind === 'recovered'
      ? [`From ${since} to ${at}.`, `开始于 ${since}，结束于 ${at}。`]
      : [`Since ${since}.`, `开始于 ${since}。`]
  return [
    say(head),
    say(when),
    say(measuredWords(body)),
    ...(body.isIncomplete ? [say(missingWords)] : []),
    ...(kind === 'test' ? [say(testWords)] : []),
    ...(body.explanation.key === '' ? [] : explainedLines(notice, language)),
  ]
}

function measuredWords({ condition, measured, windowMinutes }: AlarmBody): Bilingual {
  const { measure, comparison, threshold } = condition
  const { matching, total } = measured
  if (measure === 'count') {
    return [
      `${matching} requests in ${windowMinutes} min (condition: ${comparison} ${threshold}).`,
      `${windowMinutes} 分钟内 ${matching} 个请求（条件：${comparison} ${threshold}）。`,
    ]
  }
  const rate = ratePercent({ matching, total: total ?? 0 }).toFixed(2)
  return [
    `${rate} % of ${total ?? 0} requests in ${windowMinutes} min (condition: ${comparison} ${threshold} %).`,
    `${windowMinutes} 分钟内 ${total ?? 0} 个请求中占 ${rate} %（条件：${comparison} ${threshold} %）。`,
  ]
}

const missingWords: Bilingual = [
  'Flow records of this time are missing, so these counts may be too low.',
  '这段时间有流水日志缺失，上述数量可能偏低。',
]
const testWords: Bilingual = ['This is a test of the rule.', '这是告警规则的测试。']

function explainedLines(notice: Notice, language: Language): string[] {
  const { key, fault, owner, contacts, summary, nextStep } = notice.body.explanation
  const words = attributionWords[language]
  const names = contacts.map(({ name }) => name).join(', ')
  const say = (text: Bilingual): string => chosen(text, language)
  const help = linkTo(notice, `/errors/${key}`)
  return [
    say([`What happened: ${summary[0]} (${key})`, `情况：${summary[1]}（${key}）`]),
    `${words.whoseFault}: ${words.faults[fault]} (${fault})`,
    `${words.whoActs}: ${words.owners[owner]}${names === '' ? '' : ` (${names})`}`,
    say([`What to do: ${nextStep[0]}`, `处理建议：${nextStep[1]}`]),
    ...(help === '' ? [] : [say([`More: ${help}`, `更多：${help}`])]),
    say(['Requests:', '请求示例：']),
    ...samplesOf(notice).map(
      ({ requestId, link }) => `  ${requestId}${link === '' ? '' : `  ${link}`}`,
    ),
  ]
}
