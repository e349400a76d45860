import { randomUUID } from 'node:crypto'
import type { ContactBook } from '../../diagnosis/contacts.ts'
import type { MatchCounts, MatchQuestion } from '../../flowlog/aggregate/match-counts.ts'
import type { RecordGap } from '../../flowlog/record-gap.ts'
import { reasonOf } from '../../model/reason.ts'
import { firingAlarms, removeOldAlarms, type KeptAlarm } from '../../storage/alarm-history.ts'
import { listAlarmRules } from '../../storage/alarm-rules.ts'
import {
  keepFiring,
  keepRecovery,
  keepReminder,
  type ToTell,
} from '../../storage/alarm-transitions.ts'
import type { ControlDatabase } from '../../storage/control-database.ts'
import type { AlarmEvent } from '../events/event-bus.ts'
import type { Notifier } from '../notify/notifier.ts'
import type { ProcessLog } from '../../carrier/process-log.ts'
import { type AddressesOf, receiversOf } from './alarm-receivers.ts'
import { type RuleInForce, ruleOf } from './alarm-rule.ts'
import {
  type AlarmBody,
  type Notice,
  type NoticeKind,
  noticeJson,
  noticeSubject,
  noticeText,
} from './alarm-words.ts'
import {
  judge,
  type Judgement,
  keyOf,
  type Measured,
  questionOf,
  subjectOf,
} from './decide-alarms.ts'
import { explainAlarm, type Explaining } from './explain-alarm.ts'
import { type Batch, batchesOf } from './shared-questions.ts'

export interface AlarmWatchParts extends Explaining {
  readonly database: ControlDatabase
  readonly flowLog: Explaining['flowLog'] & {
    matches(questions: readonly MatchQuestion[]): Promise<{
      readonly answers: readonly MatchCounts[]
      readonly gaps: readonly RecordGap[]
    }>
  }
  readonly contacts: ContactBook
  readonly addressesOf: AddressesOf
  readonly notifier: Pick<Notifier, 'wake'>
  readonly consoleUrl: () => string
  readonly hasGateway: (name: string) => boolean
  readonly log: ProcessLog
  readonly roundMs: number
  /** Hears of each alarm that began or ended, told or not. */
  readonly onAlarm?: (event: AlarmEvent) => void
}

/** How the last evaluation of a rule went. */
export interface RuleStatus {
  readonly evaluatedAtMs: number
  /** Why it could not be judged, '' where it could. */
  readonly problem: string
}

/** Asks the flow log once a minute what the rules want to know, and keeps what follows. What fires is in
 *  the database, so a restart neither forgets an alarm nor tells it again. */
export class AlarmWatch {
  readonly #parts: AlarmWatchParts
  readonly #statuses = new Map<string, RuleStatus>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #cleanedAtMs = 0
  #isClosed = false
  #firing: readonly KeptAlarm[] = []

  constructor(parts: AlarmWatchParts) {
    this.#parts = parts
  }

  /** Several servers of a company do not all ask at the full minute. */
  start(): void {
    this.#next(Math.random() * Math.min(this.#parts.roundMs, longestFirstMs))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#running
  }

  statusOf(ruleId: string): RuleStatus | undefined {
    return this.#statuses.get(ruleId)
  }

  /** As the last round found them. */
  get firing(): readonly Pick<KeptAlarm, 'gateway' | 'severity'>[] {
    return this.#firing
  }

  /** One evaluation of every rule. Never rejects. */
  async round(nowMs: number = Date.now()): Promise<void> {
    const { database, hasGateway, log } = this.#parts
    try {
      const all = (await listAlarmRules(database)).map(ruleOf)
      const rules = all.filter(
        ({ enabled, gateway }) => enabled && (gateway === '' || hasGateway(gateway)),
      )
      const open = await firingAlarms(database)
      for (const batch of batchesOf(rules, nowMs)) await this.#evaluate(batch, open, nowMs)
      this.#firing = await firingAlarms(database)
      const known = new Set(rules.map(({ id }) => id))
      for (const id of this.#statuses.keys()) if (!known.has(id)) this.#statuses.delete(id)
      await this.#clean(nowMs)
    } catch (error) {
      log.error('alarm rules could not be evaluated', { reason: reasonOf(error) })
    }
  }

  async #clean(nowMs: number): Promise<void> {
    if (nowMs - this.#cleanedAtMs < dayMs) return
    await removeOldAlarms(this.#parts.database, nowMs - keptDays * dayMs)
    this.#cleanedAtMs = nowMs
  }

  /** What a rule finds now, of which nothing is kept. */
  async tryOut(rule: RuleInForce, nowMs: number = Date.now()): Promise<Judgement> {
    const question = questionOf(rule, nowMs)
    const { answers, gaps } = await this.#parts.flowLog.matches([question])
    return judge(rule, question, answers[0] ?? noCounts, gaps, [])
  }

  /** A notice of what a rule finds now, and who would be told. */
  async noticeNow(rule: RuleInForce, found: Measured, nowMs: number = Date.now()): Promise<Notice> {
    const isIncomplete = false
    const body = await this.#bodyOf(rule, found, questionOf(rule, nowMs), isIncomplete)
    const { severity } = rule
    const common = { number: 0, subject: found.subject, severity, firedAtMs: nowMs, atMs: nowMs }
    return { kind: 'test', ...common, body, consoleUrl: this.#parts.consoleUrl() }
  }

  #next(waitMs: number): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#running = this.round().then(() => this.#next(this.#parts.roundMs))
    }, waitMs)
  }

