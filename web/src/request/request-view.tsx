import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { ask, Problem } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'
import { When } from '../frame/when.tsx'
import { VerdictCard } from '../verdict/verdict-card.tsx'
import { AttemptTable } from './attempt-table.tsx'
import { NetworkSteps } from './network-steps.tsx'
import { PluginList } from './plugin-list.tsx'
import { TakeAway } from './take-away.tsx'
import { Timeline } from './timeline.tsx'

/** One request: who answered, whose fault, where the time went, what was sent. On its page and beside the list. */
interface OneRecord {
  readonly record: FlowRecord
  readonly verdict: Verdict
}

export function RequestView({ id }: { readonly id: string }): React.ReactElement {
  const { t, i18n } = useTranslation()
  const found = useQuery({
    queryKey: ['flow-record', id, i18n.language], // the sentences are in the reader's language
    queryFn: ({ signal }) => ask<OneRecord>(`/flow-records/${encodeURIComponent(id)}`, { signal }),
  })
  if (found.isPending) return <p aria-live="polite">{t('loading')}</p>
  if (found.error !== null) return <NotShown error={found.error} retry={found.refetch} />
  return <ShownRequest {...found.data} />
}

function NotShown({ error, retry }: { readonly error: Error; readonly retry: () => unknown }) {
  const { t } = useTranslation()
  const isUnknown = error instanceof Problem && error.status === 404
  return isUnknown ? (
    <Alert color="orange">{t('noSuchRequest')}</Alert>
  ) : (
    <Failed error={error} retry={retry} />
  )
}

function ShownRequest({ record, verdict }: OneRecord): React.ReactElement {
  const { t } = useTranslation()
  const call = `${record.method} ${record.http_path}`
  return (
    <>
      <RequestLine record={record} />
      <VerdictCard
        verdict={verdict}
        status={record.status}
        about={`${call} → ${record.status}, X-Bkapi-Request-ID: ${record.request_id}`}
      />
      <TakeAway key={record.request_id} record={record} verdict={verdict} />
      <NetworkSteps record={record} />
      <h2>{t('timeline')}</h2>
      <Timeline record={record} />
      {record.attempts.length === 0 ? null : (
        <>
          <h2>{t('attempts')}</h2>
          <AttemptTable attempts={record.attempts} />
        </>
      )}
      <PluginList plugins={record.plugins} />
      <Body title={t('requestBody')} text={record.body} />
      <Body title={t('responseBody')} text={record.response_body} />
      <Body
        title={t('backendHeaders')}
        text={record.backend_headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
      />
      <details>
        <summary>{t('raw')}</summary>
        <pre tabIndex={0}>{JSON.stringify(record, null, 2)}</pre>
      </details>
    </>
  )
}

function RequestLine({ record }: { readonly record: FlowRecord }): React.ReactElement {
  const place = [record.gateway, record.stage, record.resource].filter((part) => part !== '')
  return (
    <p className="request-line">
      <code>
        {record.method} {record.http_path}
      </code>{' '}
      {record.status} · {place.join(' / ')} · <When time={record.timestamp} /> ·{' '}
      {record.request_duration.toFixed(1)} ms
      {record.traceparent === '' ? null : (
        <>
          {' '}
          · trace <code>{record.traceparent.split('-')[1]}</code>
        </>
      )}
    </p>
  )
}

function Body({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return null
  return (
    <>
      <h2>{title}</h2>
      <pre tabIndex={0}>{text}</pre>
    </>
  )
}
