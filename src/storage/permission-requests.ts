import type { SelectQueryBuilder, Transaction } from 'kysely'
import type { ControlDatabase } from './control-database.ts'
import type { ControlTables } from './control-tables.ts'
import { oneOf, type PermissionRequestRow } from './permission-tables.ts'
import { StorageProblem } from './storage-problem.ts'

/** What applications ask of gateways, and what was decided. A decision is kept in one transaction with
 *  the permission that it gives, and only once. */
export interface PermissionRequest {
  readonly number: number
  readonly app: string
  readonly gateway: string
  /** null: the whole gateway. */
  readonly resources: readonly string[] | null
  readonly reason: string
  /** null: for ever. */
  readonly expiresInDays: number | null
  readonly isRenewal: boolean
  readonly requester: string
  readonly atMs: number
  readonly status: RequestStatus
  /** null while it is pending. */
  readonly decision: RequestDecision | null
}

export const requestStatuses = [
  'pending',
  'approved',
  'partly_approved',
  'rejected',
  'withdrawn',
] as const
export type RequestStatus = (typeof requestStatuses)[number]

export interface RequestDecision {
  readonly by: string
  readonly atMs: number
  readonly comment: string
  /** null: the whole gateway; [] where nothing was. */
  readonly approved: readonly string[] | null
}

/** A new request, or what was decided of a pending one. */
export type RequestChange =
  | { readonly kind: 'new'; readonly request: PermissionRequest }
  | ({ readonly kind: 'decided'; readonly number: number } & Pick<
      PermissionRequest & { decision: RequestDecision },
      'status' | 'decision'
    >)

export interface RequestFilter {
  /** Only requests by one of these applications or to one of these gateways; undefined: all. */
  readonly visible?: { readonly apps: readonly string[]; readonly gateways: readonly string[] }
  readonly app?: string
  readonly gateway?: string
  readonly status?: RequestStatus
  /** Only older ones. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Newest first. */
export async function listRequests(
  database: ControlDatabase,
  filter: RequestFilter,
): Promise<PermissionRequest[]> {
  const { visible, app, gateway, status, before, limit } = filter
  return await asked(database, (all) => {
    let question = all
    if (visible !== undefined) {
      const { apps, gateways } = visible
      question = question.where((build) =>
        build.or([build('app', 'in', oneOf(apps)), build('gateway', 'in', oneOf(gateways))]),
      )
    }
    if (app !== undefined) question = question.where('app', '=', app)
    if (gateway !== undefined) question = question.where('gateway', '=', gateway)
    if (status !== undefined) question = question.where('status', '=', status)
    if (before !== undefined) question = question.where('number', '<', before)
    return question.orderBy('number', 'desc').limit(limit)
  })
}

export async function findRequest(
  database: ControlDatabase,
  number: number,
): Promise<PermissionRequest | undefined> {
  const [found] = await asked(database, (all) => all.where('number', '=', number))
  return found
}

/** The number of the next request. */
export async function nextRequestNumber(database: ControlDatabase): Promise<number> {
  const [last] = await listRequests(database, { limit: 1 })
  return (last?.number ?? 0) + 1
}

/** Within the transaction of whoever keeps the change. */
export async function keepRequests(
  tables: Transaction<ControlTables>,
  changes: readonly RequestChange[],
): Promise<void> {
  for (const change of changes) {
    if (change.kind === 'new') {
      await tables.insertInto('permission_requests').values(rowOf(change.request)).execute()
      continue
    }
    const { number, status, decision } = change
    const updated = await tables
      .updateTable('permission_requests')
      .set({ status, decision: JSON.stringify(decision) })
      .where('number', '=', number)
      .where('status', '=', 'pending')
      .executeTakeFirst()
    if (updated.numUpdatedRows === 1n) continue
    throw new StorageProblem(`Permission request ${number} is decided already; nothing was kept.`)
  }
}

type Question = SelectQueryBuilder<ControlTables, 'permission_requests', PermissionRequestRow>

async function asked(
  database: ControlDatabase,
  narrow: (all: Question) => Question,
): Promise<PermissionRequest[]> {
  try {
    const all = database.tables.selectFrom('permission_requests').selectAll()
    return (await narrow(all).execute()).map(requestOf)
  } catch (error) {
    throw database.problem(error)
  }
}

function rowOf(request: PermissionRequest): PermissionRequestRow {
  const { number, app, gateway, resources, reason, expiresInDays, requester, status } = request
  return {
    number,
    app,
    gateway,
    resources: jsonOrNull(resources),
    reason,
    expires_days: expiresInDays,
    renewal: request.isRenewal ? 1 : 0,
    requester,
    requested_at: request.atMs,
    status,
    decision: jsonOrNull(request.decision),
  }
}

function requestOf(row: PermissionRequestRow): PermissionRequest {
  const { number, app, gateway, resources, reason, requester, decision } = row
  return {
    number,
    app,
    gateway,
    resources: parsed(resources) as PermissionRequest['resources'], // rowOf wrote it
    reason,
    expiresInDays: row.expires_days,
    isRenewal: row.renewal === 1,
    requester,
    atMs: row.requested_at,
    status: row.status as RequestStatus,
    decision: parsed(decision) as PermissionRequest['decision'],
  }
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
