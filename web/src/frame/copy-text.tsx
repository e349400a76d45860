import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

/** Copies a text; says so, also to who cannot see it. */
interface CopyTextProps {
  readonly text: string
  /** What is copied, for who hears the button. */
  readonly of: string
  readonly label?: string
}

export function CopyText({ text, of, label }: CopyTextProps): React.ReactElement {
  const { t } = useTranslation()
  const { copied, copy } = useClipboard()
  const name = label ?? t('copy')
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={`${name}: ${of}`}
      onClick={() => copy(text)}
    >
      <span aria-live="polite">{copied ? t('copied') : name}</span>
    </Button>
  )
}
