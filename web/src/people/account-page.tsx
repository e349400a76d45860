import '../frame/parts.css'
import { useSession } from '../api/session.ts'
import { Failed } from '../frame/failed.tsx'
import { Problem } from '../api/ask.ts'
import { PageHead } from '../frame/page-head.tsx'
import { OwnPassword } from './own-password.tsx'
import { OwnSessions } from './own-sessions.tsx'
import { PersonalTokens } from './personal-tokens.tsx'
import { useTexts } from './texts.ts'

/** What is one's own: password, sessions, tokens. */
export function AccountPage(): React.ReactElement {
  const say = useTexts()
  const session = useSession()
  return (
    <>
      <PageHead title={say('account')} />
      {session === null ? <Failed error={new Problem(401, {})} /> : null}
      {session === null || session === undefined ? null : (
        <>
          <p>{session.user?.displayName || session.name}</p>
          {session.user?.source === 'oidc' ? <p>{say('noPassword')}</p> : <OwnPassword />}
          <OwnSessions />
          <PersonalTokens />
        </>
      )}
    </>
  )
}
