import { NavLink } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import { account, type ConsolePage, mine, pageGroups } from './console-pages.ts'

/** The pages at the side, in groups. The error catalogue is for everybody. */
interface NavigationProps {
  readonly onNavigate: () => void
}

export function Navigation({ onNavigate }: NavigationProps): React.ReactElement {
  const { t } = useTranslation()
  const session = useSession()
  return (
    <>
      {pageGroups.map(({ title, pages }) => {
        const shown = mine(pages, session)
        if (shown.length === 0) return null
        return <Group key={title} title={t(title)} pages={shown} onNavigate={onNavigate} />
      })}
      {mine([account], session).map(({ to, label }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(label)}
          onClick={onNavigate}
          hiddenFrom="sm"
        />
      ))}
    </>
  )
}

interface GroupProps extends NavigationProps {
  readonly title: string
  readonly pages: readonly ConsolePage[]
}

function Group({ title, pages, onNavigate }: GroupProps): React.ReactElement {
  const { t } = useTranslation()
  const id = useId()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  return (
    <div role="group" aria-labelledby={id} className="nav-group">
      <p id={id} className="nav-title">
        {title}
      </p>
      {pages.map(({ to, label }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(label)}
          active={isAt(path, to)}
          aria-current={isAt(path, to) ? 'page' : undefined}
          onClick={onNavigate}
        />
      ))}
    </div>
  )
}

function isAt(path: string, page: string): boolean {
  return path === page || path.startsWith(`${page}/`)
}
