import { Alert, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { ask, Problem } from '../api/ask.ts'
import { Failed } from '../frame/failed.tsx'
import { VerdictCard } from '../verdict/verdict-card.tsx'
import { AttemptTable } from './attempt-table.tsx'
import { PluginList } from './plugin-list.tsx'
import { Timeline } from './timeline.tsx'

/** One request: who answered, whose fault, where the time went, what was sent. */
const route = getRouteApi('/r/$id')

interface OneRecord {
  readonly record: FlowRecord
  readonly verdict: Verdict
}

export function RequestPage(): React.ReactElement {
  const { t, i18n } = useTranslation()
  const { id } = route.useParams()
  const found = useQuery({
    queryKey: ['flow-record', id, i18n.language], // the sentences are in the reader's language
    queryFn: ({ signal }) => ask<OneRecord>(`/flow-records/${encodeURIComponent(id)}`, { signal }),
  })
  return (
    <>
      <Title order={1} className="request-title">
        {t('requestTitle', { id })}
      </Title>
      {found.isPending ? <p aria-live="polite">{t('loading')}</p> : null}
      {found.error === null ? null : <NotShown error={found.error} retry={found.refetch} />}
      {found.data === undefined ? null : <Shown {...found.data} />}
    </>
  )
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

function Shown({ record, verdict }: OneRecord): React.ReactElement {
  const { t } = useTranslation()
  const call = `${record.method} ${record.http_path}`
  const place = [record.gateway, record.stage, record.resource].filter((part) => part !== '')
  return (
    <>
      <p className="request-line">
        <code>{call}</code> {record.status} · {place.join(' / ')} ·{' '}
        <time dateTime={new Date(record.timestamp).toISOString()}>
          {new Date(record.timestamp).toLocaleString()}
        </time>{' '}
        · {record.request_duration.toFixed(1)} ms
      </p>
      <VerdictCard
        verdict={verdict}
        status={record.status}
        about={`${call} → ${record.status}, X-Bkapi-Request-ID: ${record.request_id}`}
      />
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

function Body({ title, text }: { readonly title: string; readonly text: string }) {
  if (text === '') return null
  return (
    <>
      <h2>{title}</h2>
      <pre tabIndex={0}>{text}</pre>
    </>
  )
}
