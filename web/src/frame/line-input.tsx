import { TextInput, type TextInputProps } from '@mantine/core'

/** A field for one line of text. */
interface LineInputProps extends Omit<TextInputProps, 'onChange' | 'value'> {
  readonly value: string
  readonly change: (value: string) => void
}

export function LineInput({ change, ...props }: LineInputProps): React.ReactElement {
  return <TextInput {...props} onChange={({ currentTarget: { value } }) => change(value)} />
}
