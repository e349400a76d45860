import type { Kysely } from 'kysely'
import type { ControlTables } from './control-tables.ts'

/** Links to one flow record each. */
export interface RecordShare {
  readonly id: string
  readonly hash: string
  readonly requestId: string
  readonly gateway: string
  /** `caller`: without what is behind the gateway; `full`: all of it, to who is signed in. */
  readonly view: 'caller' | 'full'
  readonly madeAtMs: number
  readonly madeBy: string
  readonly expiresAtMs: number
}

type Tables = Kysely<ControlTables>

export async function addShare(tables: Tables, share: RecordShare): Promise<void> {
  const { id, hash, requestId, gateway, view, madeAtMs, madeBy, expiresAtMs } = share
  await tables
    .insertInto('record_shares')
    .values({
      id,
      hash,
      request_id: requestId,
      gateway,
      view,
      made_at: madeAtMs,
      made_by: madeBy,
      expires_at: expiresAtMs,
    })
    .execute()
}

export async function findShare(tables: Tables, id: string): Promise<RecordShare | undefined> {
  return await tables
    .selectFrom('record_shares')
    .select(shareColumns)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Those that can be opened, newest first. */
export async function listShares(
  tables: Tables,
  { gateway, nowMs, limit }: { gateway: string; nowMs: number; limit: number },
): Promise<RecordShare[]> {
  return await tables
    .selectFrom('record_shares')
    .select(shareColumns)
    .where('gateway', '=', gateway)
    .where('expires_at', '>', nowMs)
    .orderBy('made_at', 'desc')
    .limit(limit)
    .execute()
}

export async function removeShare(tables: Tables, id: string): Promise<void> {
  await tables.deleteFrom('record_shares').where('id', '=', id).execute()
}

export async function dropEndedShares(tables: Tables, nowMs: number): Promise<void> {
  await tables.deleteFrom('record_shares').where('expires_at', '<=', nowMs).execute()
}

const shareColumns = [
  'id',
  'hash',
  'request_id as requestId',
  'gateway',
  'view',
  'made_at as madeAtMs',
  'made_by as madeBy',
  'expires_at as expiresAtMs',
] as const
