import { ask } from '../api/ask.ts'
import { useChange } from '../api/change.ts'
import { useTranslation } from 'react-i18next'
import { ConfirmedButton } from '../frame/confirmed-button.tsx'
import { NotDone } from '../frame/not-done.tsx'
import { useStates } from '../overview/state-words.ts'
import { useTexts } from './texts.ts'

/** The workers of a node; one that hangs can be started again. */
export interface Worker {
  readonly index: number
  readonly state: string
  readonly restarts: number
  readonly lastFailure: string
}

interface WorkerTableProps {
  readonly node: string
  readonly workers: readonly Worker[]
}

export function WorkerTable({ node, workers }: WorkerTableProps): React.ReactElement {
  const { t } = useTranslation()
  const say = useTexts()
  const restart = useChange(
    (index: number) => ask(`/workers/${index}/restart`, { method: 'POST' }),
    ['/nodes'],
  )
  return (
    <>
      <NotDone error={restart.error} />
      <p aria-live="polite">
        {restart.isSuccess ? say('restarted', { index: restart.variables }) : ''}
      </p>
      <div className="wide" tabIndex={0}>
        <table className="list" aria-label={say('workersOf', { node })}>
          <thead>
            <tr>
              <th scope="col">{say('worker')}</th>
              <th scope="col">{t('state')}</th>
              <th scope="col">{say('restarts')}</th>
              <th scope="col">{say('lastFailure')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <WorkerRow
                key={worker.index}
                worker={worker}
                isBusy={restart.isPending && restart.variables === worker.index}
                restart={() => restart.mutate(worker.index)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface WorkerRowProps {
  readonly worker: Worker
  readonly isBusy: boolean
  readonly restart: () => void
}

function WorkerRow({ worker, isBusy, restart }: WorkerRowProps): React.ReactElement {
  const say = useTexts()
  const states = useStates()
  const { index, state, restarts, lastFailure } = worker
  return (
    <tr>
      <th scope="row">{index}</th>
      <td>{states(state)}</td>
      <td>{restarts === 0 ? say('neverRestarted') : say('restartCount', { count: restarts })}</td>
      <td>{lastFailure === '' ? '–' : lastFailure}</td>
      <td>
        <ConfirmedButton
          size="compact-xs"
          aria-label={say('restartOne', { index })}
          question={say('restartQuestion', { index })}
          loading={isBusy}
          act={restart}
        >
          {say('restart')}
        </ConfirmedButton>
      </td>
    </tr>
  )
}
