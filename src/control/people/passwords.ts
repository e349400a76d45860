import { asked, auditedChange } from '../../storage/audited-change.ts'
import type { Author } from '../../storage/control-change.ts'
import { findLink, hasSetUpLink, removeLinksOf, setLink } from '../../storage/link-store.ts'
import { endSessionsOf } from '../../storage/session-store.ts'
import {
  addUser,
  findUser,
  hasAdministrator,
  passwordOf,
  setPassword,
  type User,
} from '../../storage/user-store.ts'
import { ApiProblem } from '../problem.ts'
import { requireGoodPassword, requireOwnNames, shownUser } from './account-rules.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import type { People } from './people.ts'
import { idIn, isSecretOf, newSecret } from './secret-text.ts'

/** How passwords come about: by the link of the first start, by a link of an administrator, by the one
 *  before. Sessions end with the password that they began with. */

/** The link of the first administrator, where this start makes it: as long as there is none who can sign
 *  in, and no link was made before. '' else. */
export async function setUpLink(people: People): Promise<string> {
  const isDue = async (tables: Tables): Promise<boolean> =>
    !(await hasSetUpLink(tables)) &&
    !(await hasAdministrator(tables, people.provider !== undefined))
  if (!(await asked(people.database, isDue))) return '' // most starts write nothing
  const author = { actor: 'start', address: '' }
  const { id, text, hash } = newSecret('link')
  const isMade = await auditedChange(people.database, author, async (tables) => {
    if (!(await isDue(tables))) return false
    await setLink(tables, { id, hash, user: '', expiresAtMs: 0 })
    return true
  })
  return isMade ? `${people.consoleUrl()}/set-up#${text}` : ''
}

type Tables = Parameters<typeof hasSetUpLink>[0]

interface SetUp {
  readonly token: string
  readonly name: string
  readonly password: string
}

/** The first administrator. Whoever else made one meanwhile, the link is used up. */
export async function setUp(
  people: People,
  address: string,
  { token, name, password }: SetUp,
): Promise<User> {
  await requireLink(people, token, (user) => user === '')
  requireGoodPassword(password, name)
  const encoded = await hashPassword(password)
  const user: User = {
    name,
    displayName: '',
    email: '',
    groups: [],
    isAdministrator: true,
    isDisabled: false,
    source: 'local',
    hasPassword: true,
    madeAtMs: Date.now(),
  }
  const author = { actor: `user ${name}`, address }
  const isDone = await auditedChange(people.database, author, async (tables, note) => {
    const isLeft = await hasSetUpLink(tables) // two may have sent it at once
    const isSetUp = await hasAdministrator(tables, people.provider !== undefined)
    await removeLinksOf(tables, '')
    if (!isLeft || isSetUp) return false
    if ((await findUser(tables, name)) !== undefined) {
      throw new ApiProblem('name_taken', `There is a user "${name}" already. Choose another name.`)
    }
    await requireOwnNames(tables, user)
    await addUser(tables, { ...user, issuer: null, subject: null })
    await setPassword(tables, name, encoded)
    const after = shownUser(user)
    note({ kind: 'user', path: `users/${name}`, action: 'create', before: null, after })
    return true
  })
  if (isDone) return user
  throw linkEnded()
}

/** Gives the name of the user. */
export async function setPasswordByLink(
  people: People,
  address: string,
  { token, password }: { readonly token: string; readonly password: string },
): Promise<string> {
  const { id, user } = await requireLink(people, token, (of) => of !== '')
  requireGoodPassword(password, user)
  const encoded = await hashPassword(password)
  const author = { actor: `user ${user}`, address }
  const isDone = await auditedChange(people.database, author, async (tables, note) => {
    if ((await findLink(tables, id)) === undefined) return false // two sent it at once
    await removeLinksOf(tables, user)
    await replacePassword(tables, note, { user, encoded, but: '' })
    return true
  })
  people.identities.forget()
  if (isDone) return user
  throw linkEnded()
}

interface OwnPassword {
  readonly user: string
  readonly current: string
  readonly next: string
  /** The session that stays. */
  readonly session: string
}

export async function changeOwnPassword(
  people: People,
  author: Author,
  { user, current, next, session }: OwnPassword,
): Promise<void> {
  const { database, identities } = people
  const encoded = await asked(database, (tables) => passwordOf(tables, user))
  if (!(await isPassword(current, encoded))) throw otherPassword()
  requireGoodPassword(next, user)
  const made = await hashPassword(next)
  await auditedChange(database, author, async (tables, note) => {
    if ((await passwordOf(tables, user)) !== encoded) throw otherPassword() // changed meanwhile
    await removeLinksOf(tables, user)
    await replacePassword(tables, note, { user, encoded: made, but: session })
  })
  identities.forget()
}

function otherPassword(): ApiProblem {
  return new ApiProblem('sign_in_failed', 'The current password is another.')
}

type Change = Parameters<Parameters<typeof auditedChange>[2]>

async function replacePassword(
  tables: Change[0],
  note: Change[1],
  { user, encoded, but }: { user: string; encoded: string; but: string },
): Promise<void> {
  await setPassword(tables, user, encoded)
  const ended = await endSessionsOf(tables, user, but)
  const after = { password: 'changed', sessionsEnded: ended }
  note({ kind: 'user', path: `users/${user}`, action: 'update', before: null, after })
}

async function requireLink(
  people: People,
  token: string,
  isRight: (user: string) => boolean,
): Promise<{ readonly id: string; readonly user: string }> {
  const id = idIn('link', token)
  const link =
    id === undefined ? undefined : await asked(people.database, (tables) => findLink(tables, id))
  const isValid =
    link !== undefined &&
    isSecretOf(token, link.hash) &&
    (link.expiresAtMs === 0 || link.expiresAtMs > Date.now()) &&
    isRight(link.user)
  if (isValid) return link
  throw linkEnded()
}

function linkEnded(): ApiProblem {
  const detail =
    'It was used, has expired, or another took its place. Ask an administrator for one.'
  return new ApiProblem('link_ended', detail)
}
