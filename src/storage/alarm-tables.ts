import { type Kysely, sql } from 'kysely'

/** The tables of alarms and of what is to be told. Times are epoch milliseconds, 0 for never; bodies are
 *  JSON. */
export interface AlarmTables {
  readonly alarm_rules: AlarmRuleRow
  /** What fired: rows are added, and change until the alarm has ended. */
  readonly alarms: AlarmRow
  /** What is to be told to somebody: kept until it was, or could not be. */
  readonly notifications: NotificationRow
}

interface AlarmRuleRow {
  readonly id: string
  /** '' for the whole deployment. */
  readonly gateway: string
  readonly body: string
  readonly made_at: number
  readonly changed_at: number
  readonly changed_by: string
}

export interface AlarmRow {
  readonly number: number
  readonly rule_id: string
  /** Of the rule: '' for the whole deployment. */
  readonly gateway: string
  /** JSON list: of which gateway, and which value of what the rule groups by. */
  readonly subject: string
  readonly severity: string
  readonly state: 'firing' | 'recovered' | 'closed'
  readonly fired_at: number
  readonly ended_at: number
  readonly told_at: number
  /** Why nobody was told, '' where somebody was. */
  readonly suppressed: string
  readonly acknowledged_at: number
  readonly acknowledged_by: string
  readonly body: string
}

export interface NotificationRow {
  /** Sent along, so that who gets it twice can tell. */
  readonly id: string
  /** 0 where no alarm is told of. */
  readonly alarm: number
  readonly kind: string
  readonly channel: 'webhook' | 'email'
  /** An address of either kind. */
  readonly receiver: string
  /** Names the secret that signs it; '' for none. */
  readonly signing: string
  readonly subject: string
  readonly body: string
  readonly made_at: number
  readonly due_at: number
  readonly attempts: number
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly failure: string
  readonly ended_at: number
}

export async function createAlarmTables(tables: Kysely<never>): Promise<void> {
  for (const text of alarmTables) await sql.raw(text).execute(tables)
}

const alarmTables = [
  `create table alarm_rules (
    id text primary key, gateway text not null, body text not null,
    made_at bigint not null, changed_at bigint not null, changed_by text not null)`,
  'create index alarm_rules_by_gateway on alarm_rules (gateway)',
  `create table alarms (
    number integer primary key, rule_id text not null, gateway text not null, subject text not null,
    severity text not null, state text not null, fired_at bigint not null, ended_at bigint not null,
    told_at bigint not null, suppressed text not null, acknowledged_at bigint not null,
    acknowledged_by text not null, body text not null)`,
  'create index alarms_by_gateway on alarms (gateway, number)',
  'create index alarms_by_rule on alarms (rule_id, subject)',
  'create index alarms_by_state on alarms (state)',
  `create table notifications (
    id text primary key, alarm integer not null, kind text not null, channel text not null,
    receiver text not null, signing text not null, subject text not null, body text not null,
    made_at bigint not null, due_at bigint not null, attempts integer not null, state text not null,
    failure text not null, ended_at bigint not null)`,
  'create index notifications_due on notifications (state, due_at)',
  'create index notifications_by_alarm on notifications (alarm)',
] as const
