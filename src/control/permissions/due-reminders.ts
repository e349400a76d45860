import type { ControlState } from '../../definition/control-state.ts'
import type { Grant } from '../../model/release.ts'
import type { PermissionRequest } from '../../storage/permission-requests.ts'
import type { NewReminder } from '../../storage/reminders.ts'
import { covers, dayMs, endOf, isoOrNull } from './grant-end.ts'
import { allGrants, type AnyGrant } from './listed-grants.ts'

/** Of what people are to be reminded now. Each reminder has a mark, so that it is sent once however often
 *  this is asked. */
export interface Waiting {
  readonly state: ControlState
  /** Of every gateway. */
  readonly pending: readonly PermissionRequest[]
}

export function dueReminders(waiting: Waiting, nowMs: number): NewReminder[] {
  return [...expiring(waiting.state, nowMs), ...undecided(waiting, nowMs)]
}

/** Days left, as in the old system. After a pause only the one that holds now is sent. */
const daysBefore = [0, 1, 3, 7, 15] as const
/** Days that a request has waited. */
const daysWaiting = [7, 1] as const

function expiring(state: ControlState, nowMs: number): NewReminder[] {
  const owners = new Map(state.apps.map(({ code, owner }) => [code, owner]))
  const soon = allGrants(state, (grant) => isSoonOver(grant, nowMs) && owners.has(grant.app))
  const holders = new Set(soon.map(({ grant }) => holderOf(grant)))
  const all = Map.groupBy(
    allGrants(state, (grant) => holders.has(holderOf(grant))),
    ({ grant }) => holderOf(grant),
  )
  return soon
    .filter(({ grant }) => !isOutlasted(grant, all.get(holderOf(grant)) ?? []))
    .map((one) => expiryReminder(one, owners.get(one.grant.app) ?? '', nowMs))
}

function holderOf({ app, gateway }: Grant): string {
  return `${app} ${gateway}`
}

function isSoonOver(grant: Grant, nowMs: number): boolean {
  const leftMs = endOf(grant) - nowMs
  return leftMs > 0 && Math.floor(leftMs / dayMs) <= Math.max(...daysBefore)
}

/** Others let the application call all of it for longer. */
function isOutlasted(grant: Grant, all: readonly AnyGrant[]): boolean {
  const longer = all.map((one) => one.grant).filter((one) => endOf(one) > endOf(grant))
  return (grant.resources ?? [null]).every((name) => longer.some((one) => covers(one, name)))
}

function expiryReminder({ id, grant }: AnyGrant, owner: string, nowMs: number): NewReminder {
  const { app, gateway, resources, expiresAtMs } = grant
  const left = Math.floor((endOf(grant) - nowMs) / dayMs)
  const day = daysBefore.find((days) => left <= days) ?? left
  const what = resources === null ? 'the whole gateway' : resources.slice(0, mostNamed).join(', ')
  const more =
    resources !== null && resources.length > mostNamed
      ? ` and ${resources.length - mostNamed} more`
      : ''
  const when = left === 0 ? 'in less than a day' : left === 1 ? 'in 1 day' : `in ${left} days`
  return {
    mark: `expires ${id} ${expiresAtMs ?? ''} ${day}`,
    atMs: nowMs,
    kind: 'permission_expires',
    app,
    gateway,
    to: owner === '' ? [] : [owner],
    subject: `The permission of ${app} on ${gateway} ends ${when}`,
    text: `${app} may call ${what}${more} of ${gateway} until ${isoOrNull(expiresAtMs)}; then it is refused. Ask for a longer permission before: POST /api/v1/permission-requests.`,
  }
}

const mostNamed = 20

function undecided({ state, pending }: Waiting, nowMs: number): NewReminder[] {
  const maintainers = new Map(state.gateways.map((one) => [one.name, one.maintainers]))
  return pending.flatMap((request) => {
    const day = daysWaiting.find((days) => nowMs - request.atMs >= days * dayMs)
    const to = maintainers.get(request.gateway)
    return day === undefined || to === undefined ? [] : [waitingReminder(request, day, to, nowMs)]
  })
}

function waitingReminder(
  { number, app, gateway, requester, atMs, reason }: PermissionRequest,
  day: number,
  to: readonly string[],
  nowMs: number,
): NewReminder {
  return {
    mark: `waits ${number} ${day}`,
    atMs: nowMs,
    kind: 'request_waits',
    app,
    gateway,
    to,
    subject: `Request ${number} of ${app} for ${gateway} waits for a decision`,
    text: `${requester} asked on ${isoOrNull(atMs)}: ${reason}. Approve or reject it: POST /api/v1/permission-requests/${number}/decision.`,
  }
}
