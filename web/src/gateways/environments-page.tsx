import { Alert, Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import type { Stage } from './gateway-answers.ts'
import { gatewayPath } from './gateway-path.ts'
import { NewStage } from './new-stage.tsx'
import { OnlyLooking } from './only-looking.tsx'
import { RemoveStage, Unpublish } from './stage-acts.tsx'
import { StageHosts } from './stage-hosts.tsx'
import { StageState } from './stage-state.tsx'
import { useTexts } from './texts.ts'
import { useGateway } from './use-gateway.ts'
import { useMayMaintain } from '../api/rights.ts'

/** The environments (stages) of a gateway: what each serves, since when, on which hosts, and what it does not serve
 *  yet. */
const route = getRouteApi('/gateways/$gateway')

export function EnvironmentsPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const stages = usePages<Stage>(gatewayPath(gateway, 'stages'), {}, { everyMs: refreshMs })
  const mayMaintain = useMayMaintain(gateway)
  return (
    <>
      <DraftNote gateway={gateway} />
      <OnlyLooking gateway={gateway} />
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
      {mayMaintain ? <NewStage gateway={gateway} /> : null}
    </>
  )
}

/** Workers come and go without anybody pressing something. */
const refreshMs = 10_000

/** That something was edited and is not live is seen before anything else. */
function DraftNote({ gateway }: { readonly gateway: string }): React.ReactElement | null {
  const say = useTexts()
  const draft = useGateway(gateway).data?.value.draft ?? null
  if (draft === null) return null
  return (
    <Alert role="note" color={draft.outdated ? 'orange' : 'blue'} className="draft-note">
      {say('draftNote', { count: draft.changes, by: draft.editedBy })}{' '}
      {draft.outdated ? say('draftOutdated') : null}{' '}
      <Link to="/gateways/$gateway/draft" params={{ gateway }}>
        {say('openDraft')}
      </Link>
    </Alert>
  )
}

interface StageCardProps {
  readonly gateway: string
  readonly stage: Stage
}

function StageCard({ gateway, stage }: StageCardProps): React.ReactElement {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  const { name, description, release, pending } = stage
  const params = { gateway, stage: name }
  return (
    <>
      <h2>
        <Link to="/gateways/$gateway/stages/$stage" params={params}>
          {name}
        </Link>
      </h2>
      {description === '' ? null : <p>{description}</p>}
      <StageState stage={stage} />
      <StageHosts gateway={gateway} stage={name} />
      <div className="card-acts">
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/gateways/$gateway/stages/$stage/releases" params={params} />
          )}
        >
          {say('releases')}
        </Button>
        {mayMaintain && pending !== null ? (
          <Button
            size="xs"
            renderRoot={(props) => (
              <Link {...props} to="/gateways/$gateway/stages/$stage/release" params={params} />
            )}
          >
            {say('lookAndRelease')}
          </Button>
        ) : null}
        {mayMaintain && release !== null ? <Unpublish gateway={gateway} stage={name} /> : null}
        {mayMaintain && release === null ? <RemoveStage gateway={gateway} stage={name} /> : null}
      </div>
    </>
  )
}
