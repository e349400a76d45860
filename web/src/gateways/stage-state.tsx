import { Alert } from '@mantine/core'
import { When } from '../frame/when.tsx'
import type { Stage } from './gateway-answers.ts'
import { PendingWords } from './pending-words.tsx'
import { useTexts } from './texts.ts'

/** What a stage serves, since when, on how many workers; why the newest release is not served; what is not yet. */
export function StageState({ stage }: { readonly stage: Stage }): React.ReactElement {
  const say = useTexts()
  const { release, live, lastRefusal, pending } = stage
  return (
    <div className="stage-state">
      {release === null || live === null ? (
        <p>
          <span className="live-mark" data-live="no">
            ○
          </span>{' '}
          {say('notServed')}
        </p>
      ) : (
        <p>
          <span className="live-mark" data-live={live.workers === live.of ? 'all' : 'some'}>
            ●
          </span>{' '}
          <strong>{say('release', { number: release.number })}</strong>{' '}
          {say('liveOn', { workers: live.workers, of: live.of })} <When time={live.since} />
          <span className="said">
            {' '}
            · {release.madeBy}
            {release.comment === '' ? '' : ` · ${release.comment}`}
          </span>
        </p>
      )}
      {lastRefusal === null ? null : (
        <Alert role="note" color="red" my="xs">
          {say('lastRefusal', { number: lastRefusal.number, reason: lastRefusal.reason })}
        </Alert>
      )}
      {pending === null ? null : (
        <p className="pending">
          <PendingWords pending={pending} isLive={release !== null} />
        </p>
      )}
    </div>
  )
}
