import './portal.css'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { usePages } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { DeprecatedMark } from './deprecated.tsx'
import { PersonNames } from './persons.tsx'
import type { ListedGateway, SearchHit } from './portal-answers.ts'
import { portalSearch } from './portal-search.ts'
import { useTexts } from './texts.ts'

/** What can be called here, and whom to ask about it. */
const route = getRouteApi('/docs')

export function DocsPage(): React.ReactElement {
  const say = useTexts()
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const [asked] = useDebouncedValue(search.trim(), 200)
  return (
    <>
      <PageHead title={say('docs')} />
      <p>{say('docsIntro')}</p>
      <TextInput
        type="search"
        label={say('searchAll')}
        description={say('searchHint')}
        value={search}
        maxLength={200}
        maw="40rem"
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { search: value }, replace: true })
        }
      />
      {asked === '' ? <GatewayList /> : <Hits words={asked} />}
    </>
  )
}

function GatewayList(): React.ReactElement {
  const say = useTexts()
  const gateways = usePages<ListedGateway>('/portal/gateways')
  return (
    <>
      <Loaded of={gateways}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say('noGateways')}</Empty>
          ) : (
            <GatewayTable gateways={found} />
          )
        }
      </Loaded>
      <More of={gateways} />
    </>
  )
}

function GatewayTable({ gateways }: { readonly gateways: readonly ListedGateway[] }) {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('gateways')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('gateway')}</th>
            <th scope="col">{say('description')}</th>
            <th scope="col">{say('personsInCharge')}</th>
            <th scope="col">{say('stages')}</th>
            <th scope="col">{say('resources')}</th>
          </tr>
        </thead>
        <tbody>
          {gateways.map(({ name, description, personsInCharge, stages, deprecated, resources }) => (
            <tr key={name}>
              <th scope="row">
                <Link to="/docs/$gateway" params={{ gateway: name }}>
                  {name}
                </Link>{' '}
                <DeprecatedMark isShown={deprecated !== null} />
              </th>
              <td>{description}</td>
              <td>
                <PersonNames of={personsInCharge} />
              </td>
              <td>{stages.join(', ')}</td>
              <td>{resources}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface Found {
  readonly items: readonly SearchHit[]
  readonly total: number
}

function Hits({ words }: { readonly words: string }): React.ReactElement {
  const say = useTexts()
  const found = useQuery(portalSearch<Found>(words, 100))
  return (
    <Loaded of={found}>
      {({ items, total }) => (
        <>
          <p role="status">
            {total === 0
              ? say('noHits')
              : say(total > items.length ? 'manyHits' : 'hits', {
                  count: total,
                  shown: items.length,
                })}
          </p>
          <ol className="docs-hits">
            {items.map((hit) => (
              <li key={`${hit.kind} ${hit.gateway} ${hit.name}`}>
                <Hit hit={hit} />
              </li>
            ))}
          </ol>
        </>
      )}
    </Loaded>
  )
}

function Hit({ hit }: { readonly hit: SearchHit }): React.ReactElement {
  const say = useTexts()
  const { kind, gateway, name, method, path, summary, deprecated } = hit
  return (
    <>
      {kind === 'gateway' ? (
        <Link to="/docs/$gateway" params={{ gateway }}>
          {name}
        </Link>
      ) : (
        <Link to="/docs/$gateway/$resource" params={{ gateway, resource: name }}>
          {gateway} / {name}
        </Link>
      )}{' '}
      <DeprecatedMark isShown={deprecated} />
      <span className="hit-words">
        {kind === 'gateway' ? (
          <span className="quiet">{say('gateway')}</span>
        ) : (
          <code>
            {method} {path}
          </code>
        )}{' '}
        {summary}
      </span>
    </>
  )
}
