import { isRecord } from '../../definition/shape.ts'

/** A value that a JSON Schema of an OpenAPI document allows, to begin with: what it gives as an example, else
 *  something small. References are followed a few levels deep, so circles end. */
export type References = Readonly<Record<string, unknown>>

const deepestLevel = 6
const mostMembers = 30

export function sampleValue(schema: unknown, references: References): unknown {
  return sampleAt(schema, references, 0)
}

function sampleAt(written: unknown, references: References, level: number): unknown {
  const schema = resolved(written, references)
  if (!isRecord(schema) || level > deepestLevel) return null
  const given = givenIn(schema)
  if (given !== undefined) return given
  const choice = firstOf(schema['oneOf']) ?? firstOf(schema['anyOf'])
  if (choice !== undefined) return sampleAt(choice, references, level + 1)
  const parts = listIn(schema['allOf'])
  if (parts.length > 0) return together(parts, schema, references, level)
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, references, level)
    case 'array': {
      const item = sampleAt(schema['items'], references, level + 1)
      return item === null ? [] : [item]
    }
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textOf(schema)
  }
}

/** A `$ref` once more and once more, a few times. */
export function resolved(value: unknown, references: References): unknown {
  let target = value
  for (let steps = 0; steps < deepestLevel; steps += 1) {
    const reference = isRecord(target) ? target['$ref'] : undefined
    if (typeof reference !== 'string') return target
    target = Object.hasOwn(references, reference) ? references[reference] : undefined
  }
  return undefined
}

function givenIn(schema: Readonly<Record<string, unknown>>): unknown {
  const { example, examples, default: usual, const: only, enum: choices } = schema
  return example ?? firstOf(examples) ?? usual ?? only ?? firstOf(choices)
}

function together(
  parts: readonly unknown[],
  schema: Readonly<Record<string, unknown>>,
  references: References,
  level: number,
): unknown {
  const samples = parts.map((part) => sampleAt(part, references, level + 1))
  const objects = samples.filter(isRecord)
  if (objects.length === 0) return samples[0] ?? null
  const own = isRecord(schema['properties']) ? sampleObject(schema, references, level) : {}
  return Object.assign({}, ...objects, own)
}

function sampleObject(
  { properties, required }: Readonly<Record<string, unknown>>,
  references: References,
  level: number,
): Record<string, unknown> {
  const members = Object.entries(isRecord(properties) ? properties : {})
  const needed = new Set(listIn(required))
  // where it is said what is needed, that is enough; it is an example to begin with
  const chosen = needed.size === 0 ? members : members.filter(([name]) => needed.has(name))
  const shown = chosen.filter(([, member]) => !isReadOnly(resolved(member, references)))
  return Object.fromEntries(
    shown
      .slice(0, mostMembers)
      .map(([name, member]) => [name, sampleAt(member, references, level + 1)]),
  )
}

function isReadOnly(schema: unknown): boolean {
  return isRecord(schema) && schema['readOnly'] === true
}

function typeOf(schema: Readonly<Record<string, unknown>>): unknown {
  const { type, properties, items } = schema
  if (Array.isArray(type)) return type.find((one) => one !== 'null')
  if (type !== undefined) return type
  if (properties !== undefined) return 'object'
  return items === undefined ? undefined : 'array'
}

const formats: Readonly<Record<string, string>> = {
  date: '2030-01-01',
  'date-time': '2030-01-01T12:00:00Z',
  uuid: '00000000-0000-4000-8000-000000000000',
  email: 'name@example.com',
  uri: 'https://example.com/',
}

function textOf({ format }: Readonly<Record<string, unknown>>): string {
  return (typeof format === 'string' ? formats[format] : undefined) ?? 'text'
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
