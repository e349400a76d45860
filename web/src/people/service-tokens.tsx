import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import type { Token } from './people-answers.ts'
import { useTexts } from './texts.ts'
import { TokenForm } from './token-form.tsx'
import { TokenTable } from './token-table.tsx'

/** Tokens of programs with rights of their own. */
export function ServiceTokens(): React.ReactElement {
  const say = useTexts()
  const tokens = usePages<Token>('/tokens')
  return (
    <section aria-label={say('serviceTokens')}>
      <h2>{say('serviceTokens')}</h2>
      <p>{say('serviceIntro')}</p>
      <TokenForm isOfService />
      <Loaded of={tokens}>
        {(found) => {
          const services = found.filter(({ kind }) => kind === 'service')
          if (services.length === 0) return <Empty>{say('noServiceTokens')}</Empty>
          return <TokenTable tokens={services} withRights />
        }}
      </Loaded>
    </section>
  )
}
