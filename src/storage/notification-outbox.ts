import type { Kysely } from 'kysely'
import type { NotificationRow } from './alarm-tables.ts'
import { asked } from './audited-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'

/** What is to be told, kept until it was: a restart loses none. */
export interface Notification {
  readonly id: string
  readonly alarm: number
  readonly kind: string
  readonly channel: NotificationRow['channel']
  readonly receiver: string
  readonly signing: string
  readonly subject: string
  readonly body: string
  readonly attempts: number
  readonly madeAtMs: number
}

/** How it went so far. */
export interface Delivery {
  readonly alarm: number
  readonly kind: string
  readonly channel: NotificationRow['channel']
  readonly receiver: string
  readonly state: NotificationRow['state']
  readonly attempts: number
  readonly failure: string
  readonly endedAtMs: number
}

/** Of a transaction or not. */
type Tables = Kysely<ControlTables>

export async function addNotifications(
  tables: Tables,
  notifications: readonly Omit<Notification, 'attempts'>[],
): Promise<void> {
  if (notifications.length === 0) return
  const waiting = await latestDue(tables, notifications)
  const rows = notifications.map(({ madeAtMs, ...notification }) => ({
    ...notification,
    made_at: madeAtMs,
    due_at: Math.max(madeAtMs, waiting.get(keyOf(notification)) ?? 0),
    attempts: 0,
    state: 'waiting' as const,
    failure: '',
    ended_at: 0,
  }))
  await tables
    .insertInto('notifications')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Of each receiver, when the last that waits is due: what is told later comes after it, also where the
 *  ones before wait because they failed. */
async function latestDue(
  tables: Tables,
  notifications: readonly Pick<Notification, 'channel' | 'receiver'>[],
): Promise<ReadonlyMap<string, number>> {
  const receivers = [...new Set(notifications.map(({ receiver }) => receiver))]
  const found = await tables
    .selectFrom('notifications')
    .select(({ fn }) => ['channel', 'receiver', fn.max('due_at').as('due')])
    .where('state', '=', 'waiting')
    .where('receiver', 'in', receivers)
    .groupBy(['channel', 'receiver'])
    .execute()
  return new Map(found.map((row) => [keyOf(row), row.due]))
}

function keyOf({ channel, receiver }: Pick<Notification, 'channel' | 'receiver'>): string {
  return `${channel} ${receiver}`
}

/** Those whose time has come, the longest waiting first; of each receiver the first only, and none of those
 *  that are busy. */
export async function dueNotifications(
  database: ControlDatabase,
  nowMs: number,
  channel: NotificationRow['channel'],
  busy: readonly string[],
  limit: number,
): Promise<Notification[]> {
  return await asked(database, async (tables) => {
    let question = tables
      .selectFrom('notifications')
      .select(({ fn }) => ['receiver', fn.min('due_at').as('due')])
      .where('state', '=', 'waiting')
      .where('channel', '=', channel)
      .where('due_at', '<=', nowMs)
    if (busy.length > 0) question = question.where('receiver', 'not in', busy)
    const receivers = await question.groupBy('receiver').orderBy('due').limit(limit).execute()
    const found: Notification[] = []
    for (const { receiver, due } of receivers) {
      const row = await tables
        .selectFrom('notifications')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('channel', '=', channel)
        .where('receiver', '=', receiver)
        .where('due_at', '=', due)
        .orderBy('made_at')
        .orderBy('id')
        .executeTakeFirst()
      if (row !== undefined) found.push(notificationOf(row))
    }
    return found
  })
}

/** When the next one is due; undefined: none waits for its time. Those that are due already are begun, or
 *  wait for an end of what is being sent. */
export async function nextDueMs(
  database: ControlDatabase,
  nowMs: number,
): Promise<number | undefined> {
  return await asked(database, async (tables) => {
    const row = await tables
      .selectFrom('notifications')
      .select(({ fn }) => fn.min('due_at').as('due'))
      .where('state', '=', 'waiting')
      .where('due_at', '>', nowMs)
      .executeTakeFirst()
    return row?.due === null || row?.due === undefined ? undefined : row.due
  })
}

export async function countWaiting(database: ControlDatabase): Promise<number> {
  return await asked(database, async (tables) => {
    const row = await tables
      .selectFrom('notifications')
      .select(({ fn }) => fn.countAll().as('found'))
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    return Number(row.found)
  })
}

export async function noteDelivered(
  database: ControlDatabase,
  { id, attempts }: Notification,
  atMs: number,
): Promise<void> {
  await change(database, id, {
    state: 'delivered',
    attempts: attempts + 1,
    failure: '',
    ended_at: atMs,
  })
}

/** `dueMs`: when it is tried again; what else waits for this receiver waits as long. undefined: never. */
export async function noteFailed(
  database: ControlDatabase,
  notification: Notification,
  failure: string,
  atMs: number,
  dueMs: number | undefined,
): Promise<void> {
  const { id, attempts, channel, receiver } = notification
  const counted = { attempts: attempts + 1, failure }
  if (dueMs === undefined) {
    return await change(database, id, { ...counted, state: 'failed', ended_at: atMs })
  }
  await change(database, id, { ...counted, due_at: dueMs })
  await asked(database, async (tables) => {
    await tables
      .updateTable('notifications')
      .set({ due_at: dueMs })
      .where('state', '=', 'waiting')
      .where('channel', '=', channel)
      .where('receiver', '=', receiver)
      .where('due_at', '<', dueMs)
      .execute()
  })
}

export async function deliveriesOf(
  database: ControlDatabase,
  alarms: readonly number[],
): Promise<Delivery[]> {
  if (alarms.length === 0) return []
  return await asked(database, async (tables) => {
    const rows = await tables
      .selectFrom('notifications')
      .selectAll()
      .where('alarm', 'in', alarms)
      .orderBy('made_at')
      .orderBy('id')
      .execute()
    return rows.map(({ alarm, kind, channel, receiver, state, attempts, failure, ended_at }) => {
      return { alarm, kind, channel, receiver, state, attempts, failure, endedAtMs: ended_at }
    })
  })
}

export async function removeOldNotifications(
  database: ControlDatabase,
  beforeMs: number,
): Promise<void> {
  await asked(database, async (tables) => {
    await tables
      .deleteFrom('notifications')
      .where('state', '!=', 'waiting')
      .where('ended_at', '<', beforeMs)
      .execute()
  })
}

async function change(
  database: ControlDatabase,
  id: string,
  values: Partial<NotificationRow>,
): Promise<void> {
  await asked(database, async (tables) => {
    await tables.updateTable('notifications').set(values).where('id', '=', id).execute()
  })
}

function notificationOf(row: NotificationRow): Notification {
  const { id, alarm, kind, channel, receiver, signing, subject, body, attempts } = row
  return {
    id,
    alarm,
    kind,
    channel,
    receiver,
    signing,
    subject,
    body,
    attempts,
    madeAtMs: row.made_at,
  }
}
