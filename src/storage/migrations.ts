import { type Kysely, sql } from 'kysely'
import { createAlarmTables } from './alarm-tables.ts'
import type { ControlDatabase } from './control-database.ts'
import { createPeopleTables } from './people-tables.ts'
import { createDraftTables } from './draft-tables.ts'
import { createPermissionTables } from './permission-tables.ts'
import { createDebugCalls } from './debug-calls.ts'

/** How the tables came to be: one list for both databases, never edited, only added to. The version of
 *  a database is how many of them it has seen. */
export type Migration = (tables: Kysely<never>, kind: ControlDatabase['kind']) => Promise<void>

export const migrations: readonly Migration[] = [
  createControlTables,
  createPermissionTables,
  createDebugCalls,
  createPeopleTables,
  createDraftTables,
  createAlarmTables,
]

async function createControlTables(
  tables: Kysely<never>,
  kind: ControlDatabase['kind'],
): Promise<void> {
  for (const text of controlTables) await sql.raw(text).execute(tables)
  for (const table of ['releases', 'audit']) await makeAppendOnly(table, tables, kind)
}

const controlTables = [
  'create table head (generation integer not null)',
  'insert into head (generation) values (0)',
  `create table documents (
    kind text not null, name text not null, body text not null, primary key (kind, name))`,
  'create table contents (hash text primary key, body text not null)',
  `create table releases (
    gateway text not null, stage text not null, number integer not null,
    hash text not null references contents (hash),
    made_at bigint not null, made_by text not null, comment text not null,
    primary key (gateway, stage, number))`,
  'create index releases_by_hash on releases (hash)', // else each content taken away reads them all
  `create table live (
    gateway text not null, stage text not null, number integer not null,
    primary key (gateway, stage),
    foreign key (gateway, stage, number) references releases (gateway, stage, number))`,
  `create table audit (
    id integer primary key, at bigint not null, actor text not null, address text not null,
    gateway text not null, kind text not null, path text not null, action text not null,
    before text, after text)`,
  'create index audit_by_time on audit (at)',
  'create index audit_by_gateway on audit (gateway, id)',
  'create table prepared (body text not null)',
] as const

/** Held by the database itself, against mistakes of ours and against by-hand corrections. */
async function makeAppendOnly(
  table: string,
  tables: Kysely<never>,
  kind: ControlDatabase['kind'],
): Promise<void> {
  for (const event of ['update', 'delete']) {
    const name = `${table}_no_${event}`
    const text =
      kind === 'sqlite'
        ? `create trigger ${name} before ${event} on ${table}
           begin select raise(abort, '${table} is append-only'); end`
        : `create trigger ${name} before ${event} on ${table}
           for each row execute function refuse_change()`
    if (kind === 'postgres') await sql.raw(refuseChange).execute(tables)
    await sql.raw(text).execute(tables)
  }
}

const refuseChange = `create or replace function refuse_change() returns trigger
  language plpgsql as $$ begin raise exception '% is append-only', tg_table_name; end $$`
