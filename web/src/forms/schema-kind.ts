import { isRecord, type Members } from './json-path.ts'

/** Which field a JSON Schema asks for. What no field fits is edited as JSON, so nothing is out of reach. */
export type FieldKind =
  | 'text'
  | 'longText'
  | 'secret'
  | 'choice'
  | 'number'
  | 'truth'
  | 'texts'
  | 'objects' // or anything else that is no text
  | 'map'
  | 'object'
  | 'oneOf'
  | 'json'

export type Schema = Members

/** What people read in place of a secret, and what says that it stays. */
export const hidden = '***'

export function kindOf(schema: Schema, value: unknown): FieldKind {
  if (value === hidden || schema['writeOnly'] === true) return 'secret'
  const variants = variantsOf(schema)
  if (variants.length > 0) return isTextOrNumber(variants) ? 'text' : 'oneOf'
  if (Array.isArray(schema['enum'])) return 'choice'
  switch (schema['type']) {
    case 'string':
      return Number(schema['maxLength'] ?? 0) > longestLine ? 'longText' : 'text'
    case 'integer':
    case 'number':
      return 'number'
    case 'boolean':
      return 'truth'
    case 'array':
      return kindOfList(itemOf(schema))
    case 'object':
      if (isRecord(schema['properties'])) return 'object'
      return memberSchemaOf(schema) === undefined ? 'json' : 'map'
    default:
      return 'json'
  }
}

const longestLine = 4_096

/** Of `anyOf` within `anyOf`, all in one row. */
export function variantsOf(schema: Schema): readonly Schema[] {
  const variants = schema['anyOf'] ?? schema['oneOf']
  if (!Array.isArray(variants)) return []
  return variants.filter(isRecord).flatMap((variant) => {
    const inner = variantsOf(variant)
    return inner.length === 0 ? [variant] : inner
  })
}

/** A number may be written as text where a text is taken, too. */
function isTextOrNumber(variants: readonly Schema[]): boolean {
  return variants.every(({ type }) => type === 'string' || type === 'number' || type === 'integer')
}

export function itemOf(schema: Schema): Schema {
  return isRecord(schema['items']) ? schema['items'] : {}
}

function kindOfList(item: Schema): FieldKind {
  return item['type'] === 'string' && !Array.isArray(item['enum']) ? 'texts' : 'objects'
}

/** What stands behind every key of a mapping; undefined: it cannot be said by one schema. */
export function memberSchemaOf(schema: Schema): Schema | undefined {
  const patterns = isRecord(schema['patternProperties'])
    ? Object.values(schema['patternProperties'])
    : []
  const [first = schema['additionalProperties']] = patterns
  return patterns.length > 1 || !isRecord(first) ? undefined : first
}

/** Members in the order of the schema, those of old forms only where they are set. */
export function shownMembers(
  schema: Schema,
  value: unknown,
): readonly (readonly [string, Schema])[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([name, member]) => {
    if (!isRecord(member)) return []
    const isSet = isRecord(value) && Object.hasOwn(value, name)
    return member['deprecated'] === true && !isSet ? [] : [[name, member] as const]
  })
}

/** What the schema does not name; shown as JSON and kept. */
export function otherMembers(schema: Schema, value: unknown): readonly string[] {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  return isRecord(value)
    ? Object.keys(value).filter((name) => !Object.hasOwn(properties, name))
    : []
}

export function isRequired(schema: Schema, name: string): boolean {
  return Array.isArray(schema['required']) && schema['required'].includes(name)
}

/** The variant that a value is of; -1: of none, or there is no value. */
export function variantIndex(variants: readonly Schema[], value: unknown): number {
  return variants.findIndex((variant) => fits(variant, value))
}

function fits(schema: Schema, value: unknown): boolean {
  const variants = variantsOf(schema)
  if (variants.length > 0) return variants.some((variant) => fits(variant, value))
  switch (schema['type']) {
    case 'string':
      return typeof value === 'string'
    case 'integer':
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'array':
      return Array.isArray(value) && value.every((item) => fits(itemOf(schema), item))
    case 'object':
      return isRecord(value) && hasMembers(schema, value)
    default:
      return true
  }
}

function hasMembers(schema: Schema, value: Members): boolean {
  if (!isRecord(schema['properties'])) return true
  const known = Object.keys(schema['properties'])
  return Object.keys(value).every((name) => known.includes(name) || name.startsWith('x-'))
}

/** What a field begins with where it is wanted. */
export function firstValue(schema: Schema): unknown {
  if (schema['default'] !== undefined) return schema['default']
  const [variant] = usableVariants(schema)
  if (variant !== undefined) return firstValue(variant)
  switch (schema['type']) {
    case 'string':
      return ''
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0
    case 'boolean':
      return false
    case 'array':
      return Number(schema['minItems'] ?? 0) > 0 ? [firstValue(itemOf(schema))] : []
    case 'object':
      return firstMembers(schema)
    default:
      return null
  }
}

function firstMembers(schema: Schema): Members {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const needed = Object.entries(properties).filter(([name]) => isRequired(schema, name))
  return Object.fromEntries(
    needed.map(([name, member]) => [name, firstValue(isRecord(member) ? member : {})]),
  )
}

/** Without those of old forms. */
export function usableVariants(schema: Schema): readonly Schema[] {
  return variantsOf(schema).filter(({ deprecated }) => deprecated !== true)
}
