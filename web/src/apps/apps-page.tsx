import './apps.css'
import { Link } from '@tanstack/react-router'
import { Problem } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { Empty } from '../frame/empty.tsx'
import { Failed } from '../frame/failed.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { RequestList } from '../permissions/request-list.tsx'
import type { App } from './app-answers.ts'
import { NewApp } from './new-app.tsx'
import { useTexts } from './texts.ts'

/** The applications that are yours, and what was asked for in their names. */
export function AppsPage(): React.ReactElement {
  const say = useTexts()
  const session = useSession()
  return (
    <>
      <PageHead title={say('myApps')} />
      <p>{say('intro')}</p>
      {session === null ? <Failed error={new Problem(401, {})} /> : null}
      {session === null || session === undefined ? null : <Own />}
    </>
  )
}

function Own(): React.ReactElement {
  const say = useTexts()
  const apps = usePages<App>('/apps')
  return (
    <>
      <NewApp />
      <Loaded of={apps}>
        {(found) =>
          found.length === 0 ? <Empty>{say('noApps')}</Empty> : <AppTable apps={found} />
        }
      </Loaded>
      <More of={apps} />
      <h2 id="requests">{say('requests')}</h2>
      <RequestList as="owner" empty={say('noRequests')} />
    </>
  )
}

function AppTable({ apps }: { readonly apps: readonly App[] }): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('myApps')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('code')}</th>
            <th scope="col">{say('description')}</th>
            <th scope="col">{say('owner')}</th>
            <th scope="col">{say('keys')}</th>
          </tr>
        </thead>
        <tbody>
          {apps.map(({ code, description, owner, secrets }) => (
            <tr key={code}>
              <th scope="row">
                <Link to="/apps/$app" params={{ app: code }}>
                  {code}
                </Link>
              </th>
              <td>{description}</td>
              <td>{owner}</td>
              <td>{secrets.length === 0 ? say('noKeyYet') : secrets.length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
