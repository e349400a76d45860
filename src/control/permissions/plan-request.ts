import type { ControlState, StoredGateway, StoredGrant } from '../../definition/control-state.ts'
import type { DetailedChange } from '../../definition/plan-changes.ts'
import type {
  PermissionRequest,
  RequestDecision,
  RequestStatus,
} from '../../storage/permission-requests.ts'
import type { PlannedChange } from '../applier.ts'
import { portalGateway } from '../portal/portal-gateway.ts'
import { ApiProblem } from '../problem.ts'
import { dayMs, heldUntil, isoOrNull } from './grant-end.ts'
import { grantsOf } from './grants-of.ts'
import { newGrantId, planGiven } from './plan-grant.ts'
import { shownRequest } from './request-view.ts'
import { requireResources, unknownResource } from './visible-gateway.ts'

/** From the wish of an application to the permission: each step as one change, kept whole. */
export interface PlannedRequest extends PlannedChange {
  readonly request: PermissionRequest
}

export type WantedPermission = Pick<
  PermissionRequest,
  'app' | 'gateway' | 'resources' | 'reason' | 'expiresInDays' | 'requester' | 'atMs'
>

interface Asked {
  /** Those of the application at this gateway. */
  readonly pending: readonly PermissionRequest[]
  readonly number: number
  /** Whoever asks may see what is not for everybody. */
  readonly seesAll: boolean
}

export function planRequest(
  state: ControlState,
  gateway: StoredGateway,
  wanted: WantedPermission,
  { pending, number, seesAll }: Asked,
): PlannedRequest {
  const held = heldOf(state, wanted)
  requireAskable(gateway, wanted, held, seesAll)
  refuseAskedTwice(wanted, pending)
  refuseOwned(wanted, held)
  const isRenewal = held.some(({ end }) => end > wanted.atMs)
  const request = { ...wanted, number, isRenewal, status: 'pending', decision: null } as const
  const { app, resources, reason, expiresInDays } = request
  const detail: DetailedChange = {
    ...placeOf(request),
    action: 'create',
    before: undefined,
    after: { app, resources, reason, expiresInDays, isRenewal },
  }
  return { next: state, details: [detail], requests: [{ kind: 'new', request }], request }
}

export interface Decision {
  readonly by: string
  readonly atMs: number
  readonly comment: string
  /** [] where all is rejected; undefined: everything that was asked for. */
  readonly approved: readonly string[] | undefined
}

/** The permission and the end of the request are one change. */
export function planDecision(
  state: ControlState,
  gateway: StoredGateway,
  request: PermissionRequest,
  { by, atMs, comment, approved: named }: Decision,
): PlannedRequest {
  requirePending(request)
  const approved = named === undefined ? request.resources : among(request, gateway, named)
  const decided = decidedRequest(request, { by, atMs, comment, approved })
  if (approved?.length === 0) return planEnd(state, decided)
  const { app, isRenewal, expiresInDays, reason } = request
  const expiresAtMs = expiresInDays === null ? null : atMs + expiresInDays * dayMs
  const added: StoredGrant = {
    id: newGrantId(atMs),
    grant: { app, gateway: gateway.name, resources: approved, expiresAtMs },
    source: isRenewal ? 'renewed' : 'approved',
    by,
    atMs,
    reason,
  }
  const given = planGiven(state, added)
  const ended = planEnd(state, decided)
  return { ...ended, next: given.next, details: [...given.details, ...ended.details] }
}

/** By whoever asked. */
export function planWithdrawal(
  state: ControlState,
  request: PermissionRequest,
  decision: Pick<RequestDecision, 'by' | 'atMs' | 'comment'>,
): PlannedRequest {
  requirePending(request)
  const withdrawn = { ...request, status: 'withdrawn', decision: { ...decision, approved: [] } }
  return planEnd(state, withdrawn as DecidedRequest)
}

/** Where a request is in the audit. */
function placeOf({ gateway, number }: PermissionRequest): Pick<DetailedChange, 'kind' | 'path'> {
  return { kind: 'permission_request', path: `gateways/${gateway}/permission-requests/${number}` }
}

type DecidedRequest = PermissionRequest & { readonly decision: RequestDecision }

