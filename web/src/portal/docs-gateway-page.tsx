import './portal.css'
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ask } from '../api/ask.ts'
import { usePages } from '../api/pages.ts'
import { CopyText } from '../frame/copy-text.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { AskForAccess } from '../permissions/ask-for-access.tsx'
import { DeprecatedMark, DeprecatedNote } from './deprecated.tsx'
import { NotFoundOr } from './not-found-or.tsx'
import { Persons } from './persons.tsx'
import type { GatewayPage, ListedResource } from './portal-answers.ts'
import { useTexts } from './texts.ts'

/** One gateway as its callers see it: whom to ask, where it is, what can be called. */
const route = getRouteApi('/docs/$gateway')

export function DocsGatewayPage(): React.ReactElement {
  const say = useTexts()
  const { gateway } = route.useParams()
  const path = `/portal/gateways/${encodeURIComponent(gateway)}`
  const found = useQuery({
    queryKey: [path, 'gateway'],
    queryFn: ({ signal }) => ask<GatewayPage>(path, { signal }),
  })
  return (
    <>
      <nav aria-label={say('breadcrumbs')}>
        <Link to="/docs">{say('docs')}</Link>
      </nav>
      <PageHead title={gateway} />
      <NotFoundOr of={found} words={say('noSuchGateway')}>
        {(page) => (
          <>
            <Head page={page} />
            <Resources page={page} path={path} />
          </>
        )}
      </NotFoundOr>
    </>
  )
}

function Head({ page }: { readonly page: GatewayPage }): React.ReactElement {
  const say = useTexts()
  return (
    <>
      <DeprecatedNote of={page.deprecated} />
      <p className="lead">{page.description}</p>
      <div className="docs-head">
        <section>
          <h2>{say('personsInCharge')}</h2>
          <Persons of={page.personsInCharge} />
        </section>
        <section>
          <h2>{say('addresses')}</h2>
          {page.stages.length === 0 ? <p>{say('notServed')}</p> : null}
          <dl className="address-list">
            {page.stages.map(({ name, description, urls }) => (
              <div key={name}>
                <dt>
                  {name} <span className="quiet">{description}</span>
                </dt>
                {urls.map((url) => (
                  <dd key={url}>
                    <code>{url}</code> <CopyText text={url} of={url} />
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </section>
      </div>
      <AskForAccess gateway={page.name} />
    </>
  )
}

interface ResourcesProps {
  readonly page: GatewayPage
  readonly path: string
}

function Resources({ page, path }: ResourcesProps): React.ReactElement {
  const say = useTexts()
  const { stage, label, search } = route.useSearch()
  const [settled] = useDebouncedValue(search.trim(), 250)
  const resources = usePages<ListedResource>(`${path}/resources`, { stage, label, search: settled })
  return (
    <section>
      <h2>{say('resources')}</h2>
      <Filters page={page} />
      <Loaded of={resources}>
        {(found) =>
          found.length === 0 ? (
            <Empty>{say(page.resources === 0 ? 'noResources' : 'noResourceFits')}</Empty>
          ) : (
            <ResourceTable gateway={page.name} stage={stage} resources={found} />
          )
        }
      </Loaded>
      <More of={resources} />
    </section>
  )
}

function Filters({ page }: { readonly page: GatewayPage }): React.ReactElement {
  const say = useTexts()
  const chosen = route.useSearch()
  const navigate = route.useNavigate()
  const choose = (part: Partial<typeof chosen>) =>
    void navigate({ search: { ...chosen, ...part }, replace: true })
  return (
    <>
      <Group align="end">
        <TextInput
          type="search"
          label={say('searchResources')}
          value={chosen.search}
          maxLength={200}
          onChange={({ currentTarget: { value } }) => choose({ search: value })}
        />
        {page.stages.length < 2 ? null : (
          <Select
            label={say('stage')}
            placeholder={say('allStages')}
            data={page.stages.map(({ name }) => name)}
            value={chosen.stage === '' ? null : chosen.stage}
            onChange={(value) => choose({ stage: value ?? '' })}
            clearable
          />
        )}
      </Group>
      {page.labels.length === 0 ? null : (
        <Group gap="xs" mt="xs" role="group" aria-label={say('labels')}>
          {page.labels.map(({ label, resources }) => (
            <Button
              key={label}
              size="compact-sm"
              variant={label === chosen.label ? 'filled' : 'default'}
              aria-pressed={label === chosen.label}
              onClick={() => choose({ label: label === chosen.label ? '' : label })}
            >
              {`${label} · ${resources}`}
            </Button>
          ))}
        </Group>
      )}
    </>
  )
}

interface ResourceTableProps {
  readonly gateway: string
  readonly stage: string
  readonly resources: readonly ListedResource[]
}

function ResourceTable({ gateway, stage, resources }: ResourceTableProps): React.ReactElement {
  const say = useTexts()
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={say('resources')}>
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{say('resource')}</th>
            <th scope="col">{say('call')}</th>
            <th scope="col">{say('summary')}</th>
            <th scope="col">{say('labels')}</th>
            <th scope="col">{say('needs')}</th>
          </tr>
        </thead>
        <tbody>
          {resources.map(({ name, method, path, summary, labels, deprecated, auth }) => (
            <tr key={name}>
              <th scope="row">
                <Link
                  to="/docs/$gateway/$resource"
                  params={{ gateway, resource: name }}
                  search={{ stage }}
                >
                  {name}
                </Link>{' '}
                <DeprecatedMark isShown={deprecated !== null} />
              </th>
              <td>
                <code>
                  {method} {path}
                </code>
              </td>
              <td>{summary}</td>
              <td>{labels.join(', ')}</td>
              <td>
                {say(auth.permission ? 'needsPermission' : auth.app ? 'needsApp' : 'needsNothing')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
