import { Button, CloseButton, Group, TextInput } from '@mantine/core'
import type { CallDraft, HeaderLine } from './call-draft.ts'
import { useTexts } from './texts.ts'

/** Header fields of the call, line by line. */
interface HeaderFieldsProps {
  readonly draft: CallDraft
  readonly change: (draft: CallDraft) => void
}

export function HeaderFields({ draft, change }: HeaderFieldsProps): React.ReactElement {
  const say = useTexts()
  const { headers } = draft
  const put = (lines: readonly HeaderLine[]) => change({ ...draft, headers: lines })
  const replace = (id: number, part: Partial<HeaderLine>) =>
    put(headers.map((line) => (line.id === id ? { ...line, ...part } : line)))
  return (
    <fieldset className="header-fields">
      <legend>{say('headers')}</legend>
      {headers.map(({ id, name, value }) => (
        <Group key={id} gap="xs" wrap="nowrap" mb="xs">
          <TextInput
            aria-label={say('headerName')}
            placeholder="Accept"
            value={name}
            maxLength={128}
            spellCheck={false}
            autoFocus={name === '' && value === ''}
            onChange={({ currentTarget }) => replace(id, { name: currentTarget.value })}
          />
          <TextInput
            aria-label={say('headerValue', { name })}
            value={value}
            maxLength={8_192}
            flex={1}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => replace(id, { value: currentTarget.value })}
          />
          <CloseButton
            aria-label={say('removeHeader', { name })}
            onClick={() => put(headers.filter((line) => line.id !== id))}
          />
        </Group>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => put([...headers, { id: nextId(headers), name: '', value: '' }])}
      >
        {say('addHeader')}
      </Button>
    </fieldset>
  )
}

function nextId(lines: readonly HeaderLine[]): number {
  return Math.max(0, ...lines.map(({ id }) => id)) + 1
}
