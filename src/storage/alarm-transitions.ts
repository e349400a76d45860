import {
  addAlarm,
  alarmNumbered,
  changeAlarm,
  firingAlarmOf,
  lastToldMs,
  type KeptAlarm,
} from './alarm-history.ts'
import { alarmRule } from './alarm-rules.ts'
import { auditedChange } from './audited-change.ts'
import type { ControlDatabase } from './control-database.ts'
import { addNotifications, type Notification } from './notification-outbox.ts'
import { quietUntilWords } from './quiet-time.ts'

/** What an alarm goes through. Each step and what is to be told of it are kept at once or not at all:
 *  killed at any moment, nobody is told twice and nobody never. */
export type ToTell = (
  alarm: KeptAlarm,
) => readonly Omit<Notification, 'attempts' | 'alarm' | 'madeAtMs'>[]

/** The watch itself; its steps are in the history of alarms and not in the audit. */
const watch = { actor: 'alarm watch', address: '' }

export interface Firing {
  readonly alarm: Omit<KeptAlarm, 'number' | 'toldAtMs' | 'suppressed'>
  /** When the rule was changed that fired: another is none that did. */
  readonly ruleChangedAtMs: number
  readonly quietMs: number
  readonly toTell: ToTell
}

/** Undefined where it fires already or the rule is another by now. */
export async function keepFiring(
  database: ControlDatabase,
  { alarm, ruleChangedAtMs, quietMs, toTell }: Firing,
): Promise<KeptAlarm | undefined> {
  const { ruleId, subject, firedAtMs } = alarm
  return await auditedChange(database, watch, async (tables) => {
    const rule = await alarmRule(tables, ruleId)
    if (rule?.changedAtMs !== ruleChangedAtMs) return undefined
    if ((await firingAlarmOf(tables, ruleId, subject)) !== undefined) return undefined
    const toldMs = await lastToldMs(tables, ruleId, subject)
    const isQuiet = toldMs > 0 && firedAtMs < toldMs + quietMs
    const kept = {
      ...alarm,
      toldAtMs: isQuiet ? 0 : firedAtMs,
      suppressed: isQuiet ? quietUntilWords(toldMs + quietMs) : '',
    }
    const fired = { ...kept, number: await addAlarm(tables, kept) }
    if (!isQuiet) await addNotifications(tables, ofAlarm(fired, firedAtMs, toTell(fired)))
    return fired
  })
}

/** Somebody is told again, where the quiet time is over and it goes on. */
export async function keepReminder(
  database: ControlDatabase,
  number: number,
  quietMs: number,
  atMs: number,
  toTell: ToTell,
): Promise<boolean> {
  return await auditedChange(database, watch, async (tables) => {
    const alarm = await alarmNumbered(tables, number)
    if (alarm?.state !== 'firing') return false
    const toldMs = await lastToldMs(tables, alarm.ruleId, alarm.subject)
    if (atMs < toldMs + quietMs) return false
    await changeAlarm(tables, number, { told_at: atMs, suppressed: '' })
    await addNotifications(tables, ofAlarm(alarm, atMs, toTell(alarm)))
    return true
  })
}

/** Whoever was told that it began is told that it is over. */
export async function keepRecovery(
  database: ControlDatabase,
  number: number,
  atMs: number,
  toTell: ToTell,
): Promise<boolean> {
  return await auditedChange(database, watch, async (tables) => {
    const alarm = await alarmNumbered(tables, number)
    if (alarm?.state !== 'firing') return false
    await changeAlarm(tables, number, { state: 'recovered', ended_at: atMs })
    if (alarm.toldAtMs > 0) await addNotifications(tables, ofAlarm(alarm, atMs, toTell(alarm)))
    return true
  })
}

function ofAlarm(
  { number }: KeptAlarm,
  madeAtMs: number,
  toTell: ReturnType<ToTell>,
): Omit<Notification, 'attempts'>[] {
  return toTell.map((notification) => ({ ...notification, alarm: number, madeAtMs }))
}
