import './catalogue.css'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Owner } from '../../../src/model/attribution.ts'
import { ask } from '../api/ask.ts'
import type { Page } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { FaultMark } from '../verdict/fault-mark.tsx'
import type { CatalogueEntry } from './catalogue-answers.ts'
import { useTexts } from './texts.ts'

/** Every error and verdict, found by what somebody holds in their hands; grouped by who must act. */
const route = getRouteApi('/errors')

export function ErrorListPage(): React.ReactElement {
  const { i18n } = useTranslation()
  const say = useTexts()
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const [words] = useDebouncedValue(search.trim(), 200)
  const found = useQuery({
    queryKey: ['/errors', words, i18n.language],
    queryFn: ({ signal }) =>
      ask<Page<CatalogueEntry>>('/errors', { query: { search: words }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead title={say('catalogue')} />
      <p>{say('intro')}</p>
      <TextInput
        type="search"
        label={say('searchLabel')}
        placeholder="backend_refused, 16502, connection refused"
        value={search}
        maxLength={1_000}
        maw="40rem"
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { search: value }, replace: true })
        }
      />
      <Loaded of={found}>{({ items }) => <Groups entries={items} />}</Loaded>
    </>
  )
}

/** Callers read this: what they can do themselves stands first. */
const owners: readonly Owner[] = ['caller', 'publisher', 'backend', 'operator', 'nobody']

function Groups({ entries }: { readonly entries: readonly CatalogueEntry[] }) {
  const say = useTexts()
  if (entries.length === 0) return <Empty>{say('nothingFound')}</Empty>
  return (
    <>
      <p role="status" className="quiet">
        {say('found', { count: entries.length })}
      </p>
      {owners
        .map((owner) => [owner, entries.filter((entry) => entry.owner === owner)] as const)
        .filter(([, theirs]) => theirs.length > 0)
        .map(([owner, theirs]) => (
          <section key={owner}>
            <h2>{say(`acts_${owner}`)}</h2>
            <EntryTable entries={theirs} of={say(`acts_${owner}`)} />
          </section>
        ))}
    </>
  )
}

interface EntryTableProps {
  readonly entries: readonly CatalogueEntry[]
  readonly of: string
}

function EntryTable({ entries, of }: EntryTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={of}>
      <table className="list errors-table">
        <thead>
          <tr>
            <th scope="col">{say('error')}</th>
            <th scope="col">{t('status')}</th>
            <th scope="col">{say('code')}</th>
            <th scope="col">{t('fault')}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ key, code, status, title, fault }) => (
            <tr key={key}>
              <th scope="row">
                <Link to="/errors/$key" params={{ key }} preload={false}>
                  {title}
                </Link>{' '}
                <code className="quiet">{key}</code>
              </th>
              <td>{status === 0 ? '' : status}</td>
              <td>{code === 0 ? '' : code}</td>
              <td>
                <FaultMark fault={fault} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
