import { NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { listOf, textOf, useField } from './form-state.ts'
import { isSame } from './member-changes.ts'
import type { Path } from './json-path.ts'
import { useTexts } from './texts.ts'
import { saidWithUnit, type Unit } from './units.ts'

/** Fields for one value each: a text, a choice, a number, a truth, a list of texts. What was emptied is taken away. */
export interface FieldProps {
  readonly at: Path
  readonly label: string
  readonly help?: string | undefined
  readonly required?: boolean
  /** Its name stands above it already: no frame is drawn around its parts. */
  readonly isBare?: boolean
}

interface TextFieldProps extends FieldProps {
  readonly usually?: string
  readonly isCode?: boolean
}

export function TextField({ at, label, help, required, usually, isCode }: TextFieldProps) {
  const { id, value, set, error, isReadOnly } = useField(at)
  return (
    <TextInput
      id={id}
      label={label}
      description={help}
      value={textOf(value)}
      placeholder={usually}
      error={error}
      required={required === true}
      readOnly={isReadOnly}
      classNames={isCode === true ? { input: 'code-input' } : {}}
      onChange={({ currentTarget: { value: text } }) =>
        set(text === '' && required !== true ? undefined : text)
      }
    />
  )
}

export function LongTextField({ at, label, help, required }: FieldProps): React.ReactElement {
  const { id, value, set, error, isReadOnly } = useField(at)
  return (
    <Textarea
      id={id}
      label={label}
      description={help}
      value={textOf(value)}
      error={error}
      autosize
      minRows={2}
      maxRows={14}
      required={required === true}
      readOnly={isReadOnly}
      onChange={({ currentTarget: { value: text } }) =>
        set(text === '' && required !== true ? undefined : text)
      }
    />
  )
}

interface ChoiceFieldProps extends FieldProps {
  readonly choices: readonly (readonly [value: string, label: string])[]
  /** What it is where nothing is chosen; without it something has to be. */
  readonly usually?: string
}

export function ChoiceField({ at, label, help, choices, usually }: ChoiceFieldProps) {
  const { id, value, set, error, isReadOnly } = useField(at)
  const now = textOf(value)
  const isKnown = now === '' || choices.some(([choice]) => choice === now)
  const data = [
    ...(usually === undefined && now !== '' ? [] : [{ value: '', label: usually ?? '' }]),
    ...choices.map(([choice, text]) => ({ value: choice, label: text })),
    ...(isKnown ? [] : [{ value: now, label: now }]),
  ]
  return (
    <NativeSelect
      id={id}
      label={label}
      description={help}
      value={now}
      data={data}
      error={error}
      disabled={isReadOnly}
      onChange={({ currentTarget: { value: choice } }) => set(choice === '' ? undefined : choice)}
    />
  )
}

interface NumberFieldProps extends FieldProps {
  readonly unit?: Unit | undefined
  readonly usually?: number | undefined
  readonly least?: number | undefined
  readonly most?: number | undefined
  readonly isWhole?: boolean
}

export function NumberField(props: NumberFieldProps): React.ReactElement {
  const { at, label, help, required, unit, usually, least, most, isWhole = true } = props
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(at)
  const meant = typeof value === 'number' ? value : usually
  const said = unit === undefined || meant === undefined ? '' : saidWithUnit(meant, unit)
  const unitText = unit === undefined ? '' : say(`unit_${unit}`)
  return (
    <NumberInput
      id={id}
      label={unitText === '' ? label : `${label} (${unitText})`}
      description={[help, said === '' ? '' : `= ${said}`].filter(Boolean).join(' ')}
      value={typeof value === 'number' ? value : ''}
      placeholder={usually === undefined ? '' : String(usually)}
      error={error}
      required={required === true}
      readOnly={isReadOnly}
      allowDecimal={!isWhole}
      clampBehavior="none"
      hideControls
      {...(least === undefined ? {} : { min: least })}
      {...(most === undefined ? {} : { max: most })}
      onChange={(next) => set(typeof next === 'number' ? next : undefined)}
    />
  )
}

interface TruthFieldProps extends FieldProps {
  /** What it is where nothing is said. */
  readonly usually: boolean
}

export function TruthField({ at, label, help, usually }: TruthFieldProps): React.ReactElement {
  const { id, value, set, error, isReadOnly } = useField(at)
  return (
    <Switch
      id={id}
      label={label}
      description={help}
      error={error}
      disabled={isReadOnly}
      checked={typeof value === 'boolean' ? value : usually}
      onChange={({ currentTarget: { checked } }) => set(checked === usually ? undefined : checked)}
    />
  )
}

/** A list of texts, one a line, so that a text may hold any other mark. */
export function TextsField({ at, label, help, required }: FieldProps): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(at)
  const [text, setText] = useState('')
  const lines = listOf(value)
  const shown = isSame(linesOf(text), lines) ? text : lines.map(textOf).join('\n')
  return (
    <Textarea
      id={id}
      label={label}
      description={[help, say('onePerLine')].filter(Boolean).join(' ')}
      value={shown}
      error={error}
      autosize
      minRows={2}
      maxRows={12}
      readOnly={isReadOnly}
      classNames={{ input: 'code-input' }}
      onChange={({ currentTarget: { value: typed } }) => {
        setText(typed)
        const now = linesOf(typed)
        set(now.length === 0 && required !== true ? undefined : now)
      }}
    />
  )
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
}
