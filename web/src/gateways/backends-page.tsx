import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import type { ListedBackend } from '../stages/stage-answers.ts'
import { BackendEditor } from './backend-editor.tsx'
import { gatewayPath } from './gateway-path.ts'
import { NewBackend } from './new-backend.tsx'
import { OnlyLooking } from './only-looking.tsx'
import { useTexts } from './texts.ts'
import { useMayMaintain } from '../api/rights.ts'

/** The backends of a gateway: what resources lead to, and who acts when one fails. Where each answers is said in each
 *  environment. */
const route = getRouteApi('/gateways/$gateway')

export function BackendsPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const backends = usePages<ListedBackend>(gatewayPath(gateway, 'backends'))
  const mayMaintain = useMayMaintain(gateway)
  return (
    <section aria-label={say('backends')}>
      <p className="said">{say('backendsWords')}</p>
      <OnlyLooking gateway={gateway} />
      {mayMaintain ? <NewBackend gateway={gateway} /> : null}
      <Loaded of={backends}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noBackends')}</Empty>
          ) : (
            <ul className="cards">
              {found.map((backend) => (
                <li key={backend.name} className="card">
                  <BackendCard gateway={gateway} backend={backend} mayMaintain={mayMaintain} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

interface BackendCardProps {
  readonly gateway: string
  readonly backend: ListedBackend
  readonly mayMaintain: boolean
}

function BackendCard({ gateway, backend, mayMaintain }: BackendCardProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const [isEdited, setIsEdited] = useState(false)
  const { name, description = '', owners = [], resources, stages, change } = backend
  return (
    <>
      <h2>{name}</h2>
      {description === '' ? null : <p>{description}</p>}
      <dl className="conclusion">
        <dt>{say('owners')}</dt>
        <dd>{owners.length === 0 ? say('noOwners') : owners.join(', ')}</dd>
        <dt>{say('usedBy')}</dt>
        <dd>{say('countedResources', { count: resources })}</dd>
        <dt>{say('hostsIn')}</dt>
        <dd>{stages.length === 0 ? say('noStageHosts') : stages.join(', ')}</dd>
      </dl>
      {change === null ? null : <p className="said">{say('editedNotLive')}</p>}
      {isEdited ? (
        <BackendEditor gateway={gateway} backend={backend} close={() => setIsEdited(false)} />
      ) : null}
      {mayMaintain && !isEdited ? (
        <div className="card-acts">
          <Button
            size="xs"
            variant="default"
            aria-label={say('editOne', { name })}
            onClick={() => setIsEdited(true)}
          >
            {t('edit')}
          </Button>
        </div>
      ) : null}
    </>
  )
}