function planEnd(state: ControlState, request: DecidedRequest): PlannedRequest {
  const { number, status, decision } = request
  const { approved, comment } = decision
  const detail: DetailedChange = {
    ...placeOf(request),
    action: 'update',
    before: { status: 'pending' },
    after: { status, approved, comment },
  }
  const change = { kind: 'decided', number, status, decision } as const
  return { next: state, details: [detail], requests: [change], request }
}

function decidedRequest(request: PermissionRequest, decision: RequestDecision): DecidedRequest {
  return { ...request, status: statusAfter(request, decision.approved), decision }
}

function statusAfter(
  { resources }: PermissionRequest,
  approved: readonly string[] | null,
): RequestStatus {
  if (approved?.length === 0) return 'rejected'
  const isAll = approved === null || resources?.every((name) => approved.includes(name)) === true
  return isAll ? 'approved' : 'partly_approved'
}

/** Of a request for the whole gateway any resource may be approved. */
function among(
  { resources }: PermissionRequest,
  gateway: StoredGateway,
  named: readonly string[],
): readonly string[] {
  if (resources === null) requireResources(gateway, named)
  const unknown = named.find((name) => resources?.includes(name) === false)
  if (unknown === undefined) return named
  throw new ApiProblem(
    'invalid_body',
    `resources: "${unknown}" was not asked for. Name some of ${(resources ?? []).join(', ')}.`,
  )
}

/** Two people decide at once: the second is told what the first one did. */
function requirePending(request: PermissionRequest): void {
  const { number, status, decision } = request
  if (status === 'pending') return
  const by = decision === null ? '' : `, by ${decision.by} at ${isoOrNull(decision.atMs)}`
  throw new ApiProblem(
    'decided_already',
    `Request ${number} is ${status.replace('_', ' ')} already${by}; nothing was changed.`,
    { request: shownRequest(request) },
  )
}

function refuseAskedTwice(
  { resources }: WantedPermission,
  pending: readonly PermissionRequest[],
): void {
  const other = pending.find(
    (one) =>
      one.resources === null ||
      resources === null ||
      one.resources.some((name) => resources.includes(name)),
  )
  if (other === undefined) return
  throw new ApiProblem(
    'request_pending',
    `Request ${other.number} of the application asks for some of this already. Wait for the answer, or withdraw it first.`,
    { request: other.number },
  )
}

/** What may not be seen is not there, and what nobody may ask for is only given. Whoever has a permission may ask
 *  for a longer one all the same. */
function requireAskable(
  gateway: StoredGateway,
  { resources, atMs }: WantedPermission,
  held: readonly Held[],
  seesAll: boolean,
): void {
  requireResources(gateway, resources)
  const { byName } = portalGateway(gateway)
  const owned = new Set(held.filter(({ end }) => end > atMs).map(({ resource }) => resource))
  for (const name of resources ?? []) {
    const { isPublic = false, mayApply = false } = byName.get(name) ?? {}
    if (mayApply || owned.has(name)) continue
    if (!isPublic && !seesAll) throw unknownResource(gateway, name)
    const detail = `resources: permission for "${name}" cannot be asked for. Whoever maintains "${gateway.name}" can give it.`
    throw new ApiProblem('not_permitted', detail)
  }
}

interface Held {
  readonly resource: string | null
  readonly end: number
}

function heldOf(state: ControlState, { app, gateway, resources }: WantedPermission): Held[] {
  const grants = grantsOf(state, gateway, app)
  return (resources ?? [null]).flatMap((resource) => {
    const end = heldUntil(grants, resource)
    return end === undefined ? [] : [{ resource, end }]
  })
}

/** As long as more than this is left nobody has to be bothered, as in the old system. */
const renewableDays = 360

function refuseOwned({ atMs, expiresInDays }: WantedPermission, held: readonly Held[]): void {
  const wantedEnd = expiresInDays === null ? Number.POSITIVE_INFINITY : atMs + expiresInDays * dayMs
  const owned = held.find(({ end }) => end >= wantedEnd || end >= atMs + renewableDays * dayMs)
  if (owned === undefined) return
  const what = owned.resource === null ? 'the whole gateway' : `"${owned.resource}"`
  const until = Number.isFinite(owned.end) ? `until ${isoOrNull(owned.end)}` : 'for ever'
  throw new ApiProblem(
    'owned_already',
    `The application may call ${what} ${until} already. A permission can be renewed for longer once it has less than ${renewableDays} days left.`,
  )
}
