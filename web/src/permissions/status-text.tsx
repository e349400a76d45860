import { When } from '../frame/when.tsx'
import type { PermissionState } from './permission-answers.ts'
import { useTexts } from './texts.ts'

/** What an application has of a resource, in words, with a sign that needs no colour. */
const signs = {
  owned: '✓',
  unlimited: '✓',
  pending: '…',
  expired: '!',
  rejected: '✗',
  need_apply: '–',
  absent: '!',
} as const

export function StatusText({ state }: { readonly state: PermissionState }): React.ReactElement {
  const say = useTexts()
  const { status, expiresAt } = state
  return (
    <span className="permission-status" data-status={status}>
      <span aria-hidden="true">{signs[status]} </span>
      {say(status)}
      {expiresAt === null ? null : (
        <>
          {' '}
          {say(status === 'expired' ? 'since' : 'until')} <When time={expiresAt} />
        </>
      )}
      {status === 'owned' && expiresAt === null ? ` ${say('forEver')}` : null}
    </span>
  )
}
