import { auditedChange } from '../../storage/audited-change.ts'
import {
  addUser,
  changeUser,
  findSubject,
  findUser,
  namesInUse,
  type User,
} from '../../storage/user-store.ts'
import { Value } from 'typebox/value'
import { ApiProblem } from '../problem.ts'
import { requireOwnNames, shownUser, userName } from './account-rules.ts'
import type { Claimed, ProviderSettings } from './identity-provider.ts'
import type { People } from './people.ts'

/** Who comes from the identity provider: known by issuer and subject, made at the first sign-in, with
 *  groups as they are there at each. A user of ours is never taken over, whatever name is claimed. */
export async function providerUser(
  people: People,
  settings: ProviderSettings,
  claimed: Claimed,
  address: string,
): Promise<User> {
  const author = { actor: 'identity provider', address }
  const user = await auditedChange(people.database, author, async (tables, note) => {
    const known = await findSubject(tables, claimed.issuer, claimed.subject)
    const wanted = known ?? newUser(settings, claimed)
    const taken = (await namesInUse(tables)).users
    const groups = claimed.groups.filter((group) => !taken.has(group) && group !== wanted.name)
    const next: User = {
      ...wanted,
      displayName: claimed.displayName,
      email: claimed.email,
      groups,
      isAdministrator:
        settings.adminGroup === '' ? wanted.isAdministrator : groups.includes(settings.adminGroup),
    }
    const path = `users/${next.name}`
    if (known === undefined) {
      await requireFreeName(tables, next)
      await addUser(tables, { ...next, issuer: claimed.issuer, subject: claimed.subject })
      note({ kind: 'user', path, action: 'create', before: null, after: shownUser(next) })
      return next
    }
    const [before, after] = [shownUser(known), shownUser(next)]
    if (JSON.stringify(before) === JSON.stringify(after)) return next
    await changeUser(tables, next.name, next)
    note({ kind: 'user', path, action: 'update', before, after })
    return next
  })
  people.identities.forget()
  requireEnabled(user)
  return user
}

export function requireEnabled({ isDisabled }: User): void {
  if (!isDisabled) return
  throw new ApiProblem('provider_refused', 'This user is disabled here. Ask an administrator.')
}

function newUser({ nameClaim }: ProviderSettings, claimed: Claimed): User {
  const name = claimed.name.toLowerCase()
  if (!Value.Check(userName, name)) {
    const detail = `The claim "${nameClaim}" holds no name that a user can have here (a-z 0-9 . _ -, a letter first). FAULTLINE_OIDC_NAME_CLAIM names another.`
    throw new ApiProblem('provider_refused', detail)
  }
  return {
    name,
    displayName: '',
    email: '',
    groups: [],
    isAdministrator: false,
    isDisabled: false,
    source: 'oidc',
    hasPassword: false,
    madeAtMs: Date.now(),
  }
}

async function requireFreeName(tables: Parameters<typeof findUser>[0], user: User): Promise<void> {
  if ((await findUser(tables, user.name)) !== undefined) {
    const detail = `There is another user "${user.name}" here already. Ask an administrator.`
    throw new ApiProblem('name_taken', detail)
  }
  await requireOwnNames(tables, { name: user.name, groups: [] })
}
