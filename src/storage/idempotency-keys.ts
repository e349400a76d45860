import type { ControlDatabase } from './control-database.ts'

/** Answers to creations by the key that their callers gave them, so that a request which is sent again
 *  creates nothing twice. */
export interface KeptAnswer {
  readonly caller: string
  readonly key: string
  /** Hash of method, path and body. */
  readonly request: string
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly body: string
  readonly atMs: number
}

/** A day, in milliseconds: longer than any program goes on trying. */
export const keptForMs = 86_400_000
/** Of all callers together; the oldest go first. */
const mostKeys = 10_000

export async function findAnswer(
  database: ControlDatabase,
  caller: string,
  key: string,
  nowMs: number,
): Promise<KeptAnswer | undefined> {
  try {
    const row = await database.tables
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('caller', '=', caller)
      .where('key', '=', key)
      .where('at', '>', nowMs - keptForMs)
      .executeTakeFirst()
    if (row === undefined) return undefined
    const { request, status, body, at } = row
    const fields = JSON.parse(row.fields) as Record<string, string> // written below
    return { caller, key, request, status, fields, body, atMs: at }
  } catch (error) {
    throw database.problem(error)
  }
}

export async function keepAnswer(database: ControlDatabase, answer: KeptAnswer): Promise<void> {
  const { caller, key, request, status, body, atMs } = answer
  const row = { request, status, fields: JSON.stringify(answer.fields), body, at: atMs }
  try {
    await database.tables.transaction().execute(async (tables) => {
      await tables
        .deleteFrom('idempotency_keys')
        .where('at', '<=', atMs - keptForMs)
        .execute()
      await tables
        .insertInto('idempotency_keys')
        .values({ caller, key, ...row })
        .onConflict((conflict) => conflict.columns(['caller', 'key']).doUpdateSet(row))
        .execute()
      const oldest = await tables
        .selectFrom('idempotency_keys')
        .select('at')
        .orderBy('at', 'desc')
        .offset(mostKeys)
        .limit(1)
        .executeTakeFirst()
      if (oldest === undefined) return
      await tables.deleteFrom('idempotency_keys').where('at', '<=', oldest.at).execute()
    })
  } catch (error) {
    throw database.problem(error)
  }
}
