import { useTranslation } from 'react-i18next'
import type { Verdict } from '../../../src/model/verdict.ts'
import { CopyText } from '../frame/copy-text.tsx'
import { messageForOwner } from './message-for-owner.ts'

interface CopyMessageProps {
  readonly verdict: Verdict
  readonly about: string
}

export function CopyMessage({ verdict, about }: CopyMessageProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <CopyText
      text={messageForOwner(verdict, about)}
      of={about}
      label={t('copyMessage')}
      size="xs"
    />
  )
}
