import { Alert } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { againOf, askFurther } from '../api/pages.ts'
import { Failed } from '../frame/failed.tsx'
import { More } from '../frame/more.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { Differences } from './differences.tsx'
import { FaultHistogram } from './fault-histogram.tsx'
import { facetFields } from './facet-fields.ts'
import { Facets } from './facets.tsx'
import { FlowDrawer } from './flow-drawer.tsx'
import { FlowForm } from './flow-form.tsx'
import { askedAnew, filterOf, type FlowSearch, withCondition } from './flow-search.ts'
import { FlowTable } from './flow-table.tsx'
import type { FlowPage, FlowSummary, ListedFlow } from './listed-flow.ts'
import { LiveNotice } from './live-notice.tsx'
import { type LiveTail, useLiveTail } from './use-live-tail.ts'
import { ViewMenu } from './view-menu.tsx'

/** What passed the gateway: query, time, histogram by fault, facets, rows. */
const route = getRouteApi('/flow-log')

export function FlowLogPage(): React.ReactElement {
  const { t } = useTranslation()
  const { search, change, show, nowMs } = useSearch()
  const filter = filterOf(search, nowMs)
  const records = useRecords(filter)
  const summary = useSummary(filter, records.isPending || records.isPlaceholderData)
  const choose = (field: string, value: string, kind: 'only' | 'not'): void =>
    change({ query: withCondition(search.query, field, value, kind) })
  return (
    <>
      <PageHead title={t('flowLog')}>
        <ViewMenu query={search.query} filter={filter} open={(query) => change({ query })} />
      </PageHead>
      <FlowForm key={search.query} search={search} change={change} />
      <Notices records={records} />
      {summary === undefined ? null : (
        <FaultHistogram histogram={summary.histogram} zoom={(from, to) => change({ from, to })} />
      )}
      <Differences
        key={JSON.stringify(filter)}
        filter={filter}
        choose={(field, value) => choose(field, value, 'only')}
      />
      <Count total={summary?.histogram.total} />
      <Followed search={search} records={records} show={show} choose={choose}>
        {summary === undefined ? null : <Facets top={summary} choose={choose} />}
      </Followed>
    </>
  )
}

function useSearch() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [nowMs, setNowMs] = useState(() => Date.now())
  const change = (part: Partial<FlowSearch>): void => {
    setNowMs(Date.now())
    void navigate({ search: askedAnew(search, part) })
  }
  const show = useCallback(
    (id: string): void =>
      void navigate({
        search: ({ open: _open, ...rest }) => (id === '' ? rest : { ...rest, open: id }),
        replace: true,
      }),
    [navigate],
  )
  return { search, change, show, nowMs }
}

type Records = ReturnType<typeof useRecords>

/** What a reader must know before believing the picture. */
function Notices({ records }: { readonly records: Records }): React.ReactElement {
  const { t } = useTranslation()
  const [first] = records.data?.pages ?? []
  return (
    <>
      {records.error === null ? null : <Failed error={records.error} retry={againOf(records)} />}
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

interface FollowedProps extends Omit<RowsProps, 'tail' | 'open'> {
  readonly search: FlowSearch
  /** Beside the rows. */
  readonly children: React.ReactNode
}

/** The rows and what comes live: only these are looked at again four times a second, and not the whole page. */
function Followed({ search, children, ...rows }: FollowedProps): React.ReactElement {
  const tail = useLiveTail(search, search.live === true)
  return (
    <>
      <LiveNotice tail={tail} />
      <div className="flow-columns">
        {children}
        <Rows {...rows} tail={tail} open={search.open ?? ''} />
      </div>
    </>
  )
}

interface RowsProps {
  readonly records: Records
  readonly tail: LiveTail
  readonly open: string
  readonly show: (id: string) => void
  readonly choose: (field: string, value: string, kind: 'only' | 'not') => void
}

function Rows({ records, tail, open, show, choose }: RowsProps): React.ReactElement {
  const { t } = useTranslation()
  const { data } = records
  const flows = useMemo(
    () => withoutTwice([...tail.flows, ...(data?.pages.flatMap(({ items }) => items) ?? [])]),
    [tail.flows, data],
  )
  const openFlow = useCallback(({ request_id: id }: ListedFlow) => show(id), [show])
  return (
    <div className="flow-rows-column">
      {records.isSuccess && flows.length === 0 ? <p>{t('noRecords')}</p> : null}
      {flows.length === 0 ? null : (
        <FlowTable
          flows={flows}
          open={openFlow}
          choose={choose}
          onEnd={() => askFurther(records)}
        />
      )}
      <More of={records} />
      <FlowDrawer flows={flows} id={open} show={show} />
    </div>
  )
}

/** What is followed live may have been listed already. */
function withoutTwice(flows: readonly ListedFlow[]): readonly ListedFlow[] {
  const known = new Set<string>()
  return flows.filter(({ request_id: id }) => !known.has(id) && known.add(id) !== undefined)
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

/** Histogram and facets, which read the records once when they are asked for together. The rows come before: asked
 *  for at the same time they would wait for this, which takes much longer (bench/log). */
function useSummary(filter: Filter, rowsAreAsked: boolean): FlowSummary | undefined {
  return useQuery({
    enabled: !rowsAreAsked,
    queryKey: ['flow-summary', filter],
    queryFn: ({ signal }) =>
      ask<FlowSummary>('/flow-records/summary', {
        query: { ...filter, by: 'fault', field: facetFields, top: 10 },
        signal,
      }),
    placeholderData: keepPreviousData,
  }).data
}
