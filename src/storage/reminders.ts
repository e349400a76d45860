import type { ControlDatabase } from './control-database.ts'
import { oneOf, type ReminderRow } from './permission-tables.ts'

/** What people were reminded of. Each mark is kept once, whoever asks again and after any restart. */
export interface Reminder {
  readonly number: number
  readonly atMs: number
  /** `permission_expires` is for who owns the application, `request_waits` for the gateway's maintainers. */
  readonly kind: 'permission_expires' | 'request_waits'
  readonly app: string
  readonly gateway: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
}

export type NewReminder = Omit<Reminder, 'number'> & { readonly mark: string }

/** false: that was reminded of before. */
export async function keepReminder(
  database: ControlDatabase,
  { mark, atMs, kind, app, gateway, to, subject, text }: NewReminder,
): Promise<boolean> {
  try {
    return await database.tables.transaction().execute(async (tables) => {
      const { last } = await tables
        .selectFrom('reminders')
        .select(({ fn }) => fn.max('number').as('last'))
        .executeTakeFirstOrThrow()
      const recipients = JSON.stringify(to)
      const row = { mark, at: atMs, kind, app, gateway, recipients, subject, body: text }
      const kept = await tables
        .insertInto('reminders')
        .values({ number: (last ?? 0) + 1, ...row })
        .onConflict((conflict) => conflict.column('mark').doNothing())
        .executeTakeFirst()
      return kept.numInsertedOrUpdatedRows === 1n
    })
  } catch (error) {
    throw database.problem(error)
  }
}

export interface ReminderFilter {
  /** undefined: all. */
  readonly visible?: { readonly apps: readonly string[]; readonly gateways: readonly string[] }
  /** Only older ones. */
  readonly before: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function listReminders(
  database: ControlDatabase,
  { visible, before, limit }: ReminderFilter,
): Promise<Reminder[]> {
  try {
    let question = database.tables.selectFrom('reminders').selectAll()
    if (visible !== undefined) {
      const { apps, gateways } = visible
      question = question.where((build) =>
        build.or([
          build.and([build('kind', '=', 'permission_expires'), build('app', 'in', oneOf(apps))]),
          build.and([build('kind', '=', 'request_waits'), build('gateway', 'in', oneOf(gateways))]),
        ]),
      )
    }
    if (before !== undefined) question = question.where('number', '<', before)
    return (await question.orderBy('number', 'desc').limit(limit).execute()).map(reminderOf)
  } catch (error) {
    throw database.problem(error)
  }
}

/** Older ones are of no use to anyone: their grant has ended and their request was decided. */
export async function removeReminders(
  database: ControlDatabase,
  olderThanMs: number,
): Promise<void> {
  try {
    await database.tables.deleteFrom('reminders').where('at', '<', olderThanMs).execute()
  } catch (error) {
    throw database.problem(error)
  }
}

function reminderOf({
  number,
  at,
  kind,
  app,
  gateway,
  recipients,
  subject,
  body,
}: ReminderRow): Reminder {
  return {
    number,
    atMs: at,
    kind: kind as Reminder['kind'], // keepReminder wrote it, and so the names
    app,
    gateway,
    to: JSON.parse(recipients) as string[],
    subject,
    text: body,
  }
}
