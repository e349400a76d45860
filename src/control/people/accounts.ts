import { auditedChange } from '../../storage/audited-change.ts'
import type { Author } from '../../storage/control-change.ts'
import { setLink } from '../../storage/link-store.ts'
import { endSessionsOf } from '../../storage/session-store.ts'
import {
  addUser,
  changeUser,
  findUser,
  removeUser,
  type User,
  type UserDetails,
} from '../../storage/user-store.ts'
import { ApiProblem } from '../problem.ts'
import { requireOwnNames, shownUser } from './account-rules.ts'
import type { People } from './people.ts'
import { newSecret } from './secret-text.ts'

/** What administrators do with users. Each change is kept with its audit entry. */
export interface WithLink {
  readonly user: User
  readonly link: PasswordLink
}

export interface PasswordLink {
  /** Shown once; the part behind # reaches no log. */
  readonly link: string
  readonly expiresAtMs: number
}

/** With a link by which the user chooses a password. */
export async function createUser(
  people: People,
  author: Author,
  wanted: Pick<User, 'name'> & UserDetails,
): Promise<WithLink> {
  const { name } = wanted
  const user: User = { ...wanted, source: 'local', hasPassword: false, madeAtMs: Date.now() }
  const link = newLink(people, name)
  await auditedChange(people.database, author, async (tables, note) => {
    if ((await findUser(tables, name)) !== undefined) {
      throw new ApiProblem('name_taken', `There is a user "${name}" already.`)
    }
    await requireOwnNames(tables, user)
    await addUser(tables, { ...user, issuer: null, subject: null })
    await setLink(tables, link.kept)
    note({
      kind: 'user',
      path: `users/${name}`,
      action: 'create',
      before: null,
      after: shownUser(user),
    })
  })
  return { user, link: link.shown }
}

/** `decide` sees the user as it is then, and may throw. */
export async function updateUser(
  people: People,
  author: Author,
  name: string,
  decide: (user: User) => UserDetails,
): Promise<User> {
  const changed = await auditedChange(people.database, author, async (tables, note) => {
    const user = await existing(tables, name)
    const details = decide(user)
    const next = { ...user, ...details }
    if (user.source === 'oidc' && details.groups.join('\n') !== user.groups.join('\n')) {
      const detail =
        'groups: those of this user come from the identity provider. Change them there.'
      throw new ApiProblem('invalid_body', detail)
    }
    const added = next.groups.filter((group) => !user.groups.includes(group))
    if (added.length > 0) await requireOwnNames(tables, { name: '', groups: added })
    await changeUser(tables, name, details)
    if (next.isDisabled && !user.isDisabled) await endSessionsOf(tables, name)
    const parts = { before: shownUser(user), after: shownUser(next) }
    note({ kind: 'user', path: `users/${name}`, action: 'update', ...parts })
    return next
  })
  people.identities.forget()
  return changed
}

/** `decide` sees the user as it is then, and may throw. */
export async function deleteUser(
  people: People,
  author: Author,
  name: string,
  decide: (user: User) => void,
): Promise<void> {
  await auditedChange(people.database, author, async (tables, note) => {
    const user = await existing(tables, name)
    decide(user)
    await removeUser(tables, name)
    const before = shownUser(user)
    note({ kind: 'user', path: `users/${name}`, action: 'delete', before, after: null })
  })
  people.identities.forget()
}

/** A new link in place of the one before: for who lost the link or forgot the password, which stays valid
 *  until then. */
export async function renewLink(
  people: People,
  author: Author,
  name: string,
): Promise<PasswordLink> {
  const { kept, shown } = newLink(people, name)
  await auditedChange(people.database, author, async (tables, note) => {
    const user = await existing(tables, name)
    if (user.source !== 'local') {
      const detail = 'This user signs in at the identity provider and has no password here.'
      throw new ApiProblem('not_permitted', detail)
    }
    await setLink(tables, kept)
    const after = { passwordLink: 'made', expiresAt: new Date(kept.expiresAtMs).toISOString() }
    note({ kind: 'user', path: `users/${name}`, action: 'update', before: null, after })
  })
  return shown
}

function newLink(people: People, user: string) {
  const { id, text, hash } = newSecret('link')
  const expiresAtMs = Date.now() + linkMs
  const link = `${people.consoleUrl()}/set-password#${text}`
  return { kept: { id, hash, user, expiresAtMs }, shown: { link, expiresAtMs } }
}

const linkMs = 86_400_000

async function existing(tables: Parameters<typeof findUser>[0], name: string): Promise<User> {
  const user = await findUser(tables, name)
  if (user !== undefined) return user
  throw new ApiProblem('not_found', 'There is no user of this name. /api/v1/users lists all.')
}
