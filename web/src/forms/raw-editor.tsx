import { Button, Group, Textarea } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readJson } from './json-field.tsx'
import { isRecord, type Members } from './json-path.ts'
import { isSame } from './member-changes.ts'
import { useTexts } from './texts.ts'

/** The whole definition as JSON: whatever no field is for can be written here. With colours, or as a plain text
 *  field, which screen readers know better; what was chosen is kept. */
interface RawEditorProps {
  readonly value: Members
  readonly label: string
  readonly isReadOnly: boolean
  readonly replace: (value: Members) => void
  /** Why the text is no definition; '' where it is one. */
  readonly tellHindrance: (hindrance: string) => void
}

const CodeEditor = lazy(async () => {
  const { CodeEditor: editor } = await import('./code-editor.tsx')
  return { default: editor }
})
const kept = 'faultline-plain-editor'

export function RawEditor(props: RawEditorProps): React.ReactElement {
  const { value, label, isReadOnly, replace, tellHindrance } = props
  const { t } = useTranslation()
  const say = useTexts()
  const [isPlain, setPlain] = useState(() => localStorage.getItem(kept) === 'yes')
  const [typed, setTyped] = useState(() => JSON.stringify(value, null, 2))
  const read = readJson(typed)
  const isMine = !isRecord(read.value) || isSame(read.value, value)
  const text = isMine ? typed : JSON.stringify(value, null, 2)
  const change = (next: string): void => {
    setTyped(next)
    const { value: parsed, problem } = readJson(next)
    if (isRecord(parsed)) replace(parsed)
    tellHindrance(isRecord(parsed) ? '' : say('notJson', { reason: problem || say('noObject') }))
  }
  const toggle = (): void => {
    localStorage.setItem(kept, isPlain ? 'no' : 'yes')
    setPlain(!isPlain)
  }
  return (
    <div>
      <Group justify="space-between">
        <p className="field-help">{say('editorHelp')}</p>
        <Button variant="subtle" size="xs" onClick={toggle}>
          {say(isPlain ? 'fancyEditor' : 'plainEditor')}
        </Button>
      </Group>
      {isPlain ? (
        <Textarea
          aria-label={label}
          value={text}
          autosize
          minRows={12}
          maxRows={32}
          readOnly={isReadOnly}
          spellCheck={false}
          classNames={{ input: 'code-input' }}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        />
      ) : (
        <Suspense fallback={<p aria-live="polite">{t('loading')}</p>}>
          <CodeEditor text={text} label={label} isReadOnly={isReadOnly} onChange={change} />
        </Suspense>
      )}
    </div>
  )
}
