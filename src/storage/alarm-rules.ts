import type { Kysely } from 'kysely'
import { asked } from './audited-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'

/** A rule as it is kept; what it says is JSON. */
export interface KeptRule {
  readonly id: string
  /** '' for the whole deployment. */
  readonly gateway: string
  readonly body: string
  readonly madeAtMs: number
  readonly changedAtMs: number
  readonly changedBy: string
}

/** Of a transaction or not. */
type Tables = Kysely<ControlTables>

/** By when they were made. All, or those of one gateway. */
export async function listAlarmRules(
  database: ControlDatabase,
  gateway?: string,
): Promise<KeptRule[]> {
  return await asked(database, async (tables) => {
    let question = tables.selectFrom('alarm_rules').selectAll()
    if (gateway !== undefined) question = question.where('gateway', '=', gateway)
    return (await question.orderBy('made_at').orderBy('id').execute()).map(keptRule)
  })
}

export async function alarmRule(tables: Tables, id: string): Promise<KeptRule | undefined> {
  const row = await tables
    .selectFrom('alarm_rules')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : keptRule(row)
}

export async function countAlarmRules(tables: Tables, gateway: string): Promise<number> {
  const { found } = await tables
    .selectFrom('alarm_rules')
    .select(({ fn }) => fn.countAll().as('found'))
    .where('gateway', '=', gateway)
    .executeTakeFirstOrThrow()
  return Number(found)
}

/** New, or in the place of the one with its id. */
export async function keepAlarmRule(tables: Tables, rule: KeptRule): Promise<void> {
  const { id, gateway, body, madeAtMs, changedAtMs, changedBy } = rule
  const changed = { body, changed_at: changedAtMs, changed_by: changedBy }
  await tables
    .insertInto('alarm_rules')
    .values({ id, gateway, made_at: madeAtMs, ...changed })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute()
}

export async function removeAlarmRule(tables: Tables, id: string): Promise<void> {
  await tables.deleteFrom('alarm_rules').where('id', '=', id).execute()
}

function keptRule(row: ControlTables['alarm_rules']): KeptRule {
  const { id, gateway, body, made_at: madeAtMs, changed_at: changedAtMs } = row
  return { id, gateway, body, madeAtMs, changedAtMs, changedBy: row.changed_by }
}
