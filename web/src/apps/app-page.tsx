import './apps.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { askTagged } from '../api/ask.ts'
import { PageHead } from '../frame/page-head.tsx'
import { NotFoundOr } from '../portal/not-found-or.tsx'
import { RequestList } from '../permissions/request-list.tsx'
import type { App } from './app-answers.ts'
import { AppGrants } from './app-grants.tsx'
import { AboutApp, type AppProps, DeleteApp } from './about-app.tsx'
import { FailingCalls } from './failing-calls.tsx'
import { Keys } from './keys.tsx'
import { useTexts } from './texts.ts'

/** One application: its keys, what it may call, what went wrong. */
const route = getRouteApi('/apps/$app')

export function AppPage(): React.ReactElement {
  const say = useTexts()
  const { app } = route.useParams()
  const path = `/apps/${encodeURIComponent(app)}`
  const found = useQuery({
    queryKey: [path, 'app'],
    queryFn: ({ signal }) => askTagged<App>(path, { signal }),
  })
  return (
    <>
      <nav aria-label={say('breadcrumbs')}>
        <Link to="/apps">{say('myApps')}</Link>
      </nav>
      <PageHead title={app} />
      <NotFoundOr of={found} words={say('noSuchApp')}>
        {(read) => <Shown key={path} read={read} path={path} again={found.refetch} />}
      </NotFoundOr>
    </>
  )
}

function Shown({ read, path, again }: AppProps): React.ReactElement {
  const say = useTexts()
  const { code } = read.value
  return (
    <>
      <AboutApp read={read} path={path} again={again} />
      <Keys app={read.value} path={path} />
      <AppGrants app={code} path={path} />
      <FailingCalls app={code} />
      <h2>{say('requests')}</h2>
      <RequestList as="owner" app={code} empty={say('noRequestsOfApp')} />
      <DeleteApp read={read} path={path} again={again} />
    </>
  )
}
