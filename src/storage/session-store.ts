import type { Kysely } from 'kysely'
import type { ControlTables } from './control-tables.ts'
import { type User, userOf } from './user-store.ts'

/** Who is signed in. A session is known by its id and proved by a secret, of which only the hash is kept. */
export interface Session {
  readonly id: string
  readonly hash: string
  readonly user: string
  readonly madeAtMs: number
  readonly usedAtMs: number
  readonly expiresAtMs: number
  readonly address: string
  /** What the browser says it is. */
  readonly agent: string
}

type Tables = Kysely<ControlTables>

export async function addSession(tables: Tables, session: Session): Promise<void> {
  const { id, hash, user, madeAtMs, usedAtMs, expiresAtMs, address, agent } = session
  await tables
    .insertInto('sessions')
    .values({
      id,
      hash,
      user_name: user,
      made_at: madeAtMs,
      used_at: usedAtMs,
      expires_at: expiresAtMs,
      address,
      agent,
    })
    .execute()
}

export async function findSession(
  tables: Tables,
  id: string,
): Promise<{ readonly session: Session; readonly user: User } | undefined> {
  const row = await tables
    .selectFrom('sessions')
    .innerJoin('users', 'users.name', 'sessions.user_name')
    .selectAll('users')
    .select(sessionColumns)
    .where('sessions.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { id: found, hash, user, madeAtMs, usedAtMs, expiresAtMs, address, agent, ...rest } = row
  const session = { id: found, hash, user, madeAtMs, usedAtMs, expiresAtMs, address, agent }
  return { session, user: userOf(rest) }
}

/** Newest first. */
export async function sessionsOf(tables: Tables, user: string): Promise<Session[]> {
  return await tables
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('user_name', '=', user)
    .orderBy('sessions.made_at', 'desc')
    .execute()
}

export async function touchSession(tables: Tables, id: string, usedAtMs: number): Promise<void> {
  await tables.updateTable('sessions').set({ used_at: usedAtMs }).where('id', '=', id).execute()
}

export async function endSession(tables: Tables, id: string): Promise<void> {
  await tables.deleteFrom('sessions').where('id', '=', id).execute()
}

/** How many there were. `but`: one that stays. */
export async function endSessionsOf(tables: Tables, user: string, but = ''): Promise<number> {
  const ended = await tables
    .deleteFrom('sessions')
    .where('user_name', '=', user)
    .where('id', '<>', but)
    .executeTakeFirst()
  return Number(ended.numDeletedRows)
}

/** Of everybody: not used since `usedBeforeMs`, or at their end. */
export async function dropOldSessions(
  tables: Tables,
  { usedBeforeMs, nowMs }: { readonly usedBeforeMs: number; readonly nowMs: number },
): Promise<void> {
  await tables
    .deleteFrom('sessions')
    .where((build) =>
      build.or([build('used_at', '<', usedBeforeMs), build('expires_at', '<=', nowMs)]),
    )
    .execute()
}

const sessionColumns = [
  'sessions.id',
  'sessions.hash',
  'sessions.user_name as user',
  'sessions.made_at as madeAtMs',
  'sessions.used_at as usedAtMs',
  'sessions.expires_at as expiresAtMs',
  'sessions.address',
  'sessions.agent',
] as const
