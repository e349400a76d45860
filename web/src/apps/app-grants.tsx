import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { When } from '../frame/when.tsx'
import { AskForAccess } from '../permissions/ask-for-access.tsx'
import { GrantedResources } from '../permissions/granted-resources.tsx'
import type { AppPermissions } from '../permissions/permission-answers.ts'
import { StatusText } from '../permissions/status-text.tsx'
import type { AppGrant } from './app-answers.ts'
import { ResourceLimits } from './resource-limits.tsx'
import { useTexts } from './texts.ts'

/** What an application may call, by gateway, and what it can ask for. */
interface AppGrantsProps {
  readonly app: string
  readonly path: string
}

export function AppGrants({ app, path }: AppGrantsProps): React.ReactElement {
  const say = useTexts()
  const grants = usePages<AppGrant>(`${path}/grants`)
  return (
    <section>
      <h2>{say('permissions')}</h2>
      <Loaded of={grants}>
        {(found) =>
          found.length === 0 ? (
            <Empty>
              {say('noGrants')} <Link to="/docs">{say('findGateway')}</Link>
            </Empty>
          ) : (
            <GrantTable grants={found} app={app} />
          )
        }
      </Loaded>
      <More of={grants} />
      <OfGateway app={app} path={path} first={grants.data?.[0]?.gateway ?? ''} />
    </section>
  )
}

interface GrantTableProps {
  readonly grants: readonly AppGrant[]
  readonly app: string
}

function GrantTable({ grants, app }: GrantTableProps): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('permissions')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('gateway')}</th>
            <th scope="col">{say('resources')}</th>
            <th scope="col">{say('until')}</th>
            <th scope="col">{say('renewal')}</th>
          </tr>
        </thead>
        <tbody>
          {grants.map(({ id, gateway, resources, absent, expiresAt, expired }) => (
            <tr key={id}>
              <th scope="row">
                <Link to="/docs/$gateway" params={{ gateway }}>
                  {gateway}
                </Link>
              </th>
              <td>
                <GrantedResources of={{ resources, absent }} />
              </td>
              <td>
                {expiresAt === null ? say('forEver') : <When time={expiresAt} />}{' '}
                {expired ? <span className="mark">{say('over')}</span> : null}
              </td>
              <td>
                {expiresAt === null ? null : (
                  <AskForAccess
                    gateway={gateway}
                    resources={resources}
                    app={app}
                    label={say('renew')}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface OfGatewayProps extends AppGrantsProps {
  /** The gateway to begin with; '' where there is none. */
  readonly first: string
}

/** Resource by resource, of a gateway that is chosen. */
function OfGateway({ app, path, first }: OfGatewayProps): React.ReactElement {
  const say = useTexts()
  const gateways = usePages<{ readonly name: string }>('/portal/gateways', { limit: 1_000 })
  const [chosen, setChosen] = useState('')
  const gateway = chosen === '' ? first : chosen
  return (
    <>
      <h3>{say('byResource')}</h3>
      <Select
        label={say('gateway')}
        placeholder={say('chooseGateway')}
        data={(gateways.data ?? []).map(({ name }) => name)}
        value={gateway === '' ? null : gateway}
        onChange={(name) => setChosen(name ?? '')}
        searchable
        maw="24rem"
        mb="sm"
      />
      {gateway === '' ? null : <ResourceStates app={app} path={path} gateway={gateway} />}
    </>
  )
}

interface ResourceStatesProps extends AppGrantsProps {
  readonly gateway: string
}

function ResourceStates({ app, path, gateway }: ResourceStatesProps): React.ReactElement {
  const say = useTexts()
  const permissions = useQuery({
    queryKey: [`${path}/permissions`, gateway],
    queryFn: ({ signal }) =>
      ask<AppPermissions>(`${path}/permissions`, { query: { gateway }, signal }),
  })
  return (
    <Loaded of={permissions}>
      {({ gateway: whole, resources }) => (
        <>
          <p>
            {say('wholeGateway')}: <StatusText state={whole} />
          </p>
          <div className="wide tall-list" tabIndex={0} role="region" aria-label={say('byResource')}>
            <table className="list">
              <thead>
                <tr>
                  <th scope="col">{say('resource')}</th>
                  <th scope="col">{say('permission')}</th>
                  <th scope="col">{say('limits')}</th>
                </tr>
              </thead>
              <tbody>
                {resources.map((one) => (
                  <ResourceRow key={one.resource} of={one} gateway={gateway} />
                ))}
              </tbody>
            </table>
          </div>
          <AskForAccess gateway={gateway} app={app} />
        </>
      )}
    </Loaded>
  )
}

interface ResourceRowProps {
  readonly of: AppPermissions['resources'][number]
  readonly gateway: string
}

function ResourceRow({ of, gateway }: ResourceRowProps): React.ReactElement {
  const { resource, method, path, ...state } = of
  return (
    <tr>
      <th scope="row">
        <Link to="/docs/$gateway/$resource" params={{ gateway, resource }}>
          {resource}
        </Link>{' '}
        <code className="quiet">
          {method} {path}
        </code>
      </th>
      <td>
        <StatusText state={state} />
      </td>
      <td>
        <ResourceLimits gateway={gateway} resource={resource} />
      </td>
    </tr>
  )
}
