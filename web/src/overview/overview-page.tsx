import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/ask.ts'
import { FaultHistogram } from '../flow-log/fault-histogram.tsx'
import { periods } from '../flow-log/flow-search.ts'
import type { FlowHistogram } from '../flow-log/listed-flow.ts'
import { PeriodChoice } from '../flow-log/period-choice.tsx'
import { Empty } from '../frame/empty.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { timeText } from '../texts/language.ts'
import { type Failures, type StageRelease, useReleases } from './failure-groups.ts'
import { failedIn, failuresOnly } from './failures-counted.ts'
import { NeedsAttention } from './needs-attention.tsx'
import { Running } from './running.tsx'
import { useTexts } from './texts.ts'
import { WhoseFailures } from './whose-failures.tsx'
import './overview.css'

/** The first look: is anything wrong, whose, since when. */
const route = getRouteApi('/overview')

interface Time {
  readonly from: number
  readonly to: number
}

export function OverviewPage(): React.ReactElement {
  const { t } = useTranslation()
  const { period } = route.useSearch()
  const navigate = route.useNavigate()
  const [nowMs, setNowMs] = useState(() => Date.now())
  const time = { from: nowMs - periods[period], to: nowMs }
  const histogram = useCounted<FlowHistogram>('histogram', { ...time, by: 'fault' })
  return (
    <>
      <PageHead title={t('overview')}>
        <PeriodChoice
          period={period}
          choose={(next) => {
            setNowMs(Date.now())
            void navigate({ search: { period: next } })
          }}
        />
      </PageHead>
      <Loaded of={histogram}>
        {(counted) =>
          counted.total === 0 ? <NothingCame /> : <Counted histogram={counted} time={time} />
        }
      </Loaded>
      <Running />
    </>
  )
}

function useCounted<Answer>(
  what: string,
  query: Readonly<Record<string, string | number>>,
): UseQueryResult<Answer> {
  return useQuery({
    queryKey: ['overview', what, query],
    queryFn: ({ signal }) => ask<Answer>(`/flow-records/${what}`, { query, signal }),
  })
}

interface CountedProps {
  readonly histogram: FlowHistogram
  readonly time: Time
}

function Counted({ histogram, time }: CountedProps): React.ReactElement {
  const { t } = useTranslation()
  const navigate = route.useNavigate()
  const failures = useCounted<Failures>('failures', { ...time, top: 12 })
  const releases = useReleases(failures.data?.groups ?? [], time)
  const marks = useMarks(releases)
  const { failed, total } = failedIn(histogram)
  return (
    <>
      <p className="overview-sentence" data-failed={failed > 0 || undefined}>
        {failed === 0 ? t('allWell', { total }) : t('someFailed', { failed, total })}
      </p>
      <WhoseFailures histogram={histogram} time={time} />
      {failed === 0 ? null : (
        <FaultHistogram
          histogram={failuresOnly(histogram)}
          marks={marks}
          zoom={(from, to) => void navigate({ to: '/flow-log', search: { from, to } })}
        />
      )}
      {failed === 0 ? null : (
        <Loaded of={failures}>
          {(found) => <NeedsAttention failures={found} releases={releases} time={time} />}
        </Loaded>
      )}
    </>
  )
}

function useMarks(releases: readonly StageRelease[]) {
  const say = useTexts()
  return releases.map(({ gateway, stage, number, madeAtMs }) => ({
    time: madeAtMs,
    text: say('releaseMark', { gateway, stage, number, time: timeText(madeAtMs) }),
  }))
}

function NothingCame(): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  return (
    <Empty>
      {say('nobodyCalled')} <Link to="/gateways">{t('gateways')}</Link>
    </Empty>
  )
}
