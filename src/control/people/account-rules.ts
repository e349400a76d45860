import { Type } from 'typebox'
import type { ControlDatabase } from '../../storage/control-database.ts'
import { namesInUse, type User } from '../../storage/user-store.ts'
import { line } from '../../definition/schema-parts.ts'
import { ApiProblem } from '../problem.ts'

/** What names, groups and passwords may look like. */
export const userName = Type.String({
  pattern: '^[a-z][a-z0-9._-]{0,63}$',
  description: 'Name of the user: 1 to 64 of a-z 0-9 . _ -, a letter first.',
})

/** Long enough for any password manager; the hash takes what it is given. */
export const password = Type.String({ maxLength: 256, description: 'At least 12 characters.' })

export const userDetails = {
  displayName: line(128, 'As people write it.'),
  email: line(254, 'Where news for the user go; "" for none.'),
  groups: Type.Array(line(128, 'Name of a group.'), {
    maxItems: 200,
    uniqueItems: true,
    description: 'Groups: maintainers, viewers and owners may name them.',
  }),
  isAdministrator: Type.Boolean({ description: 'May do everything.' }),
  disabled: Type.Boolean({ description: 'Cannot sign in; sessions and tokens end.' }),
}

/** Length is what counts (NIST SP 800-63B section 3.1.1.2); 12 is beyond guessing over the network. */
const shortest = 12

export function requireGoodPassword(text: string, user: string): void {
  const bad =
    Array.from(text).length < shortest ? `it has fewer than ${shortest} characters` : guessed()
  if (bad !== '') throw new ApiProblem('invalid_body', `password: ${bad}. Choose another.`)

  function guessed(): string {
    const lower = text.toLowerCase()
    if (new Set(lower).size < 5) return 'it is made of fewer than five different characters'
    return lower.replaceAll(user, '').length < shortest / 2 ? 'it is mostly the name' : ''
  }
}

/** Maintainers, viewers and owners are named, and a name there may be a user's or a group's: so no name is
 *  both, else whoever signs in first as `orders-team` would have the rights of that team. Throws. */
export async function requireOwnNames(
  tables: ControlDatabase['tables'],
  { name, groups }: Pick<User, 'name' | 'groups'>,
): Promise<void> {
  const used = await namesInUse(tables)
  if (used.groups.has(name)) {
    throw new ApiProblem('name_taken', `"${name}" is the name of a group. Choose another.`)
  }
  const taken = groups.find((group) => used.users.has(group) || group === name)
  if (taken === undefined) return
  throw new ApiProblem('name_taken', `"${taken}" is the name of a user, so no group can have it.`)
}

/** As the API and the audit show a user. */
export function shownUser(user: User): object {
  const { name, displayName, email, groups, isAdministrator, isDisabled, source } = user
  const { hasPassword, madeAtMs } = user
  const made = { madeAt: new Date(madeAtMs).toISOString() }
  const account = { source, hasPassword, ...made }
  return { name, displayName, email, groups, isAdministrator, disabled: isDisabled, ...account }
}
