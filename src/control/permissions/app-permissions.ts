import type { StoredGateway } from '../../definition/control-state.ts'
import type { Grant, Resource } from '../../model/release.ts'
import type { PermissionRequest } from '../../storage/permission-requests.ts'
import { heldUntil, isoOrNull } from './grant-end.ts'
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

/** `unlimited`: it needs no permission. */
type PermissionStatus = 'owned' | 'unlimited' | 'pending' | 'expired' | 'rejected' | 'need_apply'

/** `grants` and `requests`, the newest first, are those of one application on this gateway. */
export function appPermissions(
  gateway: StoredGateway,
  grants: readonly Grant[],
  requests: readonly PermissionRequest[],
  nowMs: number,
): { readonly gateway: ResourcePermission; readonly resources: readonly ResourcePermission[] } {
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
    resources: [...liveResources(gateway).values()].map(statusOf),
  }
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
