import { bytesText } from '../portal/quantities.ts'
import { useTexts } from './texts.ts'

/** How the places do where a node keeps something, of `/nodes`: rate limits, records on their way and in files, and the
 *  control store. What is wrong is said in bold. */
export interface Stores {
  readonly limiter: { readonly evicted: number; readonly uncounted: number }
  readonly spool: { readonly bytes: number; readonly lagSeconds: number }
  readonly log: {
    readonly files: number
    readonly bytes: number
    readonly problem: string
  } | null
  readonly store: { readonly kind: string; readonly state: string }
}

export function StoreWords({ stores }: { readonly stores: Stores }): React.ReactElement {
  const say = useTexts()
  const { limiter, spool, log, store } = stores
  const kind = store.kind === 'postgres' ? 'PostgreSQL' : 'SQLite'
  const lagSeconds = Math.ceil(spool.lagSeconds)
  return (
    <>
      <dt>{say('limiter')}</dt>
      <Said isWrong={limiter.evicted + limiter.uncounted > 0}>
        {limiter.evicted + limiter.uncounted > 0 ? say('limiterLost', limiter) : say('limiterWell')}
      </Said>
      <dt>{say('spool')}</dt>
      <Said isWrong={lagSeconds > 0}>
        {lagSeconds > 0
          ? say('spoolStuck', { count: lagSeconds })
          : say('spoolHolds', { size: bytesText(spool.bytes) })}
      </Said>
      {log === null ? null : (
        <>
          <dt>{say('logFiles')}</dt>
          <Said isWrong={log.problem !== ''}>
            {log.problem || say('filesHold', { count: log.files, size: bytesText(log.bytes) })}
          </Said>
        </>
      )}
      <dt>{say('controlStore')}</dt>
      <Said isWrong={store.state !== 'ok'}>
        {store.state === 'ok' ? say('storeAnswers', { kind }) : say('storeAway', { kind })}
      </Said>
    </>
  )
}

interface SaidProps {
  readonly isWrong: boolean
  readonly children: React.ReactNode
}

function Said({ isWrong, children }: SaidProps): React.ReactElement {
  return <dd>{isWrong ? <strong>{children}</strong> : children}</dd>
}
