import { Button, Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The end of a form: do it, or leave everything as it is. */
interface FormEndProps {
  readonly label: string
  readonly isPending: boolean
  readonly cancel: () => void
  readonly disabled?: boolean
}

export function FormEnd(props: FormEndProps): React.ReactElement {
  const { label, isPending, cancel, disabled = false } = props
  const { t } = useTranslation()
  return (
    <Group>
      <Button type="submit" loading={isPending} disabled={disabled}>
        {label}
      </Button>
      <Button variant="default" onClick={cancel}>
        {t('cancel')}
      </Button>
    </Group>
  )
}
