import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { FaultHistogram } from '../flow-log/fault-histogram.tsx'
import { periods } from '../flow-log/flow-search.ts'
import { PeriodChoice } from '../flow-log/period-choice.tsx'
import type { FlowHistogram, TopValues } from '../flow-log/listed-flow.ts'
import { Failed } from '../frame/failed.tsx'
import { FirstGateway } from '../gateways/first-gateway.tsx'
import { failedIn } from './failures-counted.ts'
import { NeedsAttention } from './needs-attention.tsx'
import { Running } from './running.tsx'

/** The first look: is anything wrong, whose, since when. */
const route = getRouteApi('/overview')

export function OverviewPage(): React.ReactElement {
  const { t } = useTranslation()
  const { period } = route.useSearch()
  const navigate = route.useNavigate()
  const [nowMs, setNowMs] = useState(() => Date.now())
  const time = { from: nowMs - periods[period], to: nowMs }
  const histogram = useQuery({
    queryKey: ['overview-histogram', time],
    queryFn: ({ signal }) =>
      ask<FlowHistogram>('/flow-records/histogram', { query: { ...time, by: 'fault' }, signal }),
  })
  const failures = useQuery({
    queryKey: ['overview-keys', time],
    queryFn: ({ signal }) =>
      ask<TopValues>('/flow-records/top-values', {
        query: { ...time, query: '-fault:none', field: 'key', top: 12 },
        signal,
      }),
  })
  return (
    <>
      <Title order={1}>{t('overview')}</Title>
      {histogram.error === null ? null : (
        <Failed error={histogram.error} retry={histogram.refetch} />
      )}
      {histogram.data === undefined ? null : <Sentence histogram={histogram.data} />}
      <PeriodChoice
        period={period}
        choose={(next) => {
          setNowMs(Date.now())
          void navigate({ search: { period: next } })
        }}
      />
      {histogram.data === undefined ? null : (
        <FaultHistogram
          histogram={histogram.data}
          zoom={(from, to) => void navigate({ to: '/flow-log', search: { from, to } })}
        />
      )}
      {failures.data === undefined ? null : <NeedsAttention counted={failures.data} time={time} />}
      <Running />
    </>
  )
}

function Sentence({ histogram }: { readonly histogram: FlowHistogram }): React.ReactElement {
  const { t } = useTranslation()
  const { failed, total } = failedIn(histogram)
  if (total === 0) {
    return (
      <>
        <p className="overview-sentence">{t('nothingCame')}</p>
        <FirstGateway />
      </>
    )
  }
  return (
    <p className="overview-sentence" data-failed={failed > 0 || undefined}>
      {failed === 0 ? t('allWell', { total }) : t('someFailed', { failed, total })}
    </p>
  )
}
