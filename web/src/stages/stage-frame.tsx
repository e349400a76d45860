import './stages.css'
import { Button, Group } from '@mantine/core'
import { getRouteApi, Link, Outlet, useMatchRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { OnlyLooking } from '../gateways/only-looking.tsx'
import { StageState } from '../gateways/stage-state.tsx'
import { usePart } from '../gateways/use-edited-part.ts'
import { useMayMaintain } from '../api/rights.ts'
import type { WholeStage } from './stage-answers.ts'
import { useTexts } from './texts.ts'

/** Around every page of one environment: what it serves, what it does not serve yet, its parts. */
const route = getRouteApi('/gateways/$gateway/stages/$stage')

export function StageFrame(): React.ReactElement {
  const { gateway, stage } = route.useParams()
  const found = usePart<WholeStage>(gatewayPath(gateway, 'stages', stage))
  return (
    <>
      <Head stage={found.data?.value} />
      <StageTabs />
      <Loaded of={found}>
        {({ value }) => (
          <>
            <StageState stage={value} />
            <OnlyLooking gateway={gateway} />
            <Outlet />
          </>
        )}
      </Loaded>
    </>
  )
}

function Head({ stage }: { readonly stage: WholeStage | undefined }): React.ReactElement {
  const say = useTexts()
  const params = route.useParams()
  const { gateway } = params
  const mayMaintain = useMayMaintain(gateway)
  const isReleasing = useMatchRoute()({ to: '/gateways/$gateway/stages/$stage/release' }) !== false
  const mayRelease = mayMaintain && !isReleasing && stage !== undefined && stage.pending !== null
  return (
    <Group justify="space-between" align="start" className="stage-head">
      <div>
        <p className="crumbs">
          <Link to="/gateways/$gateway" params={{ gateway }}>
            {say('environments')}
          </Link>{' '}
          ›
        </p>
        <h2>{params.stage}</h2>
      </div>
      {mayRelease ? (
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/gateways/$gateway/stages/$stage/release" params={params} />
          )}
        >
          {say('lookAndRelease')}
        </Button>
      ) : null}
    </Group>
  )
}

function StageTabs(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const params = route.useParams()
  const { stage } = params
  return (
    <nav aria-label={say('partsOfStage', { stage })}>
      <Group gap="md" className="tabs">
        <Link
          to="/gateways/$gateway/stages/$stage"
          params={params}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {say('proxy')}
        </Link>
        <Link to="/gateways/$gateway/stages/$stage/variables" params={params}>
          {say('variables')}
        </Link>
        <Link to="/gateways/$gateway/stages/$stage/plugins" params={params}>
          {t('plugins')}
        </Link>
        <Link to="/gateways/$gateway/stages/$stage/releases" params={params}>
          {say('releases')}
        </Link>
      </Group>
    </nav>
  )
}
