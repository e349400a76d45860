import { Alert, Button, Group, NativeSelect, TextInput, Title } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'
import { FaultHistogram } from './fault-histogram.tsx'
import { facetFields, Facets } from './facets.tsx'
import { filterOf, type FlowSearch, type Period, periods, withCondition } from './flow-search.ts'
import { FlowTable } from './flow-table.tsx'
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
  const [first] = records.data?.pages ?? []
  return (
    <>
      <Title order={1}>{t('flowLog')}</Title>
      <QueryForm key={search.query} search={search} change={change} />
      {records.error === null ? null : <Failed error={records.error} retry={records.refetch} />}
      {first?.complete === false ? <Alert color="orange">{t('onlyNewest')}</Alert> : null}
      {(first?.gaps.length ?? 0) > 0 ? <Alert color="orange">{t('recordsMissing')}</Alert> : null}
      {histogram.data === undefined ? null : (
        <FaultHistogram
          histogram={histogram.data}
          zoom={(from, to) => void navigate({ search: { ...search, from, to } })}
        />
      )}
      <p aria-live="polite">
        {histogram.data === undefined
          ? t('loading')
          : t('records', { count: histogram.data.total })}
      </p>
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

function Rows({
  records,
}: {
  readonly records: ReturnType<typeof useRecords>
}): React.ReactElement {
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
  const labels = {
    '15m': 'last15m',
    '1h': 'last1h',
    '6h': 'last6h',
    '24h': 'last24h',
    '7d': 'last7d',
  } as const
  const choices = Object.keys(periods) as Period[] // its keys
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change({ query })
      }}
    >
      <Group align="end" wrap="wrap">
        <TextInput
          className="query"
          label={t('query')}
          placeholder={t('queryPlaceholder')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          maxLength={4_096}
        />
        <NativeSelect
          label={t('period')}
          value={search.period}
          onChange={(event) => change({ query, period: event.currentTarget.value as Period })} // one of them
          data={choices.map((value) => ({ value, label: t(labels[value]) }))}
        />
        <Button type="submit">{t('search')}</Button>
      </Group>
    </form>
  )
}
