import { maintainsAny } from '../api/rights.ts'
import type { Session } from '../api/session.ts'
import type { TextKey } from '../texts/en.ts'

/** The pages at the side, in groups by what people come for. */
interface PageGroup {
  readonly title: TextKey
  readonly pages: readonly {
    readonly to: string
    readonly label: TextKey
    /** Whom it is for; shown to nobody else. */
    readonly of: 'everyone' | 'signed-in' | 'maintainers' | 'administrators'
  }[]
}

export const pageGroups = [
  {
    title: 'groupLook',
    pages: [
      { to: '/overview', label: 'overview', of: 'signed-in' },
      { to: '/flow-log', label: 'flowLog', of: 'signed-in' },
    ],
  },
  {
    title: 'groupPublish',
    pages: [
      { to: '/gateways', label: 'gateways', of: 'signed-in' },
      { to: '/approvals', label: 'approvals', of: 'maintainers' },
    ],
  },
  {
    title: 'groupCall',
    pages: [
      { to: '/diagnose', label: 'diagnose', of: 'everyone' },
      { to: '/docs', label: 'apiDocs', of: 'signed-in' },
      { to: '/apps', label: 'myApps', of: 'signed-in' },
      { to: '/errors', label: 'errors', of: 'everyone' },
    ],
  },
  {
    title: 'groupAdminister',
    pages: [
      { to: '/alarms', label: 'alarms', of: 'administrators' },
      { to: '/users', label: 'users', of: 'administrators' },
      { to: '/audit', label: 'audit', of: 'administrators' },
      { to: '/nodes', label: 'nodes', of: 'administrators' },
      { to: '/settings', label: 'settings', of: 'administrators' },
    ],
  },
] as const satisfies readonly PageGroup[]

/** Where there is room, the name of who is signed in leads there. */
export const account = { to: '/account', label: 'account', of: 'signed-in' } as const

export type ConsolePage = (typeof pageGroups)[number]['pages'][number] | typeof account

/** What somebody may use; of a session that is still asked for, what everybody may. */
export function pagesFor(session: Session | null | undefined): readonly ConsolePage[] {
  const groups: readonly { readonly pages: readonly ConsolePage[] }[] = pageGroups
  return mine([...groups.flatMap(({ pages }) => pages), account], session)
}

export function mine(
  pages: readonly ConsolePage[],
  session: Session | null | undefined,
): readonly ConsolePage[] {
  return pages.filter(({ of }) => {
    if (of === 'everyone') return true
    if (session === null || session === undefined) return false
    if (of === 'maintainers') return maintainsAny(session)
    return of === 'signed-in' || session.isAdministrator
  })
}
