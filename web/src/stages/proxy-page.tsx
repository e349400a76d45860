import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Failed } from '../frame/failed.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { membersOf } from '../gateways/merge-patch.ts'
import { usePart } from '../gateways/use-edited-part.ts'
import { useMayMaintain } from '../api/rights.ts'
import { AddHosts } from './add-hosts.tsx'
import { BackendForm } from './backend-form.tsx'
import { HostList } from './host-list.tsx'
import { ProbeSection } from './probe-section.tsx'
import { hostsIn, type ListedBackend, type WholeStage } from './stage-answers.ts'
import { useTexts } from './texts.ts'

/** The proxy configuration of an environment: where each backend answers, how it is called, and whether it does. */
const frame = getRouteApi('/gateways/$gateway/stages/$stage')
const route = getRouteApi('/gateways/$gateway/stages/$stage/')

export function ProxyPage(): React.ReactElement {
  const say = useTexts()
  const { gateway, stage } = frame.useParams()
  const { backend } = route.useSearch()
  const backends = usePages<ListedBackend>(gatewayPath(gateway, 'backends'))
  const whole = usePart<WholeStage>(gatewayPath(gateway, 'stages', stage))
  return (
    <Loaded of={backends}>
      {(found) => {
        const shown = found.find(({ name }) => name === backend) ?? found[0]
        if (shown === undefined) return <Empty>{say('noBackends')}</Empty>
        return (
          <>
            {whole.data === undefined ? null : (
              <ProbeSection gateway={gateway} stage={whole.data.value} />
            )}
            {found.length > 1 && whole.data !== undefined ? (
              <BackendTable backends={found} stage={whole.data.value} shown={shown.name} />
            ) : null}
            <BackendInStage key={shown.name} gateway={gateway} stage={stage} backend={shown} />
          </>
        )
      }}
    </Loaded>
  )
}

interface BackendTableProps {
  readonly backends: readonly ListedBackend[]
  readonly stage: WholeStage
  readonly shown: string
}

function BackendTable({ backends, stage, shown }: BackendTableProps): React.ReactElement {
  const say = useTexts()
  const { gateway } = frame.useParams()
  const hosts = membersOf(stage.definition['backends'])
  return (
    <section>
      <h3>{say('backends')}</h3>
      <div className="wide" tabIndex={0} role="region" aria-label={say('backends')}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{say('backend')}</th>
              <th scope="col">{say('hosts')}</th>
              <th scope="col">{say('owners')}</th>
              <th scope="col">{say('usedBy')}</th>
            </tr>
          </thead>
          <tbody>
            {backends.map(({ name, owners = [], resources }) => (
              <tr key={name} aria-current={name === shown || undefined}>
                <th scope="row">
                  <Link
                    to="/gateways/$gateway/stages/$stage"
                    params={{ gateway, stage: stage.name }}
                    search={{ backend: name }}
                  >
                    {name}
                  </Link>
                </th>
                <td>
                  <HostList
                    gateway={gateway}
                    stage={stage.name}
                    hosts={hostsIn(membersOf(hosts[name]))}
                  />
                </td>
                <td>{owners.join(', ') || say('nobody')}</td>
                <td>{say('countedResources', { count: resources })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

interface BackendInStageProps {
  readonly gateway: string
  readonly stage: string
  readonly backend: ListedBackend
}

function BackendInStage({ gateway, stage, backend }: BackendInStageProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const path = gatewayPath(gateway, 'stages', stage, 'backends', backend.name)
  const part = usePart(path)
  const mayMaintain = useMayMaintain(gateway)
  const isMissing = part.error instanceof Problem && part.error.status === 404
  const owners = backend.owners ?? []
  return (
    <section aria-labelledby="backend-here">
      <h3 id="backend-here">{say('hostsOf', { backend: backend.name })}</h3>
      <p className="said">
        {owners.length === 0 ? say('noOwners') : say('ownedBy', { owners: owners.join(', ') })}{' '}
        <Link to="/gateways/$gateway/backends" params={{ gateway }}>
          {say('changeOwners')}
        </Link>
      </p>
      {isMissing ? (
        <AddHosts gateway={gateway} path={path} mayAdd={mayMaintain} />
      ) : (
        <>
          {part.error === null ? null : <Failed error={part.error} retry={part.refetch} />}
          {part.data === undefined ? (
            part.error === null && <p aria-live="polite">{t('loading')}</p>
          ) : (
            <BackendForm
              gateway={gateway}
              stage={stage}
              backend={backend.name}
              path={path}
              read={part.data}
            />
          )}
        </>
      )}
    </section>
  )
}
