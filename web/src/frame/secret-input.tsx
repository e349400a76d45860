import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A field for what is secret: browsers do not offer to keep it. */
interface SecretInputProps extends Omit<PasswordInputProps, 'onChange' | 'value'> {
  readonly value: string
  readonly change: (value: string) => void
}

export function SecretInput({ change, ...props }: SecretInputProps): React.ReactElement {
  const { t } = useTranslation()
  return (
    <PasswordInput
      {...props}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('showTyped') }}
      onChange={({ currentTarget: { value } }) => change(value)}
    />
  )
}
