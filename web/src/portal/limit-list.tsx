import './portal.css'
import type { Limits } from './portal-answers.ts'
import { bytesText, durationText } from './quantities.ts'
import { useTexts } from './texts.ts'

/** What a caller must keep to, in sentences with numbers. */
export function LimitList({ limits }: { readonly limits: Limits }): React.ReactElement {
  const say = useTexts()
  const { rates, concurrency, bodyBytes, timeoutMs, addressesRestricted } = limits
  return (
    <ul className="limit-list">
      {rates.flatMap(({ counted, scope, app, windows }) =>
        windows.map(({ limit, periodSeconds }) => (
          <li key={`${counted} ${scope} ${app} ${limit} ${periodSeconds}`}>
            {say(app === '' ? (counted === 'each-caller' ? 'rateEach' : 'rateAll') : 'rateOwn', {
              count: limit.toLocaleString(),
              period: durationText(periodSeconds * 1_000),
              app,
            })}{' '}
            <span className="quiet">{say(scope === 'stage' ? 'ofStage' : 'ofResource')}</span>
          </li>
        )),
      )}
      {rates.every(({ windows }) => windows.length === 0) ? <li>{say('noRate')}</li> : null}
      {concurrency === null ? null : <li>{say('atOnce', { count: concurrency })}</li>}
      <li>{say('bodyLimit', { size: bytesText(bodyBytes) })}</li>
      <li>
        {say('timeouts', {
          firstByte: durationText(timeoutMs.firstByte),
          total: durationText(timeoutMs.total),
        })}
      </li>
      {addressesRestricted ? <li>{say('addressesRestricted')}</li> : null}
    </ul>
  )
}
