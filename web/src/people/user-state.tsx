import type { User } from './people-answers.ts'
import { useTexts } from './texts.ts'

/** What there is to know of a user at a glance. */
export function UserState({ user }: { readonly user: User }): string {
  const say = useTexts()
  const { isAdministrator, disabled, source, hasPassword } = user
  const isLocal = source === 'local'
  const words = [
    isAdministrator ? say('administrator') : '',
    disabled ? say('disabled') : '',
    isLocal ? '' : say('provider'),
    isLocal && !hasPassword ? say('waitsForPassword') : '',
  ].filter((word) => word !== '')
  return words.length === 0 ? say('active') : words.join(' · ')
}
