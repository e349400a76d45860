import { type Kysely, sql } from 'kysely'

/** Edits of gateways that no release holds yet, and answers that were given to creations. */
export interface DraftTables {
  readonly drafts: DraftRow
  readonly draft_parts: DraftPartRow
  readonly idempotency_keys: IdempotencyRow
}

interface DraftRow {
  readonly gateway: string
  /** Grows with each edit. */
  readonly revision: number
  readonly begun_at: number
  readonly edited_at: number
  readonly edited_by: string
}

interface DraftPartRow {
  readonly gateway: string
  /** Such as `resources/get_order`. */
  readonly part: string
  /** JSON; null: the part is taken away. */
  readonly body: string | null
  /** Hash of the live part that the edit began from, '' where there was none. */
  readonly base: string
  /** Order of the first edits. */
  readonly place: number
}

interface IdempotencyRow {
  readonly caller: string
  readonly key: string
  /** Of method, path and body. */
  readonly request: string
  readonly status: number
  /** JSON: the fields of the answer that tell where the new thing is. */
  readonly fields: string
  readonly body: string
  readonly at: number
}

export async function createDraftTables(tables: Kysely<never>): Promise<void> {
  for (const text of draftTables) await sql.raw(text).execute(tables)
}

const draftTables = [
  `create table drafts (
    gateway text primary key, revision integer not null, begun_at bigint not null,
    edited_at bigint not null, edited_by text not null)`,
  `create table draft_parts (
    gateway text not null references drafts (gateway), part text not null,
    body text, base text not null, place integer not null, primary key (gateway, part))`,
  `create table idempotency_keys (
    caller text not null, key text not null, request text not null, status integer not null,
    fields text not null, body text not null, at bigint not null, primary key (caller, key))`,
  'create index idempotency_keys_by_time on idempotency_keys (at)',
] as const
