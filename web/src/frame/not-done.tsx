import { Alert, Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/ask.ts'
import { isSignedOut } from '../api/session.ts'
import { Failed } from './failed.tsx'
import { sentencesOf } from './problem-sentences.ts'

/** Why a change was refused, at which places, and what to do. Where somebody else was first, `showCurrent` leads to
 *  what is there now. */
interface NotDoneProps {
  readonly error: Error | null
  readonly showCurrent?: () => unknown
}

export function NotDone({ error, showCurrent }: NotDoneProps): React.ReactElement | null {
  const { t } = useTranslation()
  if (error === null) return null
  if (isSignedOut(error)) return <Failed error={error} />
  const isConflict = error instanceof Problem && error.status === 412
  return (
    <Alert color={isConflict ? 'orange' : 'red'} role="alert">
      {isConflict ? t('changedMeanwhile') : t('notDone', { reason: error.message })}{' '}
      {isConflict && showCurrent !== undefined ? (
        <Button variant="default" size="xs" onClick={() => void showCurrent()}>
          {t('showCurrent')}
        </Button>
      ) : null}
      {error instanceof Problem && error.errors.length > 0 ? (
        <ul>
          {error.errors.map((problem) => (
            <li key={`${problem.path} ${problem.message}`}>
              {problem.path === '' ? null : <code>{problem.path}</code>} {sentencesOf(problem)}
            </li>
          ))}
        </ul>
      ) : null}
    </Alert>
  )
}
