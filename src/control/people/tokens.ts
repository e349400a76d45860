import { asked, auditedChange } from '../../storage/audited-change.ts'
import type { Author } from '../../storage/control-change.ts'
import {
  addToken,
  findToken,
  listTokens,
  removeToken,
  type StoredToken,
} from '../../storage/token-store.ts'
import type { Caller } from '../caller.ts'
import { ApiProblem } from '../problem.ts'
import type { People } from './people.ts'
import type { ServiceRights } from './rights.ts'
import { newSecret, shownBeginning } from './secret-text.ts'

/** Tokens of programs: a person's act as that person, a service's have rights of their own and belong to
 *  the administrators. All end by themselves, at most a year from when they were made. */
export interface WantedToken {
  readonly name: string
  /** Whose; '' for a service's, which has `rights`. */
  readonly user: string
  readonly rights: ServiceRights | undefined
  readonly expiresAtMs: number
}

export async function makeToken(
  people: People,
  author: Author,
  wanted: WantedToken,
): Promise<{ readonly token: StoredToken; readonly text: string }> {
  const { name, user, rights, expiresAtMs } = wanted
  const { id, text, hash } = newSecret('token')
  const token: StoredToken = {
    id,
    hash,
    name,
    user,
    rights: rights === undefined ? '' : JSON.stringify(rights),
    madeAtMs: Date.now(),
    madeBy: author.actor,
    expiresAtMs,
    usedAtMs: 0,
  }
  await auditedChange(people.database, author, async (tables, note) => {
    const others = await listTokens(tables, user)
    if (others.some((other) => other.name === name)) {
      throw new ApiProblem('name_taken', `There is a token "${name}" already. Choose another name.`)
    }
    if (others.length >= mostTokens) {
      throw new ApiProblem('limit_reached', `${mostTokens} tokens are the most. Revoke one first.`)
    }
    await addToken(tables, token)
    note({
      kind: 'token',
      path: pathOf(token),
      action: 'create',
      before: null,
      after: shownToken(token),
    })
  })
  return { token, text }
}

/** Own ones; an administrator sees all. */
export async function tokensOf(people: People, caller: Caller): Promise<StoredToken[]> {
  const whose = caller.isAdministrator ? undefined : caller.user
  if (whose === '') return [] // a service has none of its own
  return await asked(people.database, (tables) => listTokens(tables, whose))
}

/** A token that is not theirs is none that they know of. */
export async function revokeToken(
  people: People,
  author: Author,
  caller: Caller,
  id: string,
): Promise<void> {
  await auditedChange(people.database, author, async (tables, note) => {
    const token = (await findToken(tables, id))?.token
    const isTheirs = caller.isAdministrator || (caller.user !== '' && token?.user === caller.user)
    if (token === undefined || !isTheirs) {
      throw new ApiProblem('not_found', 'There is no token of this id. /api/v1/tokens lists all.')
    }
    await removeToken(tables, id)
    note({
      kind: 'token',
      path: pathOf(token),
      action: 'delete',
      before: shownToken(token),
      after: null,
    })
  })
  people.identities.forget()
}

/** As lists and the audit show one. */
export function shownToken(token: StoredToken): object {
  const { id, name, user, rights, madeAtMs, madeBy, expiresAtMs, usedAtMs } = token
  return {
    id,
    name,
    begins: shownBeginning('token', id),
    kind: user === '' ? 'service' : 'personal',
    user,
    ...(rights === '' ? {} : Object(JSON.parse(rights))),
    madeAt: new Date(madeAtMs).toISOString(),
    madeBy,
    expiresAt: new Date(expiresAtMs).toISOString(),
    usedAt: usedAtMs === 0 ? null : new Date(usedAtMs).toISOString(),
  }
}

function pathOf({ user, name }: StoredToken): string {
  return user === '' ? `tokens/${name}` : `users/${user}/tokens/${name}`
}

/** Of one person, and of services. */
const mostTokens = 200
