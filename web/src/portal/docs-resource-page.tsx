import './portal.css'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { PageHead } from '../frame/page-head.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { AskForAccess } from '../permissions/ask-for-access.tsx'
import { DeprecatedNote } from './deprecated.tsx'
import { ErrorsHere } from './errors-here.tsx'
import { LimitList } from './limit-list.tsx'
import { NotFoundOr } from './not-found-or.tsx'
import { Answers, Bodies, Parameters } from './operation-tables.tsx'
import { Persons } from './persons.tsx'
import type { ResourcePage } from './portal-answers.ts'
import { Snippets } from './snippets.tsx'
import { useTexts } from './texts.ts'
import { TryIt } from './try-it.tsx'

/** One resource: what it is, how to call it, what it can answer with. */
const route = getRouteApi('/docs/$gateway/$resource')

export function DocsResourcePage(): React.ReactElement {
  const say = useTexts()
  const { i18n } = useTranslation()
  const { gateway, resource } = route.useParams()
  const { stage } = route.useSearch()
  const path = `/portal/gateways/${encodeURIComponent(gateway)}/resources/${encodeURIComponent(resource)}`
  const found = useQuery({
    queryKey: [path, stage, i18n.language], // the document and the errors are in the reader's language
    queryFn: ({ signal }) => ask<ResourcePage>(path, { query: { stage }, signal }),
  })
  return (
    <>
      <nav aria-label={say('breadcrumbs')}>
        <Link to="/docs">{say('docs')}</Link> /{' '}
        <Link to="/docs/$gateway" params={{ gateway }}>
          {gateway}
        </Link>
      </nav>
      <PageHead title={resource} />
      <NotFoundOr of={found} words={say('noSuchResource')}>
        {(page) => <Shown page={page} />}
      </NotFoundOr>
    </>
  )
}

function Shown({ page }: { readonly page: ResourcePage }): React.ReactElement {
  const say = useTexts()
  const { schema, references } = page
  return (
    <>
      <DeprecatedNote of={page.deprecated} />
      <p className="call-line">
        <span className="docs-method">{page.method}</span> <code>{page.path}</code>
        {page.matchSubpath ? <span className="quiet">{say('matchSubpath')}</span> : null}
        {page.websocket ? <span className="quiet">WebSocket</span> : null}
      </p>
      <p className="lead">{page.summary}</p>
      {page.description === page.summary ? null : <p>{page.description}</p>}
      <div className="docs-columns">
        <div className="docs-main">
          {page.document === null ? null : (
            <section>
              <h2>{say('document')}</h2>
              <div lang={page.document.language === 'zh' ? 'zh-CN' : 'en'}>
                <Markdown text={page.document.markdown} />
              </div>
            </section>
          )}
          <Parameters operation={schema} references={references} />
          <Bodies operation={schema} references={references} />
          <Answers operation={schema} references={references} />
          {page.referencesLeftOut > 0 ? (
            <p>{say('referencesLeftOut', { count: page.referencesLeftOut })}</p>
          ) : null}
          {page.document === null && schema === null ? <p>{say('nothingWritten')}</p> : null}
        </div>
        <aside className="docs-aside" aria-label={say('howToCall')}>
          <StageChoice page={page} />
          <Needs page={page} />
          <Snippets call={page.call} />
          <h2>{say('limits')}</h2>
          <LimitList limits={page.limits} />
          <h2>{say('personsInCharge')}</h2>
          <Persons of={page.personsInCharge} />
        </aside>
      </div>
      <TryIt page={page} />
      <ErrorsHere errors={page.errors} days={page.seenDays} />
    </>
  )
}

function StageChoice({ page }: { readonly page: ResourcePage }): React.ReactElement | null {
  const say = useTexts()
  const navigate = route.useNavigate()
  if (page.stages.length < 2) return null
  return (
    <Select
      label={say('stage')}
      data={[...page.stages]}
      value={page.stage}
      allowDeselect={false}
      onChange={(stage) => void navigate({ search: { stage: stage ?? '' } })}
    />
  )
}

/** Who may call, and how to become one of them. */
function Needs({ page }: { readonly page: ResourcePage }): React.ReactElement {
  const say = useTexts()
  const { app, user, permission, mayApply } = page.auth
  return (
    <>
      <h2>{say('needs')}</h2>
      <ul>
        {app ? (
          <li>
            {say('needsApp')} <Link to="/apps">{say('myApps')}</Link>
          </li>
        ) : null}
        {user ? <li>{say('needsUser')}</li> : null}
        {permission ? <li>{say('needsPermission')}</li> : null}
        {!app && !user && !permission ? <li>{say('needsNothing')}</li> : null}
      </ul>
      {permission && mayApply ? (
        <AskForAccess gateway={page.gateway} resources={[page.name]} />
      ) : permission ? (
        <p className="quiet">{say('mayNotApply')}</p>
      ) : null}
    </>
  )
}
