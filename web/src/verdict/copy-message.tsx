import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../src/model/verdict.ts'
import { messageForOwner } from './message-for-owner.ts'

interface CopyMessageProps {
  readonly verdict: Verdict
  readonly about: string
}

export function CopyMessage({ verdict, about }: CopyMessageProps): React.ReactElement {
  const { t } = useTranslation()
  const { copied, copy } = useClipboard()
  return (
    <Button variant="default" size="xs" onClick={() => copy(messageForOwner(verdict, about))}>
      <span aria-live="polite">{copied ? t('copied') : t('copyMessage')}</span>
    </Button>
  )
}
