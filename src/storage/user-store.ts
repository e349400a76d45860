import type { Kysely, Selectable } from 'kysely'
import { asked } from './audited-change.ts'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'

/** People who may sign in. */
export interface User {
  readonly name: string
  readonly displayName: string
  readonly email: string
  readonly groups: readonly string[]
  readonly isAdministrator: boolean
  readonly isDisabled: boolean
  readonly source: 'local' | 'oidc'
  readonly hasPassword: boolean
  readonly madeAtMs: number
}

export interface NewUser extends Omit<User, 'hasPassword'> {
  readonly issuer: string | null
  readonly subject: string | null
}

/** What of a user can be changed. */
export type UserDetails = Pick<
  User,
  'displayName' | 'email' | 'groups' | 'isAdministrator' | 'isDisabled'
>

/** Of a transaction or not. */
type Tables = Kysely<ControlTables>

/** By name, at most `limit` of them, after the one of that name. */
export async function listUsers(
  database: ControlDatabase,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<User[]> {
  return await asked(database, async (tables) => {
    const rows = await tables
      .selectFrom('users')
      .selectAll()
      .where('name', '>', after)
      .orderBy('name')
      .limit(limit)
      .execute()
    return rows.map(userOf)
  })
}

export async function findUser(tables: Tables, name: string): Promise<User | undefined> {
  const row = await tables
    .selectFrom('users')
    .selectAll()
    .where('name', '=', name)
    .executeTakeFirst()
  return row === undefined ? undefined : userOf(row)
}

/** Of who signs in by OpenID Connect. */
export async function findSubject(
  tables: Tables,
  issuer: string,
  subject: string,
): Promise<User | undefined> {
  const row = await tables
    .selectFrom('users')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row === undefined ? undefined : userOf(row)
}

/** The encoded hash, '' where there is none. */
export async function passwordOf(tables: Tables, name: string): Promise<string> {
  const row = await tables
    .selectFrom('users')
    .select('password')
    .where('name', '=', name)
    .executeTakeFirst()
  return row?.password ?? ''
}

/** One who can sign in. `byProvider`: there is an identity provider. */
export async function hasAdministrator(tables: Tables, byProvider: boolean): Promise<boolean> {
  const row = await tables
    .selectFrom('users')
    .select('name')
    .where('is_administrator', '=', 1)
    .where('is_disabled', '=', 0)
    .where((build) =>
      build.or([
        build('password', '<>', ''),
        ...(byProvider ? [build('source', '=', 'oidc' as const)] : []),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Every group that a user is in, and every user. */
export async function namesInUse(
  tables: Tables,
): Promise<{ readonly users: ReadonlySet<string>; readonly groups: ReadonlySet<string> }> {
  const rows = await tables.selectFrom('users').select(['name', 'member_of']).execute()
  return {
    users: new Set(rows.map(({ name }) => name)),
    groups: new Set(rows.flatMap((row) => groupsOf(row.member_of))),
  }
}

export async function addUser(tables: Tables, user: NewUser): Promise<void> {
  const { name, source, issuer, subject, madeAtMs } = user
  const columns = columnsOf(user)
  await tables
    .insertInto('users')
    .values({ name, source, issuer, subject, made_at: madeAtMs, password: '', ...columns })
    .execute()
}

export async function changeUser(
  tables: Tables,
  name: string,
  details: UserDetails,
): Promise<void> {
  await tables.updateTable('users').set(columnsOf(details)).where('name', '=', name).execute()
}

export async function setPassword(tables: Tables, name: string, encoded: string): Promise<void> {
  await tables.updateTable('users').set({ password: encoded }).where('name', '=', name).execute()
}

/** With everything that is theirs. */
export async function removeUser(tables: Tables, name: string): Promise<void> {
  for (const table of ['sessions', 'tokens', 'one_time_links'] as const) {
    await tables.deleteFrom(table).where('user_name', '=', name).execute()
  }
  await tables.deleteFrom('users').where('name', '=', name).execute()
}

export function userOf(row: Selectable<ControlTables['users']>): User {
  return {
    name: row.name,
    displayName: row.display_name,
    email: row.email,
    groups: groupsOf(row.member_of),
    isAdministrator: row.is_administrator === 1,
    isDisabled: row.is_disabled === 1,
    source: row.source,
    hasPassword: row.password !== '',
    madeAtMs: row.made_at,
  }
}

function groupsOf(memberOf: string): string[] {
  return JSON.parse(memberOf) as string[] // columnsOf writes nothing else
}

function columnsOf({ displayName, email, groups, isAdministrator, isDisabled }: UserDetails) {
  return {
    display_name: displayName,
    email,
    member_of: JSON.stringify(groups),
    is_administrator: Number(isAdministrator),
    is_disabled: Number(isDisabled),
  }
}

/** E-mail addresses of people, and of the members of groups, by the name that was asked for. */
export async function addressesOfNames(
  database: ControlDatabase,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return await asked(database, async (tables) => {
    const rows = await tables
      .selectFrom('users')
      .select(['name', 'email', 'member_of'])
      .where('is_disabled', '=', 0)
      .where('email', '!=', '')
      .execute()
    return new Map(
      names.map((name) => {
        const meant = rows.filter(
          (row) => row.name === name || groupsOf(row.member_of).includes(name),
        )
        return [name, meant.map(({ email }) => email)]
      }),
    )
  })
}
