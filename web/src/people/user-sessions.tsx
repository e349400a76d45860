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

/** Where a user is signed in; all of it can be ended. */
interface UserSessionsProps {
  readonly path: string
  readonly name: string
}

export function UserSessions({ path, name }: UserSessionsProps): React.ReactElement {
  const say = useTexts()
  const sessions = usePages<SignedIn>(`${path}/sessions`)
  const ending = useChange(
    () => ask<{ readonly ended: number }>(`${path}/sessions`, { method: 'DELETE' }),
    [`${path}/sessions`],
  )
  return (
    <section aria-label={say('sessionsOf', { name })}>
      <h2>{say('sessionsOf', { name })}</h2>
      <NotDone error={ending.error} />
      <p aria-live="polite">
        {ending.data === undefined ? '' : say('ended', { count: ending.data.ended })}
      </p>
      <Loaded of={sessions}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noSessions')}</Empty>
          ) : (
            <>
              <SessionTable sessions={found} />
              <ConfirmedButton
                question={say('signOutQuestion', { name })}
                loading={ending.isPending}
                act={() => ending.mutate()}
              >
                {say('signOutEverywhere')}
              </ConfirmedButton>
            </>
          )
        }
      </Loaded>
    </section>
  )
}
