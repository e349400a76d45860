import { Alert, Button, Group, Title } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'
import { Differences } from './differences.tsx'
import { FaultHistogram } from './fault-histogram.tsx'
import { facetFields, Facets } from './facets.tsx'
import { filterOf, type FlowSearch, withCondition } from './flow-search.ts'
import { FlowTable } from './flow-table.tsx'
import { PeriodChoice } from './period-choice.tsx'
import { QueryBar } from './query-bar.tsx'
import { ViewMenu } from './view-menu.tsx'
import type { FlowHistogram, FlowPage, TopValues } from './listed-flow.ts'

/** What passed the gateway: query, time, histogram by fault, facets, rows. */
const route = getRouteApi('/flow-log')

export function FlowLogPage(): React.ReactElement {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [nowMs, setNowMs] = useState(() => Date.now())
  const filter = filterOf(search, nowMs)
  const records = useRecords(filter)
  const histogram = useCounted<FlowHistogram>('histogram', filter, { by: 'fault' })
  const top = useCounted<TopValues>('top-values', filter, { field: facetFields, top: 8 })
  const change = (part: Partial<FlowSearch>): void => {
    setNowMs(Date.now())
    const { from: _from, to: _to, ...rest } = search
    void navigate({ search: { ...rest, ...part } })
  }
  return (
    <>
      <Title order={1}>{t('flowLog')}</Title>
      <QueryForm key={search.query} search={search} change={change} />
      <Notices records={records} />
      {histogram.data === undefined ? null : (
        <FaultHistogram
          histogram={histogram.data}
          zoom={(from, to) => void navigate({ search: { ...search, from, to } })}
        />
      )}
      <ViewMenu query={search.query} filter={filter} open={(query) => change({ query })} />
      <Differences
        key={JSON.stringify(filter)}
        filter={filter}
        choose={(field, value) =>
          change({ query: withCondition(search.query, field, value, 'only') })
        }
      />
      <Count total={histogram.data?.total} />
      <div className="flow-columns">
        {top.data === undefined ? null : (
          <Facets
            top={top.data}
            choose={(field, value, kind) =>
              change({ query: withCondition(search.query, field, value, kind) })
            }
          />
        )}
        <Rows records={records} />
      </div>
    </>
  )
}

type Records = ReturnType<typeof useRecords>

/** What a reader must know before believing the picture. */
function Notices({ records }: { readonly records: Records }): React.ReactElement {
  const { t } = useTranslation()
  const [first] = records.data?.pages ?? []
  return (
    <>
      {records.error === null ? null : <Failed error={records.error} retry={records.refetch} />}
      {first?.complete === false ? <Alert color="orange">{t('onlyNewest')}</Alert> : null}
      {(first?.gaps.length ?? 0) > 0 ? <Alert color="orange">{t('recordsMissing')}</Alert> : null}
    </>
  )
}

function Count({ total }: { readonly total: number | undefined }): React.ReactElement {
  const { t } = useTranslation()
  return (
    <p aria-live="polite">{total === undefined ? t('loading') : t('records', { count: total })}</p>
  )
}

function Rows({ records }: { readonly records: Records }): React.ReactElement {
  const { t } = useTranslation()
  const flows = records.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <div className="flow-rows-column">
      {records.isSuccess && flows.length === 0 ? <p>{t('noRecords')}</p> : null}
      {flows.length === 0 ? null : <FlowTable flows={flows} />}
      {records.hasNextPage ? (
        <Button
          variant="default"
          loading={records.isFetchingNextPage}
          onClick={() => void records.fetchNextPage()}
        >
          {t('moreRecords')}
        </Button>
      ) : null}
    </div>
  )
}

type Filter = ReturnType<typeof filterOf>

function useRecords(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['flow-records', filter],
    queryFn: ({ pageParam, signal }) =>
      ask<FlowPage>('/flow-records', {
        query: { ...filter, limit: 200, cursor: pageParam },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}

function useCounted<Answer>(
  what: string,
  filter: Filter,
  question: Readonly<Record<string, string | number | readonly string[]>>,
) {
  return useQuery({
    queryKey: ['flow-counts', what, filter],
    queryFn: ({ signal }) =>
      ask<Answer>(`/flow-records/${what}`, { query: { ...filter, ...question }, signal }),
    placeholderData: keepPreviousData,
  })
}

interface QueryFormProps {
  readonly search: FlowSearch
  readonly change: (part: Partial<FlowSearch>) => void
}

function QueryForm({ search, change }: QueryFormProps): React.ReactElement {
  const { t } = useTranslation()
  const [query, setQuery] = useState(search.query)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change({ query })
      }}
    >
      <Group align="end" wrap="wrap">
        <QueryBar query={query} onChange={setQuery} />
        <PeriodChoice period={search.period} choose={(period) => change({ query, period })} />
        <Button type="submit">{t('search')}</Button>
      </Group>
    </form>
  )
}
