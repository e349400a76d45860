import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useField } from './form-state.ts'
import { isSame } from './member-changes.ts'
import type { FieldProps } from './plain-fields.tsx'
import { useTexts } from './texts.ts'

/** Anything at all, as JSON; while it is none, the value stays what it was and the field says so. */
export function JsonField({ at, label, help }: FieldProps): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(at)
  const [typed, setTyped] = useState('')
  const read = readJson(typed)
  const isMine = typed !== '' && (read.problem !== '' || isSame(read.value, value))
  const written = value === undefined ? '' : JSON.stringify(value, null, 2)
  const problem = isMine && read.problem !== '' ? say('notJson', { reason: read.problem }) : error
  return (
    <Textarea
      id={id}
      label={label}
      description={[help, say('asJson')].filter(Boolean).join(' ')}
      value={isMine ? typed : written}
      error={problem}
      autosize
      minRows={2}
      maxRows={20}
      readOnly={isReadOnly}
      spellCheck={false}
      classNames={{ input: 'code-input' }}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text)
        if (text.trim() === '') set(undefined)
        const next = readJson(text)
        if (next.problem === '' && next.value !== undefined) set(next.value)
      }}
    />
  )
}

interface ReadJson {
  readonly value: unknown
  /** '' where it is JSON, or nothing. */
  readonly problem: string
}

export function readJson(text: string): ReadJson {
  if (text.trim() === '') return { value: undefined, problem: '' }
  try {
    return { value: JSON.parse(text), problem: '' }
  } catch (error) {
    return { value: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}
