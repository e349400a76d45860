import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.ts'
import { useStates } from './state-words.ts'
import { type Stores, StoreWords } from './store-words.tsx'

/** The gateway itself: workers, log engine, records lost, of `/healthz`, which is open to everyone; for administrators
 *  also how its stores do. */
interface Health {
  readonly status: string
  readonly version: string
  readonly workers: readonly {
    readonly index: number
    readonly state: string
    readonly restarts: number
  }[]
  readonly logEngine: { readonly state: string; readonly restarts: number }
  readonly flowLog: { readonly dropped: number; readonly gaps: number }
}

export function Running(): React.ReactElement | null {
  const { t } = useTranslation()
  const states = useStates()
  const health = useQuery({
    queryKey: ['health'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/healthz', { signal }) // 503 while it starts, with the same members
      return (await response.json()) as Health // as docs/reference/management-api.md has it
    },
    refetchInterval: refreshMs,
  })
  const stores = useStores()
  if (health.data === undefined) return null
  const { status, version, workers, logEngine, flowLog } = health.data
  return (
    <section>
      <h2>{t('theGateway')}</h2>
      <dl className="conclusion">
        <dt>{t('state')}</dt>
        <dd>
          {states(status)} · Faultline {version}
        </dd>
        <dt>{t('workers')}</dt>
        <dd>
          {workers
            .map(({ index, state, restarts }) =>
              restarts === 0
                ? `${index}: ${states(state)}`
                : `${index}: ${states(state)}, ${t('restarts', { count: restarts })}`,
            )
            .join(' · ')}
        </dd>
        <dt>{t('logEngine')}</dt>
        <dd>
          {states(logEngine.state)}
          {logEngine.restarts === 0 ? '' : `, ${t('restarts', { count: logEngine.restarts })}`}
        </dd>
        <dt>{t('recordsLost')}</dt>
        <dd>{t('lostAndGaps', { dropped: flowLog.dropped, gaps: flowLog.gaps })}</dd>
        {stores === undefined ? null : <StoreWords stores={stores} />}
      </dl>
    </section>
  )
}

const refreshMs = 10_000

function useStores(): Stores | undefined {
  const isWanted = useSession()?.isAdministrator === true
  const nodes = usePages<Stores>('/nodes', {}, { everyMs: refreshMs, isWanted })
  return nodes.data?.[0] // one server is one node
}
