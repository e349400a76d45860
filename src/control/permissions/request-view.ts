import type { PermissionRequest, RequestDecision } from '../../storage/permission-requests.ts'
import { isoOrNull } from './grant-end.ts'

/** A request as answers show it. */
export function shownRequest(request: PermissionRequest): object {
  const { number, atMs, isRenewal, decision, ...rest } = request
  return {
    number,
    ...rest,
    renewal: isRenewal,
    at: isoOrNull(atMs),
    decision: decision === null ? null : shownDecision(decision, request),
  }
}

/** With what of it was rejected. */
function shownDecision(
  { by, atMs, comment, approved }: RequestDecision,
  { resources, status }: Pick<PermissionRequest, 'resources' | 'status'>,
): object {
  const rejected =
    status === 'withdrawn' ? [] : resources?.filter((one) => approved?.includes(one) === false)
  return { by, at: isoOrNull(atMs), comment, approved, rejected: rejected ?? [] }
}
