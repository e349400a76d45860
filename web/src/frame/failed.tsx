import { Alert, Button } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api/ask.ts'
import { isSignedOut, useForgetSession } from '../api/session.ts'
import { signInFrom } from '../sign-in/next-place.ts'

/** What could not be loaded, why, and what to do about it. */
interface FailedProps {
  readonly error: Error
  readonly retry?: () => unknown
}

export function Failed({ error, retry }: FailedProps): React.ReactElement {
  const { t } = useTranslation()
  const here = useLocation({ select: ({ href }) => href })
  const status = error instanceof Problem ? error.status : 0
  const isOver = error instanceof Problem && error.key === 'session_ended'
  const isOut = isSignedOut(error)
  useForgetSession(isOut)
  if (isOut) {
    return (
      <Alert color="orange">
        {t(isOver ? 'sessionEnded' : 'signInNeeded')}{' '}
        <Link to="/sign-in" {...signInFrom(here)}>
          {t('signIn')}
        </Link>
      </Alert>
    )
  }
  if (status === 403) return <Alert color="orange">{t('noPermission')}</Alert>
  return (
    <Alert color="red" role="alert">
      {t('failedToLoad', { reason: error.message })}{' '}
      {retry === undefined ? null : (
        <Button variant="default" size="xs" onClick={() => void retry()}>
          {t('tryAgain')}
        </Button>
      )}
    </Alert>
  )
}
