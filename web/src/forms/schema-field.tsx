import { Button, NativeSelect, TextInput } from '@mantine/core'
import { textOf, useField } from './form-state.ts'
import { JsonField } from './json-field.tsx'
import type { Path } from './json-path.ts'
import { Frame, ItemsField, MapField } from './list-fields.tsx'
import {
  ChoiceField,
  type FieldProps,
  LongTextField,
  NumberField,
  TextField,
  TextsField,
  TruthField,
} from './plain-fields.tsx'
import {
  firstValue,
  hidden,
  isRequired,
  itemOf,
  kindOf,
  memberSchemaOf,
  otherMembers,
  type Schema,
  shownMembers,
  usableVariants,
  variantIndex,
  variantsOf,
} from './schema-kind.ts'
import { useTexts } from './texts.ts'
import { readUnit } from './units.ts'

/** A field drawn from a JSON Schema: its title and description are label and help. */
interface SchemaFieldProps extends FieldProps {
  readonly schema: Schema
}

function SchemaField(props: SchemaFieldProps): React.ReactElement {
  const { schema, at } = props
  const { value } = useField(at)
  switch (kindOf(schema, value)) {
    case 'text':
      return <TextField {...props} usually={textOf(schema['default'])} />
    case 'longText':
      return <LongTextField {...props} />
    case 'secret':
      return <SecretField {...props} />
    case 'choice':
      return <EnumField {...props} />
    case 'number':
      return <SchemaNumber {...props} />
    case 'truth':
      return <TruthField {...props} usually={schema['default'] === true} />
    case 'texts':
      return <TextsField {...props} />
    case 'objects':
      return (
        <ItemsField {...props} first={() => firstValue(itemOf(schema))}>
          {(step, label) => (
            <SchemaField schema={itemOf(schema)} at={[...at, step]} label={label} isBare required />
          )}
        </ItemsField>
      )
    case 'map':
      return <SchemaMap {...props} />
    case 'object':
      return <ObjectField {...props} />
    case 'oneOf':
      return <OneOfField {...props} />
    case 'json':
      return <JsonField {...props} />
  }
}

/** The members of an object, each a field of its own; those that the schema does not name, as JSON. */
export function SchemaMembers({ schema, at }: { readonly schema: Schema; readonly at: Path }) {
  const say = useTexts()
  const { value } = useField(at)
  return (
    <>
      {shownMembers(schema, value).map(([name, member]) => (
        <div key={name} className={isWide(member) ? 'whole-row' : ''}>
          <SchemaField
            schema={member}
            at={[...at, name]}
            label={wordsOf(member['title'], name)}
            help={helpOf(member, say)}
            required={isRequired(schema, name)}
          />
        </div>
      ))}
      {otherMembers(schema, value).map((name) => (
        <JsonField key={name} at={[...at, name]} label={name} />
      ))}
    </>
  )
}

/** What has parts of its own gets the whole width. */
function isWide(schema: Schema): boolean {
  return ['oneOf', 'map', 'objects', 'object', 'longText', 'json'].includes(
    kindOf(schema, undefined),
  )
}

function helpOf(schema: Schema, say: ReturnType<typeof useTexts>): string {
  const old = schema['deprecated'] === true ? say('old') : ''
  const words = [wordsOf(schema['description'], ''), old, usualText(schema['default'], say)]
  return words.filter(Boolean).join(' ')
}

function wordsOf(words: unknown, otherwise: string): string {
  return typeof words === 'string' ? words : otherwise
}

function usualText(usual: unknown, say: ReturnType<typeof useTexts>): string {
  if (typeof usual === 'boolean') return say('usually', { value: say(usual ? 'on' : 'off') })
  if (typeof usual === 'number' || (typeof usual === 'string' && usual !== '')) {
    return say('usually', { value: usual })
  }
  return ''
}

