import { getRouteApi } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { usePages } from '../api/pages.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import type { Stage } from './gateway-answers.ts'
import { useTexts } from './texts.ts'

/** The environments (stages) of a gateway: what each serves, since when, and what it does not serve yet. */
const route = getRouteApi('/gateways/$gateway')

export function EnvironmentsPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const stages = usePages<Stage>(`/gateways/${encodeURIComponent(gateway)}/stages`)
  return (
    <Loaded of={stages}>
      {(found) =>
        found.length === 0 ? (
          <Empty>{say('noStages')}</Empty>
        ) : (
          <ul className="cards">
            {found.map((stage) => (
              <li key={stage.name} className="card">
                <StageCard gateway={gateway} stage={stage} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

interface StageCardProps {
  readonly gateway: string
  readonly stage: Stage
}

function StageCard({ gateway, stage }: StageCardProps): React.ReactElement {
  const say = useTexts()
  const { name, description, release, live, lastRefusal, pending } = stage
  return (
    <>
      <h2>{name}</h2>
      {description === '' ? null : <p>{description}</p>}
      {release === null ? <p>{say('notServed')}</p> : null}
      {release === null || live === null ? null : (
        <p>
          {say('release', { number: release.number })}{' '}
          {say('liveOn', { workers: live.workers, of: live.of })} <When time={live.since} />
        </p>
      )}
      {lastRefusal === null ? null : <p>{say('lastRefusal', { ...lastRefusal })}</p>}
      {pending === null ? null : <p>{say('unreleased')}</p>}
      {release === null ? null : <Unpublish gateway={gateway} stage={name} />}
    </>
  )
}

function Unpublish({ gateway, stage }: { readonly gateway: string; readonly stage: string }) {
  const say = useTexts()
  const path = `/gateways/${encodeURIComponent(gateway)}`
  const change = useChange(
    () =>
      ask(`${path}/stages/${encodeURIComponent(stage)}/unpublish`, { method: 'POST', body: {} }),
    [path],
  )
  return (
    <>
      <NotDone error={change.error} />
      <ConfirmedButton
        size="xs"
        question={say('unpublishQuestion', { stage })}
        loading={change.isPending}
        act={() => change.mutate()}
      >
        {say('unpublish')}
      </ConfirmedButton>
    </>
  )
}
