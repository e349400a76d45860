import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { mayMaintain } from '../api/rights.ts'
import { useSession } from '../api/session.ts'
import { parametersOf } from './operation-parts.ts'
import type { ResourcePage } from './portal-answers.ts'
import { useTexts } from './texts.ts'

/** A real call from the page. It is made by the server, so it is for maintainers; others are told how they get an
 *  answer: a browser may not call another host with headers of its own. */
const DebugCall = lazy(async () => ({
  default: (await import('../debug/debug-call.tsx')).DebugCall,
}))

export function TryIt({ page }: { readonly page: ResourcePage }): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const session = useSession()
  const [isOpen, { open }] = useDisclosure()
  const examples = parametersOf(page.schema, page.references)
    .filter(({ place }) => place === 'path')
    .map(({ name, example }) => [name, example] as const)
  return (
    <section>
      <h2>{say('tryIt')}</h2>
      {!mayMaintain(session, page.gateway) ? (
        <p>{say('tryItOthers')}</p>
      ) : isOpen ? (
        <Suspense fallback={<p>{t('loading')}</p>}>
          <DebugCall
            gateway={page.gateway}
            start={{
              stage: page.stage,
              resource: page.name,
              pathParameters: Object.fromEntries(examples),
              ...(page.call.body === null ? {} : { body: page.call.body }),
            }}
            isFixed
          />
        </Suspense>
      ) : (
        <>
          <p>{say('tryItMaintainer')}</p>
          <Button onClick={open}>{say('tryItOpen')}</Button>
        </>
      )}
    </section>
  )
}
