import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { usePages } from '../api/pages.ts'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { NotDone } from '../frame/not-done.tsx'
import type { SignedIn } from './people-answers.ts'
import { SessionTable } from './session-table.tsx'
import { useTexts } from './texts.ts'

/** Where one is signed in; another browser's session can be ended. */
export function OwnSessions(): React.ReactElement {
  const say = useTexts()
  const sessions = usePages<SignedIn>('/sessions')
  const ending = useChange(
    (id: string) => ask(`/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    ['/sessions'],
  )
  const act = ({ id, isThisOne, address }: SignedIn): React.ReactNode =>
    isThisOne ? null : (
      <ConfirmedButton
        size="compact-xs"
        aria-label={say('endSession', { address })}
        question={say('endQuestion')}
        loading={ending.isPending && ending.variables === id}
        act={() => ending.mutate(id)}
      >
        {say('end')}
      </ConfirmedButton>
    )
  return (
    <section aria-label={say('sessions')}>
      <h2>{say('sessions')}</h2>
      <NotDone error={ending.error} />
      <Loaded of={sessions}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noSessions')}</Empty>
          ) : (
            <SessionTable sessions={found} act={act} />
          )
        }
      </Loaded>
    </section>
  )
}
