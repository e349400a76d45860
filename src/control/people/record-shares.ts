import { asked, auditedChange } from '../../storage/audited-change.ts'
import type { Author } from '../../storage/control-change.ts'
import {
  addShare,
  dropEndedShares,
  findShare,
  listShares,
  type RecordShare,
  removeShare,
} from '../../storage/share-store.ts'
import type { FlowRecord } from '../../model/flow-record.ts'
import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import type { People } from './people.ts'
import { idIn, isSecretOf, newSecret } from './secret-text.ts'

/** Links to one flow record each: who has one sees that record and no other, until the link expires or is
 *  revoked. docs/decisions/share-links.md says why nobody has to sign in for it. */
export interface WantedShare {
  readonly record: FlowRecord
  readonly view: RecordShare['view']
  readonly expiresAtMs: number
}

export async function shareRecord(
  people: People,
  author: Author,
  { record, view, expiresAtMs }: WantedShare,
): Promise<{ readonly share: RecordShare; readonly link: string; readonly token: string }> {
  const { id, text: token, hash } = newSecret('share')
  const { request_id: requestId, gateway } = record
  const nowMs = Date.now()
  const made = { madeAtMs: nowMs, madeBy: author.actor, expiresAtMs }
  const share: RecordShare = { id, hash, requestId, gateway, view, ...made }
  await auditedChange(people.database, author, async (tables, note) => {
    await dropEndedShares(tables, nowMs)
    const others = await listShares(tables, { gateway, nowMs, limit: mostShares })
    if (others.length >= mostShares) {
      const detail = `${mostShares} links to records of a gateway are the most. Revoke one first.`
      throw new ApiProblem('limit_reached', detail)
    }
    await addShare(tables, share)
    note({ ...auditOf(share), action: 'create', before: null, after: shownShare(share) })
  })
  return { share, link: `${people.consoleUrl()}/shared-record#${token}`, token }
}

export async function sharesOf(people: People, gateway: string): Promise<RecordShare[]> {
  const wanted = { gateway, nowMs: Date.now(), limit: mostShares }
  return await asked(people.database, (tables) => listShares(tables, wanted))
}

/** Throws where there is none, or it has ended. */
export async function openedShare(people: People, token: string): Promise<RecordShare> {
  const id = idIn('share', token)
  const share =
    id === undefined ? undefined : await asked(people.database, (tables) => findShare(tables, id))
  const isOpen =
    share !== undefined && isSecretOf(token, share.hash) && share.expiresAtMs > Date.now()
  if (isOpen) return share
  throw new ApiProblem('link_ended', 'Ask who sent it for another.')
}

/** By who made it, or maintains the gateway. */
export async function revokeShare(
  people: People,
  author: Author,
  caller: Caller,
  id: string,
): Promise<void> {
  await auditedChange(people.database, author, async (tables, note) => {
    const share = await findShare(tables, id)
    const mayRevoke =
      share !== undefined &&
      (caller.isAdministrator || caller.mayMaintain(share.gateway) || isMaker(caller, share.madeBy))
    if (!mayRevoke) throw new ApiProblem('not_found', 'There is no link of this id that is yours.')
    await removeShare(tables, id)
    note({ ...auditOf(share), action: 'delete', before: shownShare(share), after: null })
  })
}

/** Also where it was made with a token of theirs. */
function isMaker({ name, user }: Caller, madeBy: string): boolean {
  return madeBy === name || (user !== '' && `${madeBy},`.startsWith(`user ${user},`))
}

export function shownShare(share: RecordShare): object {
  const { id, requestId, gateway, view, madeAtMs, madeBy, expiresAtMs } = share
  const madeAt = new Date(madeAtMs).toISOString()
  return {
    id,
    requestId,
    gateway,
    view,
    madeAt,
    madeBy,
    expiresAt: new Date(expiresAtMs).toISOString(),
  }
}

function auditOf({ gateway, requestId }: RecordShare) {
  return { gateway, kind: 'record-share', path: `flow-records/${requestId}` }
}

/** Of one gateway at a time. */
const mostShares = 1_000
