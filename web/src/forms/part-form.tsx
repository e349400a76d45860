import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { EditedPart } from './edited-part.ts'
import { FormContext } from './form-state.ts'
import { RawEditor } from './raw-editor.tsx'
import { SaveBar } from './save-bar.tsx'
import { useTexts } from './texts.ts'

/** A definition by fields or as a whole, and what saves it. */
interface PartFormProps {
  readonly edited: EditedPart
  readonly name: string
  /** Keys that no field is for. */
  readonly others: readonly string[]
  readonly children: React.ReactNode
  /** It is not there yet, so that it can be saved as it begins. */
  readonly isNew?: boolean
  /** What else can be done with it. */
  readonly more?: React.ReactNode
}

export function PartForm({
  edited,
  name,
  others,
  children,
  isNew,
  more,
}: PartFormProps): React.ReactElement {
  const say = useTexts()
  const [mode, setMode] = useState<'fields' | 'json'>('fields')
  const [hindrance, setHindrance] = useState('')
  const { form, value, replace, saving } = edited
  return (
    <form
      aria-label={name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <ModeBar
        mode={mode}
        others={others}
        setMode={(chosen) => {
          setMode(chosen)
          setHindrance('') // a text that was none is dropped with its editor
        }}
      />
      <FormContext value={form}>
        {mode === 'fields' ? (
          children
        ) : (
          <RawEditor
            value={value}
            label={say('definitionAsJson', { name })}
            isReadOnly={form.isReadOnly}
            replace={replace}
            tellHindrance={setHindrance}
          />
        )}
      </FormContext>
      <SaveBar edited={edited} hindrance={hindrance} isNew={isNew === true}>
        {more}
      </SaveBar>
    </form>
  )
}

interface ModeBarProps extends Pick<PartFormProps, 'others'> {
  readonly mode: 'fields' | 'json'
  readonly setMode: (mode: 'fields' | 'json') => void
}

function ModeBar({ mode, others, setMode }: ModeBarProps): React.ReactElement {
  const say = useTexts()
  return (
    <div className="mode-bar">
      <SegmentedControl
        aria-label={say('mode')}
        value={mode}
        data={[
          { value: 'fields', label: say('fields') },
          { value: 'json', label: 'JSON' },
        ]}
        onChange={(chosen) => setMode(chosen === 'json' ? 'json' : 'fields')}
      />
      {others.length === 0 || mode === 'json' ? null : (
        <p className="field-help">{say('otherKeys', { keys: others.join(', ') })}</p>
      )}
    </div>
  )
}
