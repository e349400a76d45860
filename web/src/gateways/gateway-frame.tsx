import './gateways.css'
import { Alert, Group } from '@mantine/core'
import { getRouteApi, Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { Problem } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { gatewayTabs } from './gateway-tabs.ts'
import { useTexts } from './texts.ts'
import { useGateway } from './use-gateway.ts'

/** Around every page of one gateway: its name, whom to ask, its parts. */
const route = getRouteApi('/gateways/$gateway')

export function GatewayFrame(): React.ReactElement {
  const say = useTexts()
  const { gateway: name } = route.useParams()
  const gateway = useGateway(name)
  // the pages of a stage belong to the environments
  const isStage = useMatchRoute()({ to: '/gateways/$gateway/stages/$stage', fuzzy: true }) !== false
  const isUnknown = gateway.error instanceof Problem && gateway.error.status === 404
  return (
    <>
      <PageHead title={name} />
      {gateway.data === undefined ? null : (
        <p className="gateway-words">
          {gateway.data.value.description === '' ? '' : `${gateway.data.value.description} · `}
          {`${say('personsInCharge')}: ${gateway.data.value.maintainers.join(', ') || say('nobodyYet')}`}{' '}
          · {say(gateway.data.value.public ? 'public' : 'notPublic')}
        </p>
      )}
      <nav aria-label={say('parts', { gateway: name })}>
        <Group gap="md" className="tabs">
          {gatewayTabs.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              params={{ gateway: name }}
              activeOptions={{ exact: to === '/gateways/$gateway' }}
              {...(to === '/gateways/$gateway' && isStage ? { 'data-status': 'active' } : {})}
            >
              {say(label)}
            </Link>
          ))}
        </Group>
      </nav>
      {isUnknown ? <Alert color="orange">{say('noSuchGateway')}</Alert> : null}
      {gateway.error !== null && !isUnknown ? (
        <Failed error={gateway.error} retry={gateway.refetch} />
      ) : null}
      {gateway.data === undefined ? null : <Outlet />}
    </>
  )
}
