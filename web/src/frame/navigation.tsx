import { NavLink } from '@mantine/core'
import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { maintainsAny } from '../api/rights.ts'
import { useSession } from '../api/session.ts'

/** The pages that everybody finds at the side. */
const pages = [
  ['/overview', 'overview'],
  ['/flow-log', 'flowLog'],
  ['/diagnose', 'diagnose'],
  ['/gateways', 'gateways'],
  ['/docs', 'apiDocs'],
  ['/apps', 'myApps'],
  ['/approvals', 'approvals'],
  ['/errors', 'errors'],
] as const

interface NavigationProps {
  readonly onNavigate: () => void
}

export function Navigation({ onNavigate }: NavigationProps): React.ReactElement {
  const { t } = useTranslation()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const decides = maintainsAny(useSession())
  const shown = pages.filter(([to]) => to !== '/approvals' || decides)
  return (
    <>
      {shown.map(([to, label]) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={t(label)}
          active={path.startsWith(to)}
          aria-current={path.startsWith(to) ? 'page' : undefined}
          onClick={onNavigate}
        />
      ))}
    </>
  )
}
