import type { Kysely, Updateable } from 'kysely'
import type { AlarmRow } from './alarm-tables.ts'
import { asked } from './audited-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'

/** An alarm as it is kept; what it tells is JSON. */
export interface KeptAlarm {
  readonly number: number
  readonly ruleId: string
  readonly gateway: string
  readonly subject: string
  readonly severity: string
  readonly state: AlarmRow['state']
  readonly firedAtMs: number
  /** 0 while it fires. */
  readonly endedAtMs: number
  readonly toldAtMs: number
  readonly suppressed: string
  readonly acknowledgedAtMs: number
  readonly acknowledgedBy: string
  readonly body: string
}

/** Of a transaction or not. */
type Tables = Kysely<ControlTables>

export interface AlarmFilter {
  /** '' for those of the whole deployment. */
  readonly gateway: string
  readonly state?: AlarmRow['state']
  readonly before?: number
  readonly limit: number
}

/** Newest first. */
export async function listAlarms(
  database: ControlDatabase,
  { gateway, state, before, limit }: AlarmFilter,
): Promise<KeptAlarm[]> {
  return await asked(database, async (tables) => {
    let question = tables.selectFrom('alarms').selectAll().where('gateway', '=', gateway)
    if (state !== undefined) question = question.where('state', '=', state)
    if (before !== undefined) question = question.where('number', '<', before)
    return (await question.orderBy('number', 'desc').limit(limit).execute()).map(keptAlarm)
  })
}

export async function firingAlarms(database: ControlDatabase): Promise<KeptAlarm[]> {
  return await asked(database, async (tables) => {
    const rows = await tables
      .selectFrom('alarms')
      .selectAll()
      .where('state', '=', 'firing')
      .execute()
    return rows.map(keptAlarm)
  })
}

export async function alarmNumbered(
  tables: Tables,
  number: number,
): Promise<KeptAlarm | undefined> {
  const row = await tables
    .selectFrom('alarms')
    .selectAll()
    .where('number', '=', number)
    .executeTakeFirst()
  return row === undefined ? undefined : keptAlarm(row)
}

export async function firingAlarmOf(
  tables: Tables,
  ruleId: string,
  subject: string,
): Promise<KeptAlarm | undefined> {
  const row = await tables
    .selectFrom('alarms')
    .selectAll()
    .where('rule_id', '=', ruleId)
    .where('subject', '=', subject)
    .where('state', '=', 'firing')
    .executeTakeFirst()
  return row === undefined ? undefined : keptAlarm(row)
}

/** When somebody was last told of this rule and subject; 0: never. */
export async function lastToldMs(tables: Tables, ruleId: string, subject: string): Promise<number> {
  const row = await tables
    .selectFrom('alarms')
    .select(({ fn }) => fn.max('told_at').as('told'))
    .where('rule_id', '=', ruleId)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.told ?? 0
}

/** Gives its number. Within a transaction that comes after all others (audited-change.ts). */
export async function addAlarm(tables: Tables, alarm: Omit<KeptAlarm, 'number'>): Promise<number> {
  const { last } = await tables
    .selectFrom('alarms')
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirstOrThrow()
  const number = (last ?? 0) + 1
  await tables
    .insertInto('alarms')
    .values({
      number,
      rule_id: alarm.ruleId,
      gateway: alarm.gateway,
      subject: alarm.subject,
      severity: alarm.severity,
      state: alarm.state,
      fired_at: alarm.firedAtMs,
      ended_at: alarm.endedAtMs,
      told_at: alarm.toldAtMs,
      suppressed: alarm.suppressed,
      acknowledged_at: alarm.acknowledgedAtMs,
      acknowledged_by: alarm.acknowledgedBy,
      body: alarm.body,
    })
    .execute()
  return number
}

export async function changeAlarm(
  tables: Tables,
  number: number,
  change: Updateable<AlarmRow>,
): Promise<void> {
  await tables.updateTable('alarms').set(change).where('number', '=', number).execute()
}

/** Of a rule that is gone or asks for something else. */
export async function closeAlarmsOf(tables: Tables, ruleId: string, atMs: number): Promise<void> {
  await tables
    .updateTable('alarms')
    .set({ state: 'closed', ended_at: atMs })
    .where('rule_id', '=', ruleId)
    .where('state', '=', 'firing')
    .execute()
}

export async function removeOldAlarms(database: ControlDatabase, beforeMs: number): Promise<void> {
  await asked(database, async (tables) => {
    await tables
      .deleteFrom('alarms')
      .where('state', '!=', 'firing')
      .where('fired_at', '<', beforeMs)
      .execute()
  })
}

function keptAlarm(row: AlarmRow): KeptAlarm {
  return {
    number: row.number,
    ruleId: row.rule_id,
    gateway: row.gateway,
    subject: row.subject,
    severity: row.severity,
    state: row.state,
    firedAtMs: row.fired_at,
    endedAtMs: row.ended_at,
    toldAtMs: row.told_at,
    suppressed: row.suppressed,
    acknowledgedAtMs: row.acknowledged_at,
    acknowledgedBy: row.acknowledged_by,
    body: row.body,
  }
}
