import type { Kysely } from 'kysely'
import type { ControlTables } from './control-tables.ts'
import { type User, userOf } from './user-store.ts'

/** Tokens of programs. A person's acts as that person; a service's has rights of its own. */
export interface StoredToken {
  readonly id: string
  readonly hash: string
  readonly name: string
  /** Whose, '' for a service's. */
  readonly user: string
  /** JSON, '' for a person's. */
  readonly rights: string
  readonly madeAtMs: number
  readonly madeBy: string
  readonly expiresAtMs: number
  /** 0: never. */
  readonly usedAtMs: number
}

type Tables = Kysely<ControlTables>

export async function addToken(tables: Tables, token: StoredToken): Promise<void> {
  const { id, hash, name, user, rights, madeAtMs, madeBy, expiresAtMs, usedAtMs } = token
  await tables
    .insertInto('tokens')
    .values({
      id,
      hash,
      name,
      user_name: user,
      rights,
      made_at: madeAtMs,
      made_by: madeBy,
      expires_at: expiresAtMs,
      used_at: usedAtMs,
    })
    .execute()
}

/** With the person who stands behind it, if one does. */
export async function findToken(
  tables: Tables,
  id: string,
): Promise<{ readonly token: StoredToken; readonly user: User | undefined } | undefined> {
  const token = await tables
    .selectFrom('tokens')
    .select(tokenColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  if (token === undefined) return undefined
  if (token.user === '') return { token, user: undefined }
  const row = await tables
    .selectFrom('users')
    .selectAll()
    .where('name', '=', token.user)
    .executeTakeFirst()
  return { token, user: row === undefined ? undefined : userOf(row) }
}

/** Of one person, of services (''), or all (undefined); by name. */
export async function listTokens(tables: Tables, user: string | undefined): Promise<StoredToken[]> {
  let question = tables.selectFrom('tokens').select(tokenColumns)
  if (user !== undefined) question = question.where('user_name', '=', user)
  return await question.orderBy('user_name').orderBy('name').execute()
}

export async function touchToken(tables: Tables, id: string, usedAtMs: number): Promise<void> {
  await tables.updateTable('tokens').set({ used_at: usedAtMs }).where('id', '=', id).execute()
}

export async function removeToken(tables: Tables, id: string): Promise<void> {
  await tables.deleteFrom('tokens').where('id', '=', id).execute()
}

const tokenColumns = [
  'id',
  'hash',
  'name',
  'user_name as user',
  'rights',
  'made_at as madeAtMs',
  'made_by as madeBy',
  'expires_at as expiresAtMs',
  'used_at as usedAtMs',
] as const
