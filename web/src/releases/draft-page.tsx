import './releases.css'
import { Alert, Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ask, type Tagged } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { When } from '../frame/when.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { OnlyLooking } from '../gateways/only-looking.tsx'
import { PendingWords } from '../gateways/pending-words.tsx'
import { useMayMaintain } from '../api/rights.ts'
import { ConflictForm } from './conflict-form.tsx'
import { DiffView } from './diff-view.tsx'
import type { Draft } from './draft-answers.ts'
import { placeOf } from './part-place.ts'
import { PlaceLink } from './place-link.tsx'
import { ProblemList } from './problem-list.tsx'
import { useTexts } from './texts.ts'
import { useDraft } from './use-draft.ts'

/** What was edited and is not live: each part, what is wrong with it, what each environment would serve. */
const route = getRouteApi('/gateways/$gateway')

export function DraftPage(): React.ReactElement {
  const { gateway } = route.useParams()
  const draft = useDraft(gateway)
  return (
    <>
      <OnlyLooking gateway={gateway} />
      <Loaded of={draft}>{(found) => <WholeDraft gateway={gateway} found={found} />}</Loaded>
    </>
  )
}

interface WholeDraftProps {
  readonly gateway: string
  readonly found: Tagged<Draft>
}

function WholeDraft({ gateway, found }: WholeDraftProps): React.ReactElement {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  const { draft, changes, conflicts, problems, managedByFiles } = found.value
  return (
    <section aria-label={say('draft')}>
      {managedByFiles.length === 0 ? null : (
        <Alert role="note" color="blue">
          {say('managedByFiles', { names: managedByFiles.join(', ') })}
        </Alert>
      )}
      {draft === null ? (
        <Empty>{say('noDraft')}</Empty>
      ) : (
        <p>
          {say('begun')} <When time={draft.begunAt} /> · {say('lastEdited', { by: draft.editedBy })}{' '}
          <When time={draft.editedAt} />
        </p>
      )}
      {conflicts.length === 0 ? null : (
        <ConflictForm
          gateway={gateway}
          etag={found.etag}
          conflicts={conflicts}
          maySettle={mayMaintain}
        />
      )}
      {problems.length === 0 ? null : <ProblemList gateway={gateway} problems={problems} />}
      {changes.length === 0 ? null : <ChangeList gateway={gateway} changes={changes} />}
      <StageList gateway={gateway} draft={found.value} />
      {mayMaintain && draft !== null ? <Discard gateway={gateway} etag={found.etag} /> : null}
    </section>
  )
}

/** More are counted: each stage below shows what it comes to. */
const mostShown = 200

function ChangeList({ gateway, changes }: { readonly gateway: string } & Pick<Draft, 'changes'>) {
  const say = useTexts()
  return (
    <>
      <h2>{say('editedParts')}</h2>
      <ul className="diff-parts">
        {changes.slice(0, mostShown).map(({ part, change }) => (
          <li key={part} data-sign={signs[change]}>
            <span className="diff-sign">
              <span aria-hidden="true">{signs[change]}</span> {say(change)}
            </span>{' '}
            {change === 'delete' ? (
              <code>{part}</code>
            ) : (
              <PlaceLink href={placeOf(gateway, part)}>
                <code>{part}</code>
              </PlaceLink>
            )}
          </li>
        ))}
      </ul>
      {changes.length > mostShown ? (
        <p>{say('moreChanges', { count: changes.length - mostShown })}</p>
      ) : null}
    </>
  )
}

const signs = { create: '+', update: '~', delete: '−' } as const

function StageList({ gateway, draft }: { readonly gateway: string; readonly draft: Draft }) {
  const say = useTexts()
  const mayMaintain = useMayMaintain(gateway)
  return (
    <>
      <h2>{say('whatStagesGet')}</h2>
      {draft.stages.length === 0 ? <Empty>{say('noStages')}</Empty> : null}
      {draft.stages.map(({ stage, pending, diff }) => (
        <section key={stage} className="draft-stage" aria-label={stage}>
          <h3>{stage}</h3>
          {pending === null ? (
            <p className="said">{say('servesAll')}</p>
          ) : (
            <>
              <p>
                <PendingWords pending={pending} isLive />
              </p>
              {diff === null ? null : <DiffView diff={diff} />}
              {mayMaintain ? (
                <Button
                  mt="xs"
                  size="xs"
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/gateways/$gateway/stages/$stage/release"
                      params={{ gateway, stage }}
                    />
                  )}
                >
                  {say('lookAndReleaseTo', { stage })}
                </Button>
              ) : null}
            </>
          )}
        </section>
      ))}
    </>
  )
}

function Discard({ gateway, etag }: { readonly gateway: string; readonly etag: string }) {
  const say = useTexts()
  const path = gatewayPath(gateway)
  const removal = useChange(() => ask(`${path}/draft`, { method: 'DELETE', ifMatch: etag }), [path])
  return (
    <div className="apart">
      <NotDone error={removal.error} showCurrent={removal.readAgain} />
      <ConfirmedButton
        loading={removal.isPending}
        question={say('discardQuestion')}
        act={() => removal.mutate()}
      >
        {say('discard')}
      </ConfirmedButton>
    </div>
  )
}
