import { type Kysely, sql } from 'kysely'

/** Requests for permissions and what people were reminded of. Permissions themselves are documents. */
export interface PermissionRequestRow {
  readonly number: number
  readonly app: string
  readonly gateway: string
  /** JSON list of names; null: the whole gateway. */
  readonly resources: string | null
  readonly reason: string
  /** null: for ever. */
  readonly expires_days: number | null
  /** 1: of something that the application had already. */
  readonly renewal: number
  readonly requester: string
  readonly requested_at: number
  readonly status: string
  /** JSON; null while it is pending. */
  readonly decision: string | null
}

export interface ReminderRow {
  readonly number: number
  /** What it is about and which day: never reminded of twice. */
  readonly mark: string
  readonly at: number
  readonly kind: string
  readonly app: string
  readonly gateway: string
  /** JSON list of names. */
  readonly recipients: string
  readonly subject: string
  readonly body: string
}

/** PostgreSQL knows no empty list. Nothing is named ''. */
export function oneOf(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [''] : names
}

export async function createPermissionTables(tables: Kysely<never>): Promise<void> {
  for (const text of permissionTables) await sql.raw(text).execute(tables)
}

const permissionTables = [
  `create table permission_requests (
    number integer primary key, app text not null, gateway text not null, resources text,
    reason text not null, expires_days integer, renewal integer not null,
    requester text not null, requested_at bigint not null, status text not null, decision text)`,
  'create index permission_requests_by_gateway on permission_requests (gateway, number)',
  'create index permission_requests_by_app on permission_requests (app, number)',
  `create table reminders (
    number integer primary key, mark text not null unique, at bigint not null, kind text not null,
    app text not null, gateway text not null, recipients text not null,
    subject text not null, body text not null)`,
] as const
