import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { FlowRecord } from '../../../src/model/flow-record.ts'
import type { Verdict } from '../../../src/model/verdict.ts'
import { ask, Problem } from '../api/ask.ts'
import { useSession } from '../api/session.ts'
import { Failed } from '../frame/failed.tsx'
import { PageHead } from '../frame/page-head.tsx'
import { When } from '../frame/when.tsx'
import { AttemptTable } from '../request/attempt-table.tsx'
import { Timeline } from '../request/timeline.tsx'
import { VerdictCard } from '../verdict/verdict-card.tsx'
import { useTexts } from './texts.ts'

/** One request for whoever has a link to it, signed in or not. What opens it stands behind the # of the address,
 *  which browsers send nowhere; here it is asked for. */
interface SharedRecord {
  readonly record: FlowRecord
  readonly verdict: Verdict
  readonly view: 'caller' | 'full'
  readonly expiresAt: string
}

export function SharedRecordPage(): React.ReactElement {
  const { t, i18n } = useTranslation()
  const say = useTexts()
  const token = useLocation({ select: ({ hash }) => hash }) // another link may be opened in the same tab
  const shared = useQuery({
    queryKey: ['shared-record', token, i18n.language], // the sentences are in the reader's language
    queryFn: ({ signal }) =>
      ask<SharedRecord>(`/shared-records/${encodeURIComponent(token)}`, { signal }),
    enabled: token !== '',
  })
  return (
    <>
      <PageHead title={say('shared')} />
      {token === '' ? <Alert color="orange">{say('cut')}</Alert> : null}
      {token !== '' && shared.isPending ? <p aria-live="polite">{t('loading')}</p> : null}
      {shared.error === null ? null : <NotOpened error={shared.error} retry={shared.refetch} />}
      {shared.data === undefined ? null : <Shown {...shared.data} />}
    </>
  )
}

const reasons: Readonly<Record<string, 'ended' | 'noRecord' | 'tooMany'>> = {
  link_ended: 'ended',
  not_found: 'noRecord',
  too_many_attempts: 'tooMany',
}

function NotOpened({ error, retry }: { readonly error: Error; readonly retry: () => unknown }) {
  const say = useTexts()
  const reason = error instanceof Problem ? reasons[error.key] : undefined
  if (reason === undefined) return <Failed error={error} retry={retry} />
  return (
    <Alert color="orange" role="alert">
      {say(reason)}
    </Alert>
  )
}

function Shown({ record, verdict, view, expiresAt }: SharedRecord): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const call = `${record.method} ${record.http_path}`
  const place = [record.gateway, record.stage, record.resource].filter((part) => part !== '')
  return (
    <>
      <p>
        {say('openUntil')} <When time={expiresAt} />. <Sight view={view} />
      </p>
      <p className="request-line">
        <code>{call}</code> {record.status} · {place.join(' / ')} · <When time={record.timestamp} />{' '}
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
          <div className="wide" tabIndex={0}>
            <AttemptTable attempts={record.attempts} />
          </div>
        </>
      )}
      <Body title={say('request')} text={record.body} />
      <Body title={say('response')} text={record.response_body} />
    </>
  )
}

function Sight({ view }: { readonly view: 'caller' | 'full' }): React.ReactElement | null {
  const say = useTexts()
  const session = useSession()
  if (view === 'full') return null
  return (
    <>
      {say('withoutBackend')} {session === null ? say('signInForAll') : null}
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
