import { type Kysely, sql } from 'kysely'

/** The tables of people: who they are, how they sign in, what they hand out. Of every secret only a hash
 *  is kept. Truths are 0 or 1, lists and rights are JSON. */
export interface PeopleTables {
  readonly users: UserRow
  readonly sessions: SessionRow
  readonly tokens: TokenRow
  readonly one_time_links: OneTimeLinkRow
  readonly record_shares: RecordShareRow
}

interface UserRow {
  readonly name: string
  readonly display_name: string
  readonly email: string
  /** JSON list of names. */
  readonly member_of: string
  readonly is_administrator: number
  readonly is_disabled: number
  readonly source: 'local' | 'oidc'
  /** Of who signs in by OpenID Connect; null for all others. */
  readonly issuer: string | null
  readonly subject: string | null
  /** As password-hash.ts encodes it, '' for none. */
  readonly password: string
  readonly made_at: number
}

interface SessionRow {
  readonly id: string
  readonly hash: string
  readonly user_name: string
  readonly made_at: number
  readonly used_at: number
  readonly expires_at: number
  readonly address: string
  readonly agent: string
}

interface TokenRow {
  readonly id: string
  readonly hash: string
  readonly name: string
  /** Whose, '' for a service's. */
  readonly user_name: string
  /** JSON of a service's rights, '' for a person's. */
  readonly rights: string
  readonly made_at: number
  readonly made_by: string
  readonly expires_at: number
  /** 0: never. */
  readonly used_at: number
}

interface OneTimeLinkRow {
  readonly id: string
  readonly hash: string
  /** Whose password it sets, '' for the first administrator, who chooses a name. */
  readonly user_name: string
  /** 0: when it is used up. */
  readonly expires_at: number
}

interface RecordShareRow {
  readonly id: string
  readonly hash: string
  readonly request_id: string
  readonly gateway: string
  readonly view: 'caller' | 'full'
  readonly made_at: number
  readonly made_by: string
  readonly expires_at: number
}

export async function createPeopleTables(tables: Kysely<never>): Promise<void> {
  for (const text of peopleTables) await sql.raw(text).execute(tables)
}

const peopleTables = [
  `create table users (
    name text primary key, display_name text not null, email text not null, member_of text not null,
    is_administrator integer not null, is_disabled integer not null,
    source text not null, issuer text, subject text, password text not null, made_at bigint not null,
    unique (issuer, subject))`,
  `create table sessions (
    id text primary key, hash text not null,
    user_name text not null references users (name) on delete cascade,
    made_at bigint not null, used_at bigint not null, expires_at bigint not null,
    address text not null, agent text not null)`,
  'create index sessions_by_user on sessions (user_name)',
  `create table tokens (
    id text primary key, hash text not null, name text not null, user_name text not null,
    rights text not null, made_at bigint not null, made_by text not null,
    expires_at bigint not null, used_at bigint not null, unique (user_name, name))`,
  `create table one_time_links (
    id text primary key, hash text not null, user_name text not null, expires_at bigint not null)`,
  `create table record_shares (
    id text primary key, hash text not null, request_id text not null, gateway text not null,
    view text not null, made_at bigint not null, made_by text not null, expires_at bigint not null)`,
  'create index record_shares_by_gateway on record_shares (gateway, made_at)',
] as const
