import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCopy } from './use-copy.ts'

/** Copies a text; says so, also to who cannot see it. */
interface CopyTextProps {
  /** A function: as it is when the button is pressed. */
  readonly text: string | (() => string)
  /** What is copied, for who hears the button. */
  readonly of: string
  readonly label?: string
  readonly help?: string
  readonly size?: 'xs' | 'compact-xs'
}

export function CopyText(props: CopyTextProps): React.ReactElement {
  const { text, of, label, help, size = 'compact-xs' } = props
  const { t } = useTranslation()
  const { state, copy } = useCopy()
  const name = label ?? t('copy')
  return (
    <Button
      variant="default"
      size={size}
      title={help}
      aria-label={`${name}: ${of}`}
      onClick={() => void copy(typeof text === 'string' ? text : text())}
    >
      <span aria-live="polite">
        {state === 'ready' ? name : t(state === 'copied' ? 'copied' : 'notCopied')}
      </span>
    </Button>
  )
}
