import { Alert, Button, Group, Textarea, TextInput, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { exampleText } from './example-text.ts'
import { TextVerdict } from './text-verdict.tsx'

/** Who failed, by what was pasted. The text is read here: it goes to no server. */
export function DiagnosePage(): React.ReactElement {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const read = useDeferredValue(text)
  return (
    <>
      <Title order={1}>{t('diagnoseTitle')}</Title>
      <p>{t('diagnoseIntro')}</p>
      <Textarea
        label={t('pastedText')}
        placeholder={t('pastedPlaceholder')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={8}
        maxRows={20}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'pasted' }}
      />
      <Group mt="xs" mb="lg" justify="space-between" align="end">
        <Group>
          <Button variant="default" onClick={() => setText(exampleText)}>
            {t('example')}
          </Button>
          <Button variant="default" onClick={() => setText('')} disabled={text === ''}>
            {t('clear')}
          </Button>
        </Group>
        <RequestIdForm />
      </Group>
      <div aria-live="polite">
        {read.length > textLimit ? (
          <Alert color="orange">{t('tooLong')}</Alert>
        ) : (
          <TextVerdict text={read} />
        )}
      </div>
    </>
  )
}

/** In characters: as much as the API takes. */
const textLimit = 1_024 * 1_024

function RequestIdForm(): React.ReactElement {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [id, setId] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (id.trim() !== '') void navigate({ to: '/r/$id', params: { id: id.trim() } })
      }}
    >
      <Group align="end">
        <TextInput
          label={t('requestId')}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          maxLength={128}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit">{t('findRequest')}</Button>
      </Group>
    </form>
  )
}
