import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import type { Token } from './people-answers.ts'
import { useTexts } from './texts.ts'
import { TokenForm } from './token-form.tsx'
import { TokenTable } from './token-table.tsx'

/** Tokens that act as oneself. Administrators are told of those of everybody; here they see their own. */
export function PersonalTokens(): React.ReactElement {
  const say = useTexts()
  const own = useSession()?.user?.name
  const tokens = usePages<Token>('/tokens')
  return (
    <section aria-label={say('myTokens')}>
      <h2>{say('myTokens')}</h2>
      <p>{say('tokensIntro')}</p>
      <TokenForm isOfService={false} />
      <Loaded of={tokens}>
        {(found) => {
          const mine = found.filter(({ kind, user }) => kind === 'personal' && user === own)
          if (mine.length === 0) return <Empty>{say('noTokens')}</Empty>
          return <TokenTable tokens={mine} withRights={false} />
        }}
      </Loaded>
    </section>
  )
}
