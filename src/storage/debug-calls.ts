import { type Kysely, sql } from 'kysely'
import type { ControlDatabase } from './control-database.ts'

/** Calls of online debugging, for as long as somebody may want to look at one again. No secret reaches
 *  this file: whoever keeps one has masked it. */
export interface DebugCallRow {
  /** Grows with time. */
  readonly id: number
  readonly gateway: string
  readonly at: number
  readonly actor: string
  readonly stage: string
  readonly method: string
  readonly path: string
  /** Of the last answer, 0 where there was none. */
  readonly status: number
  /** Of the verdict. */
  readonly key: string
  readonly fault: string
  readonly body: string
}

export type DebugCallEntry = Omit<DebugCallRow, 'body'>

export async function createDebugCalls(tables: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create table debug_calls (
        id bigint primary key, gateway text not null, at bigint not null, actor text not null,
        stage text not null, method text not null, path text not null, status integer not null,
        key text not null, fault text not null, body text not null)`,
    )
    .execute(tables)
  await sql.raw('create index debug_calls_by_gateway on debug_calls (gateway, id)').execute(tables)
  await sql.raw('create index debug_calls_by_time on debug_calls (at)').execute(tables)
}

/** How long a call is kept, and how many of one gateway. */
export interface DebugCallLimits {
  readonly ageMs: number
  readonly count: number
}

const usualDebugCallLimits: DebugCallLimits = { ageMs: 90 * 86_400_000, count: 1_000 }

/** Keeps one, and takes away what is too old or too much. */
export async function keepDebugCall(
  database: ControlDatabase,
  call: DebugCallRow,
  limits: DebugCallLimits = usualDebugCallLimits,
): Promise<void> {
  try {
    await database.tables.transaction().execute(async (tables) => {
      await tables.insertInto('debug_calls').values(call).execute()
      await tables
        .deleteFrom('debug_calls')
        .where('at', '<', call.at - limits.ageMs)
        .execute()
      const firstTooMany = await tables
        .selectFrom('debug_calls')
        .select('id')
        .where('gateway', '=', call.gateway)
        .orderBy('id', 'desc')
        .offset(limits.count)
        .limit(1)
        .executeTakeFirst()
      if (firstTooMany === undefined) return
      await tables
        .deleteFrom('debug_calls')
        .where('gateway', '=', call.gateway)
        .where('id', '<=', firstTooMany.id)
        .execute()
    })
  } catch (error) {
    throw database.problem(error)
  }
}

/** Newest first, at most `limit` of them, older than number `before`. */
export async function listDebugCalls(
  database: ControlDatabase,
  gateway: string,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<DebugCallEntry[]> {
  try {
    let question = database.tables
      .selectFrom('debug_calls')
      .select(entryColumns)
      .where('gateway', '=', gateway)
    if (before !== undefined) question = question.where('id', '<', before)
    return await question.orderBy('id', 'desc').limit(limit).execute()
  } catch (error) {
    throw database.problem(error)
  }
}

export async function findDebugCall(
  database: ControlDatabase,
  gateway: string,
  id: number,
): Promise<DebugCallRow | undefined> {
  try {
    return await database.tables
      .selectFrom('debug_calls')
      .selectAll()
      .where('gateway', '=', gateway)
      .where('id', '=', id)
      .executeTakeFirst()
  } catch (error) {
    throw database.problem(error)
  }
}

const entryColumns = [
  'id',
  'gateway',
  'at',
  'actor',
  'stage',
  'method',
  'path',
  'status',
  'key',
  'fault',
] as const
