import { Stack, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { askFurther, usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { FirstGateway } from './first-gateway.tsx'
import type { Gateway } from './gateway-answers.ts'
import { NewGateway } from './new-gateway.tsx'
import { useTexts } from './texts.ts'

/** The gateways that one may see, with whom to ask about each. */
const route = getRouteApi('/gateways')

export function GatewaysPage(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const session = useSession()
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const gateways = usePages<Gateway>('/gateways')
  const isSearched = search !== ''
  useEffect(() => {
    // the list has no search of its own: all of it is looked through
    if (isSearched) askFurther(gateways)
  })
  return (
    <Stack gap="md">
      <PageHead title={t('gateways')} />
      {session?.mayCreateGateways === true ? <NewGateway /> : null}
      <TextInput
        label={say('search')}
        type="search"
        value={search}
        maw="24rem"
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { search: value }, replace: true })
        }
      />
      <Loaded of={gateways}>{(found) => <GatewayTable gateways={found} search={search} />}</Loaded>
      <More of={gateways} />
    </Stack>
  )
}

interface GatewayTableProps {
  readonly gateways: readonly Gateway[]
  readonly search: string
}

function GatewayTable({ gateways, search }: GatewayTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const shown = gateways.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(search.toLowerCase()),
  )
  if (shown.length === 0) {
    return (
      <>
        <Empty>{say(search === '' ? 'noGateways' : 'noneFound')}</Empty>
        <FirstGateway />
      </>
    )
  }
  return (
    <table className="list">
      <thead>
        <tr>
          <th scope="col">{t('name')}</th>
          <th scope="col">{t('description')}</th>
          <th scope="col">{say('personsInCharge')}</th>
          <th scope="col">{say('stages')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((gateway) => (
          <tr key={gateway.name}>
            <th scope="row">
              <Link to="/gateways/$gateway" params={{ gateway: gateway.name }}>
                {gateway.name}
              </Link>
            </th>
            <td>{gateway.description}</td>
            <td>{gateway.maintainers.join(', ')}</td>
            <td>
              <StageList gateway={gateway} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function StageList({ gateway }: { readonly gateway: Gateway }): React.ReactElement {
  const say = useTexts()
  const stages = gateway.stages.map(
    ({ name, release }) => `${name}: ${say('release', { number: release.number })}`,
  )
  return (
    <>
      {stages.length === 0 ? say('notLive') : stages.join(', ')}
      {gateway.draft === null ? null : ` · ${say('unreleased')}`}
    </>
  )
}
