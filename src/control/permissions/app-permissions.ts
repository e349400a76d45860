import type { StoredGateway } from '../../definition/control-state.ts'
import type { Grant, Resource } from '../../model/release.ts'
import type { PermissionRequest } from '../../storage/permission-requests.ts'
import { heldUntil, isoOrNull } from './grant-end.ts'
import { portalGateway } from '../portal/portal-gateway.ts'
import { liveResources } from './visible-gateway.ts'

/** What an application may call of a gateway, and what has become of its requests: resource by resource,
 *  as its owner needs to know before asking. */
export interface ResourcePermission {
  /** null: the gateway as a whole. */
  readonly resource: string | null
  readonly method: string
  readonly path: string
  readonly status: PermissionStatus
  /** Of `owned` and `expired`; null: for ever, or never had. */
  readonly expiresAt: string | null
  /** Of the last request that names it, whatever became of it; null: none. */
  readonly request: number | null
}

/** `unlimited`: it needs no permission. `absent`: it would be owned, and no stage serves it now. */
type PermissionStatus =
  | 'owned'
  | 'unlimited'
  | 'pending'
  | 'expired'
  | 'rejected'
  | 'need_apply'
  | 'absent'

/** `grants` and `requests`, the newest first, are those of one application on this gateway. Of resources that are
 *  not for everybody to see, whom `seesAll` does not hold for is shown those that they know by these. */
export function appPermissions(
  gateway: StoredGateway,
  grants: readonly Grant[],
  requests: readonly PermissionRequest[],
  { seesAll, nowMs }: { readonly seesAll: boolean; readonly nowMs: number },
): { readonly gateway: ResourcePermission; readonly resources: readonly ResourcePermission[] } {
  const live = liveResources(gateway)
  const { byName: shown } = portalGateway(gateway)
  const known = new Set([...grants, ...requests].flatMap(({ resources }) => resources ?? []))
  const isShown = (name: string): boolean =>
    seesAll || known.has(name) || shown.get(name)?.isPublic === true
  const statusOf = (resource: Resource | null): ResourcePermission => {
    const end = heldUntil(grants, resource?.name ?? null)
    const last = requests.find((one) => isAbout(one, resource?.name ?? null))
    const isPending = last?.status === 'pending'
    return {
      resource: resource?.name ?? null,
      method: resource?.method ?? 'ANY',
      path: resource?.path ?? '/',
      status: statusFor(resource, end, last, nowMs),
      expiresAt: end === undefined || !Number.isFinite(end) ? null : isoOrNull(end),
      request: isPending || end === undefined || end <= nowMs ? (last?.number ?? null) : null,
    }
  }
  return {
    gateway: statusOf(null),
    resources: [
      ...[...live.values()].filter(({ name }) => isShown(name)).map(statusOf),
      ...absentPermissions(grants, live, nowMs),
    ],
  }
}

/** What is owned and cannot be called, as its name is in no release that is live. */
function absentPermissions(
  grants: readonly Grant[],
  live: ReadonlyMap<string, Resource>,
  nowMs: number,
): ResourcePermission[] {
  const names = new Set(grants.flatMap(({ resources }) => resources ?? []))
  return [...names].flatMap((resource) => {
    const end = heldUntil(grants, resource) ?? 0
    if (live.has(resource) || end <= nowMs) return []
    const expiresAt = Number.isFinite(end) ? isoOrNull(end) : null
    return [{ resource, method: '', path: '', status: 'absent', expiresAt, request: null }]
  })
}

function statusFor(
  resource: Resource | null,
  end: number | undefined,
  last: PermissionRequest | undefined,
  nowMs: number,
): PermissionStatus {
  if (resource?.auth.permission === false) return 'unlimited'
  if (end !== undefined && end > nowMs) return 'owned'
  if (last?.status === 'pending') return 'pending'
  if (last !== undefined && isRejected(last, resource) && isLater(last, end)) return 'rejected'
  return end === undefined ? 'need_apply' : 'expired'
}

function isAbout({ resources }: PermissionRequest, resource: string | null): boolean {
  return resources === null || (resource !== null && resources.includes(resource))
}

function isRejected({ status, decision }: PermissionRequest, resource: Resource | null): boolean {
  if (status === 'rejected') return true
  if (status !== 'partly_approved') return false
  return resource === null || decision?.approved?.includes(resource.name) !== true
}

/** A permission that ended after it was decided was had since. */
function isLater({ decision }: PermissionRequest, end: number | undefined): boolean {
  return end === undefined || (decision?.atMs ?? 0) > end
}