  async #evaluate(
    { questions, asking }: Batch,
    open: readonly KeptAlarm[],
    nowMs: number,
  ): Promise<void> {
    const { flowLog, log } = this.#parts
    try {
      const { answers, gaps } = await flowLog.matches(questions)
      for (const { rule, place } of asking) {
        if (this.#isClosed) return
        const question = questions[place] ?? questionOf(rule, nowMs)
        const ofRule = open.filter(({ ruleId }) => ruleId === rule.id)
        const subjects = ofRule.map(({ subject }) => subjectOf(subject))
        const judged = judge(rule, question, answers[place] ?? noCounts, gaps, subjects)
        await this.#keep(rule, question, judged, ofRule, nowMs)
        const problem = judged.isIncomplete ? 'flow records of this time are missing' : ''
        this.#statuses.set(rule.id, { evaluatedAtMs: nowMs, problem })
      }
    } catch (error) {
      const problem = reasonOf(error)
      log.warn('alarm rules could not be evaluated', { rules: asking.length, reason: problem })
      for (const { rule } of asking) {
        this.#statuses.set(rule.id, { evaluatedAtMs: nowMs, problem })
      }
    }
  }

  async #keep(
    rule: RuleInForce,
    question: MatchQuestion,
    judged: Judgement,
    open: readonly KeptAlarm[],
    nowMs: number,
  ): Promise<void> {
    const { database, notifier } = this.#parts
    let isToTell = false
    for (const found of judged.fires) {
      const body = await this.#bodyOf(rule, found, question, judged.isIncomplete)
      const fired = await keepFiring(database, {
        alarm: firingOf(rule, found, body, nowMs),
        ruleChangedAtMs: rule.changedAtMs,
        quietMs: rule.quietMinutes * 60_000,
        toTell: this.#toTell('fired', body, nowMs),
      })
      isToTell ||= fired?.suppressed === ''
      if (fired !== undefined) this.#parts.onAlarm?.(eventOf('fired', rule, fired))
    }
    const over = new Set(judged.recovers.map(keyOf))
    for (const alarm of open) {
      const body = bodyNow(alarm, judged, question)
      if (over.has(alarm.subject)) {
        const nobody: ToTell = () => []
        const toTell = rule.recoveryNotice ? this.#toTell('recovered', body, nowMs) : nobody
        if (!(await keepRecovery(database, alarm.number, nowMs, toTell))) continue
        isToTell = true
        this.#parts.onAlarm?.(eventOf('recovered', rule, alarm))
      } else if (rule.quietMinutes > 0) {
        const toTell = this.#toTell('still-firing', body, nowMs)
        const quietMs = rule.quietMinutes * 60_000
        if (nowMs < alarm.toldAtMs + quietMs) continue
        isToTell = (await keepReminder(database, alarm.number, quietMs, nowMs, toTell)) || isToTell
      }
    }
    if (isToTell) notifier.wake()
  }

  async #bodyOf(
    rule: RuleInForce,
    { subject, matching, total }: Measured,
    question: MatchQuestion,
    isIncomplete: boolean,
  ): Promise<AlarmBody> {
    const { contacts, addressesOf } = this.#parts
    const explanation = await explainAlarm(this.#parts, rule, subject, question)
    const { gateway } = subject
    const receivers = await receiversOf(rule, gateway, explanation, contacts, addressesOf)
    return {
      rule: { id: rule.id, name: rule.name },
      groupBy: rule.groupBy,
      condition: rule.condition,
      windowMinutes: rule.windowMinutes,
      measured: { matching, total: question.wantsTotal ? total : null },
      isIncomplete,
      explanation,
      ...receivers,
    }
  }

  #toTell(kind: NoticeKind, body: AlarmBody, atMs: number): ToTell {
    return ({ number, subject, severity, firedAtMs }) =>
      messagesOf({
        kind,
        number,
        subject: subjectOf(subject),
        severity,
        firedAtMs,
        atMs,
        body,
        consoleUrl: this.#parts.consoleUrl(),
      })
  }
}

/** What was found when it fired, with what is counted now. */
function bodyNow(
  { body: text, subject }: KeptAlarm,
  { measured }: Judgement,
  { wantsTotal }: MatchQuestion,
): AlarmBody {
  const body = JSON.parse(text) as AlarmBody // firingOf wrote it
  const now = measured.find((one) => keyOf(one.subject) === subject)
  const { matching = 0, total = 0 } = now ?? {}
  return { ...body, measured: { matching, total: wantsTotal ? total : null } }
}

/** One for each receiver. */
export function messagesOf(notice: Notice): ReturnType<ToTell> {
  const subject = noticeSubject(notice)
  return notice.body.told.map((to) => ({
    ...to,
    id: randomUUID(),
    kind: notice.kind,
    subject,
    body: to.channel === 'webhook' ? noticeJson(notice) : noticeText(notice),
  }))
}

function eventOf(state: AlarmEvent['state'], rule: RuleInForce, alarm: KeptAlarm): AlarmEvent {
  const { number, gateway, severity, subject } = alarm
  const { id, name } = rule
  return { state, number, gateway, rule: { id, name }, severity, subject: subjectOf(subject) }
}

function firingOf(
  rule: RuleInForce,
  { subject }: Measured,
  body: AlarmBody,
  nowMs: number,
): Parameters<typeof keepFiring>[1]['alarm'] {
  return {
    ruleId: rule.id,
    gateway: rule.gateway,
    subject: keyOf(subject),
    severity: rule.severity,
    state: 'firing',
    firedAtMs: nowMs,
    endedAtMs: 0,
    acknowledgedAtMs: 0,
    acknowledgedBy: '',
    body: JSON.stringify(body),
  }
}

const noCounts: MatchCounts = { counts: [], complete: false }
const longestFirstMs = 10_000
const dayMs = 86_400_000
const keptDays = 400
