import { Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { listOf, membersOf, useField } from './form-state.ts'
import { withKeyNamed } from './json-path.ts'
import type { FieldProps } from './plain-fields.tsx'
import { useTexts } from './texts.ts'

/** Fields for many values: a list of anything, and a mapping of names to anything. */
interface ItemsProps extends FieldProps {
  /** What another one begins with. */
  readonly first: () => unknown
  readonly children: (step: number, label: string) => React.ReactNode
}

export function ItemsField(props: ItemsProps): React.ReactElement {
  const { at, label, help, first, children, isBare } = props
  const say = useTexts()
  const { value, set, error, isReadOnly } = useField(at, 'here')
  const items = listOf(value)
  return (
    <Frame label={label} help={help} error={error} isBare={isBare}>
      <Stack gap="xs">
        {items.map((_, index) => {
          const name = say('item', { name: label, number: index + 1 })
          return (
            // oxlint-disable-next-line react/no-array-index-key -- items have no other name
            <div key={index} className="item">
              <div className="item-fields">{children(index, name)}</div>
              {isReadOnly ? null : (
                <Remove name={name} act={() => set(items.toSpliced(index, 1))} />
              )}
            </div>
          )
        })}
        {isReadOnly ? null : <Add label={label} act={() => set([...items, first()])} />}
      </Stack>
    </Frame>
  )
}

interface MapProps extends FieldProps {
  readonly first: () => unknown
  readonly children: (step: string, label: string) => React.ReactNode
}

export function MapField(props: MapProps): React.ReactElement {
  const { at, label, help, first, children, isBare } = props
  const say = useTexts()
  const { value, set, error, isReadOnly } = useField(at, 'here')
  const members = membersOf(value)
  const without = (name: string): void => {
    const { [name]: _gone, ...rest } = members
    set(Object.keys(rest).length === 0 ? undefined : rest)
  }
  return (
    <Frame label={label} help={help} error={error} isBare={isBare}>
      <Stack gap="xs">
        {Object.keys(members).map((name, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the name is what is being typed
          <div key={index} className="item">
            <KeyInput
              name={name}
              taken={Object.keys(members)}
              isReadOnly={isReadOnly}
              rename={(next) => set(withKeyNamed(members, name, next))}
            />
            <div className="item-fields">{children(name, `${label}: ${name}`)}</div>
            {isReadOnly ? null : <Remove name={name} act={() => without(name)} />}
          </div>
        ))}
        {isReadOnly ? null : (
          <NewKey
            label={label}
            taken={Object.keys(members)}
            add={(name) => set({ ...members, [name]: first() })}
          />
        )}
      </Stack>
      {isReadOnly && Object.keys(members).length === 0 ? (
        <Text size="sm">{say('notSet')}</Text>
      ) : null}
    </Frame>
  )
}

interface KeyInputProps {
  readonly name: string
  /** All of the mapping. */
  readonly taken: readonly string[]
  readonly isReadOnly: boolean
  readonly rename: (next: string) => void
}

/** Renamed when it was left, since half a name may be that of another. */
function KeyInput({ name, taken, isReadOnly, rename }: KeyInputProps): React.ReactElement {
  const say = useTexts()
  const [typed, setTyped] = useState(name)
  const [told, setTold] = useState(name)
  if (told !== name) {
    setTold(name) // one above it was taken away, or another version came: what was typed is of another name
    setTyped(name)
  }
  const next = typed.trim()
  const isTaken = next !== name && taken.includes(next)
  return (
    <TextInput
      label={say('key')}
      value={typed}
      error={isTaken ? say('keyTaken') : undefined}
      readOnly={isReadOnly}
      classNames={{ input: 'code-input' }}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={() => {
        if (next === '') setTyped(name)
        else if (next !== name && !isTaken) rename(next)
      }}
    />
  )
}

interface NewKeyProps {
  readonly label: string
  readonly taken: readonly string[]
  readonly add: (name: string) => void
}

function NewKey({ label, taken, add }: NewKeyProps): React.ReactElement {
  const say = useTexts()
  const [name, setName] = useState('')
  const key = name.trim()
  const act = (): void => {
    if (key === '' || taken.includes(key)) return
    add(key)
    setName('')
  }
  return (
    <Group align="end" gap="xs">
      <TextInput
        label={say('newKey', { name: label })}
        value={name}
        error={taken.includes(key) ? say('keyTaken') : undefined}
        classNames={{ input: 'code-input' }}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault() // it would send the form
          act()
        }}
      />
      <Add label={label} act={act} />
    </Group>
  )
}

interface ActProps {
  readonly act: () => void
}

function Add({ label, act }: ActProps & { readonly label: string }): React.ReactElement {
  const say = useTexts()
  return (
    <div>
      <Button
        variant="default"
        size="xs"
        onClick={act}
        aria-label={say('addNamed', { name: label })}
      >
        {say('add')}
      </Button>
    </div>
  )
}

function Remove({ name, act }: ActProps & { readonly name: string }): React.ReactElement {
  const say = useTexts()
  return (
    <Button
      variant="subtle"
      size="xs"
      onClick={act}
      className="item-remove"
      aria-label={say('removeNamed', { name })}
    >
      ✕
    </Button>
  )
}

interface FrameProps {
  readonly label: string
  readonly help: string | undefined
  readonly error: string | undefined
  readonly isBare: boolean | undefined
  readonly children: React.ReactNode
}

/** Around fields that belong together. */
export function Frame({ label, help, error, isBare, children }: FrameProps): React.ReactElement {
  const inner = (
    <>
      {help === undefined || help === '' ? null : (
        <Text size="xs" className="field-help">
          {help}
        </Text>
      )}
      {error === undefined ? null : (
        <Text size="xs" className="field-error">
          {error}
        </Text>
      )}
      {children}
    </>
  )
  if (isBare !== true) {
    return (
      <Fieldset legend={label} className="items">
        {inner}
      </Fieldset>
    )
  }
  return (
    <div role="group" aria-label={label}>
      {inner}
    </div>
  )
}