function SchemaNumber({ schema, ...props }: SchemaFieldProps): React.ReactElement {
  return (
    <NumberField
      {...props}
      unit={readUnit(schema['x-unit'])}
      usually={numberIn(schema['default'])}
      least={numberIn(schema['minimum'])}
      most={numberIn(schema['maximum'])}
      isWhole={schema['type'] === 'integer'}
    />
  )
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function EnumField({ schema, required, ...props }: SchemaFieldProps): React.ReactElement {
  const choices = Array.isArray(schema['enum']) ? schema['enum'].map(String) : []
  const usually = required === true ? {} : { usually: textOf(schema['default']) }
  return (
    <ChoiceField
      {...props}
      {...usually}
      choices={choices.map((choice) => [choice, choice] as const)}
    />
  )
}

function SchemaMap({ schema, ...props }: SchemaFieldProps): React.ReactElement {
  const say = useTexts()
  const member = memberSchemaOf(schema) ?? {}
  return (
    <MapField {...props} first={() => firstValue(member)}>
      {(step, label) => {
        const isOneText = ['text', 'secret'].includes(kindOf(member, undefined))
        return (
          <SchemaField
            schema={member}
            at={[...props.at, step]}
            label={isOneText ? say('value') : label}
          />
        )
      }}
    </MapField>
  )
}

function ObjectField({ schema, at, label, help, isBare }: SchemaFieldProps): React.ReactElement {
  const { error } = useField(at, 'here')
  return (
    <Frame label={label} help={help} error={error} isBare={isBare}>
      <div className="object-fields">
        <SchemaMembers schema={schema} at={at} />
      </div>
    </Frame>
  )
}

/** A value that may have several forms. One that has a single form now is shown without the choice. */
function OneOfField(props: SchemaFieldProps): React.ReactElement {
  const { schema, at, label, help, required, isBare } = props
  const say = useTexts()
  const { value } = useField(at, 'here')
  const all = variantsOf(schema)
  const now = all[variantIndex(all, value)]
  const usable = usableVariants(schema)
  const variants = now === undefined || usable.includes(now) ? usable : [...usable, now]
  const [only] = variants
  if (variants.length === 1 && only !== undefined && (value !== undefined || required === true)) {
    return <SchemaField {...props} schema={only} />
  }
  return (
    <Frame label={label} help={help} error={undefined} isBare={isBare}>
      <FormChoice {...props} variants={variants} now={now} />
      {now === undefined ? (
        value === undefined ? null : (
          <JsonField at={at} label={say('otherForm')} />
        )
      ) : (
        <SchemaField
          schema={asWhole(now)}
          at={at}
          label={`${label} (${say(formName(now))})`}
          required
          isBare
        />
      )}
    </Frame>
  )
}

interface FormChoiceProps extends SchemaFieldProps {
  readonly variants: readonly Schema[]
  /** The one that the value is of. */
  readonly now: Schema | undefined
}

function FormChoice({ at, label, variants, now }: FormChoiceProps): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(at, 'here')
  const index = now === undefined ? -1 : variants.indexOf(now)
  return (
    <NativeSelect
      id={id}
      className="form-choice"
      label={say('formOf', { name: label })}
      error={error}
      disabled={isReadOnly}
      value={String(index)}
      data={[
        { value: '-1', label: value === undefined ? say('notSet') : say('otherForm') },
        ...variants.map((variant, number) => ({
          value: String(number),
          label: say(formName(variant)),
        })),
      ]}
      onChange={({ currentTarget }) => {
        const chosen = variants[Number(currentTarget.value)]
        set(chosen === undefined ? undefined : firstValue(chosen))
      }}
    />
  )
}

function formName(schema: Schema): 'asText' | 'asList' | 'asMap' | 'asNumber' | 'asObject' {
  const { type } = schema
  if (type === 'string') return 'asText'
  if (type === 'array') return 'asList'
  if (type === 'object' && memberSchemaOf(schema) !== undefined) return 'asMap'
  return type === 'integer' || type === 'number' ? 'asNumber' : 'asObject'
}

/** A text that is one of several forms may have many lines. */
function asWhole(schema: Schema): Schema {
  return schema['type'] === 'string' ? { maxLength: 65_536, ...schema } : schema
}

/** Shown as `***`, and sent back so, which keeps it; another value replaces it. */
function SecretField({ at, label, help, required }: SchemaFieldProps): React.ReactElement {
  const say = useTexts()
  const { id, value, set, error, isReadOnly } = useField(at)
  if (value !== hidden) {
    return <TextField at={at} label={label} help={help} required={required === true} />
  }
  return (
    <TextInput
      id={id}
      label={label}
      description={[help, say('hidden')].filter(Boolean).join(' ')}
      error={error}
      value={hidden}
      readOnly
      rightSectionWidth="auto"
      rightSection={
        isReadOnly ? null : (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={say('replaceHidden', { name: label })}
            onClick={() => set('')}
          >
            ✎
          </Button>
        )
      }
    />
  )
}
