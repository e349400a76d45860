import type { Kysely } from 'kysely'
import type { ControlTables } from './control-tables.ts'

/** Links that set a password once. A person has at most one, and so has the first administrator (''). */
export interface OneTimeLink {
  readonly id: string
  readonly hash: string
  readonly user: string
  /** 0: when it is used up. */
  readonly expiresAtMs: number
}

type Tables = Kysely<ControlTables>

/** In place of the one before. */
export async function setLink(tables: Tables, link: OneTimeLink): Promise<void> {
  const { id, hash, user, expiresAtMs } = link
  await removeLinksOf(tables, user)
  await tables
    .insertInto('one_time_links')
    .values({ id, hash, user_name: user, expires_at: expiresAtMs })
    .execute()
}

export async function findLink(tables: Tables, id: string): Promise<OneTimeLink | undefined> {
  return await tables
    .selectFrom('one_time_links')
    .select(['id', 'hash', 'user_name as user', 'expires_at as expiresAtMs'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function hasSetUpLink(tables: Tables): Promise<boolean> {
  const row = await tables
    .selectFrom('one_time_links')
    .select('id')
    .where('user_name', '=', '')
    .executeTakeFirst()
  return row !== undefined
}

export async function removeLinksOf(tables: Tables, user: string): Promise<void> {
  await tables.deleteFrom('one_time_links').where('user_name', '=', user).execute()
}
