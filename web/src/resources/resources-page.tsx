import './resources.css'
import { Button, Group } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { askTagged } from '../api/ask.ts'
import { askFurther, type Page } from '../api/pages.ts'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { More } from '../frame/more.tsx'
import { gatewayPath } from '../gateways/gateway-path.ts'
import { useMayMaintain } from '../api/rights.ts'
import { BatchBar } from './batch-bar.tsx'
import { filterOf, isFiltered, type ListSearch } from './list-search.ts'
import type { ListedResource } from './resource-answers.ts'
import { ResourceFilters } from './resource-filters.tsx'
import { ResourceTable } from './resource-table.tsx'
import { useTexts } from './texts.ts'

/** Everything that callers can call: found, told apart, changed one by one or many at a time. */
const route = getRouteApi('/gateways/$gateway/resources')

export function ResourcesPage(): React.ReactElement {
  const { gateway } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayChange = useMayMaintain(gateway)
  const found = useFoundResources(gateway, search)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const resources = found.data?.resources ?? []
  const change = (part: Partial<ListSearch>): void => {
    void navigate({ search: { ...search, ...part }, replace: true })
  }
  return (
    <>
      {mayChange ? <Creations gateway={gateway} /> : null}
      <ResourceFilters gateway={gateway} search={search} change={change} resources={resources} />
      <Loaded of={found}>
        {({ total }) => (
          <>
            <BatchBar
              gateway={gateway}
              found={found}
              mayChange={mayChange}
              selected={selected}
              select={setSelected}
            />
            {total === 0 ? (
              <None isFiltered={isFiltered(search)} />
            ) : (
              <ResourceTable
                gateway={gateway}
                resources={resources}
                total={total}
                selected={selected}
                select={mayChange ? setSelected : undefined}
                askMore={() => askFurther(found)}
              />
            )}
            {found.isFetchNextPageError ? <More of={found} /> : null}
          </>
        )}
      </Loaded>
    </>
  )
}

function None({ isFiltered: has }: { readonly isFiltered: boolean }): React.ReactElement {
  const say = useTexts()
  return <Empty>{say(has ? 'noneFound' : 'noResources')}</Empty>
}

function Creations({ gateway }: { readonly gateway: string }): React.ReactElement {
  const say = useTexts()
  return (
    <Group gap="xs" mb="sm">
      <Button
        renderRoot={(props: object) => (
          <Link {...props} to="/gateways/$gateway/new-resource" params={{ gateway }} />
        )}
      >
        {say('newResource')}
      </Button>
      <Button
        variant="default"
        renderRoot={(props: object) => (
          <Link {...props} to="/gateways/$gateway/import" params={{ gateway }} />
        )}
      >
        {say('importOpenApi')}
      </Button>
    </Group>
  )
}

interface FoundPage extends Page<ListedResource> {
  readonly total: number
  /** Of the draft, for a batch. */
  readonly etag: string
}

const pageSize = 500

export type FoundResources = ReturnType<typeof useFoundResources>

/** The list as far as it was scrolled to; while another search is asked for, the last one stays in sight. */
export function useFoundResources(gateway: string, search: ListSearch) {
  const path = gatewayPath(gateway, 'resources')
  const filter = filterOf(search)
  return useInfiniteQuery({
    queryKey: [path, filter],
    queryFn: async ({ pageParam, signal }): Promise<FoundPage> => {
      const query = { ...filter, limit: pageSize, cursor: pageParam }
      const { value, etag } = await askTagged<Omit<FoundPage, 'etag'>>(path, { query, signal })
      return { ...value, etag }
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next || undefined,
    placeholderData: keepPreviousData,
    select: ({ pages }) => ({
      resources: pages.flatMap(({ items }) => items),
      total: pages.at(-1)?.total ?? 0,
      etag: pages[0]?.etag ?? '',
    }),
  })
}
