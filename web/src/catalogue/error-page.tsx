import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { attributionWords } from '../../../src/diagnosis/attribution-words.ts'
import { entryWords } from '../../../src/diagnosis/catalogue/entry-words.ts'
import { ask } from '../api/ask.ts'
import { CodeText } from '../frame/code-text.tsx'
import { CopyText } from '../frame/copy-text.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { NotFoundOr } from '../portal/not-found-or.tsx'
import { languageNow } from '../texts/language.ts'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { CatalogueEntry } from './catalogue-answers.ts'
import { SeenHere } from './seen-here.tsx'
import { useTexts } from './texts.ts'

/** One error: who answers with it, why, and what each of those who read this can do. */
const route = getRouteApi('/errors/$key')

export function ErrorPage(): React.ReactElement {
  const { i18n } = useTranslation()
  const say = useTexts()
  const { key } = route.useParams()
  const found = useQuery({
    queryKey: ['error', key, i18n.language],
    queryFn: ({ signal }) => ask<CatalogueEntry>(`/errors/${encodeURIComponent(key)}`, { signal }),
    staleTime: Infinity,
  })
  return (
    <>
      <nav aria-label={say('breadcrumbs')}>
        <Link to="/errors">{say('catalogue')}</Link>
      </nav>
      <PageHead title={found.data?.title ?? key} />
      <NotFoundOr of={found} words={say('unknownKey', { key })}>
        {(entry) => <Shown entry={entry} />}
      </NotFoundOr>
    </>
  )
}

function Shown({ entry }: { readonly entry: CatalogueEntry }): React.ReactElement {
  const say = useTexts()
  const words = entryWords[languageNow()]
  const { key, status, code, code_name: name, why, actions, sample, kind } = entry
  return (
    <>
      <p className="entry-key">
        <code>{key}</code> <CopyText text={key} of={key} />
        {code === 0 ? null : (
          <span>
            HTTP {status} · <code>{code}</code> <code>{name}</code>
          </span>
        )}
      </p>
      <Facts entry={entry} />
      <h2>{words.why}</h2>
      <p className="lead">
        <CodeText text={why} />
      </p>
      <h2>{words.act}</h2>
      <ul className="entry-actions">
        {actions.map(({ role, text }) => (
          <li key={role} data-acts={role === entry.owner || undefined}>
            <h3>
              {words.roles[role]}{' '}
              {role === entry.owner ? <span className="mark">{say('mustAct')}</span> : null}
            </h3>
            <p>
              <CodeText text={text} />
            </p>
          </li>
        ))}
      </ul>
      <SeenHere errorKey={key} />
      <h2>{words.sample}</h2>
      <p className="quiet">{say(kind === 'error' ? 'sampleOfError' : 'sampleOfVerdict')}</p>
      <pre tabIndex={0}>{sample}</pre>
      <KeyList title={words.lookAlikes} keys={entry.confused_with} />
      <KeyList title={words.related} keys={entry.related} />
    </>
  )
}

function Facts({ entry }: { readonly entry: CatalogueEntry }): React.ReactElement {
  const say = useTexts()
  const words = attributionWords[languageNow()]
  return (
    <dl className="entry-facts">
      <div>
        <dt>{say('whoAnswers')}</dt>
        <dd>{words.responders[entry.responder]}</dd>
      </div>
      <div>
        <dt>{words.whoseFault}</dt>
        <dd>
          <FaultMark fault={entry.fault} />
        </dd>
      </div>
      <div>
        <dt>{words.whoActs}</dt>
        <dd>{words.owners[entry.owner]}</dd>
      </div>
    </dl>
  )
}

interface KeyListProps {
  readonly title: string
  readonly keys: readonly string[]
}

function KeyList({ title, keys }: KeyListProps): React.ReactElement | null {
  if (keys.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul className="entry-keys">
        {keys.map((key) => (
          <li key={key}>
            <Link to="/errors/$key" params={{ key }} preload={false}>
              <code>{key}</code>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
