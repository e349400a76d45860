import type { TSchema } from 'typebox'

/** The parts of JSON Schema that definitions use, and the small questions about them. */
export interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly patternProperties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: boolean | Shape
  readonly required?: readonly string[]
  readonly maxProperties?: number
  readonly items?: Shape
  readonly minItems?: number
  readonly maxItems?: number
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  /** Never shown in a message. */
  readonly writeOnly?: boolean
  /** What `pattern` means, in words. */
  readonly 'x-rule'?: string
  /** What the pattern of keys means, in words. */
  readonly 'x-key-rule'?: string
  readonly 'x-unit'?: string
}

/** TypeBox schemas are JSON Schema objects; their static type only hides the keywords. */
export function shapeOf(schema: TSchema): Shape {
  return schema
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function hasType(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isSafeInteger(value)
    case 'number':
      return Number.isFinite(value)
    case 'string':
    case 'boolean':
      return typeof value === shape.type
    case 'null':
      return value === null
    case undefined:
    default:
      return true
  }
}

/** What may stand here, nested choices laid flat; undefined: there is no choice. */
export function choicesOf(shape: Shape): readonly Shape[] | undefined {
  const choices = shape.anyOf ?? shape.oneOf
  return choices?.flatMap((choice) => choicesOf(choice) ?? [choice])
}

/** As far as `const` and `enum` say. */
export function isAllowed(shape: Shape, value: unknown): boolean {
  if (shape.const !== undefined && shape.const !== value) return false
  return shape.enum === undefined || shape.enum.includes(value)
}

/** undefined: no such key. 'anything': a key that is not ours to judge. */
export function memberShape(shape: Shape, key: string): Shape | 'anything' | undefined {
  const { properties, patternProperties, additionalProperties } = shape
  if (properties !== undefined && Object.hasOwn(properties, key)) return properties[key]
  if (properties !== undefined && key.startsWith('x-')) return 'anything'
  for (const [pattern, member] of Object.entries(patternProperties ?? {})) {
    if (matches(pattern, key)) return member
  }
  if (typeof additionalProperties === 'object') return additionalProperties
  // an open schema that lists keys is closed for files: a key written wrong must not pass
  const isOpen = additionalProperties ?? properties === undefined
  return isOpen ? 'anything' : undefined
}

const patterns = new Map<string, RegExp>()

export function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern)
  if (compiled === undefined) {
    compiled = new RegExp(pattern, 'u')
    patterns.set(pattern, compiled)
  }
  return compiled.test(text)
}

/** Of several mappings that could be meant, the one that knows most of the keys. */
export function mostAlike(choices: readonly Shape[], value: unknown): Shape | undefined {
  if (!isRecord(value)) return choices[0]
  const keys = Object.keys(value)
  const known = (choice: Shape) =>
    keys.filter((key) => Object.hasOwn(choice.properties ?? {}, key)).length
  return choices.toSorted((a, b) => known(b) - known(a))[0]
}

/** The environment holds text only; where a number or a truth value is wanted, it is read as one. */
export function fromText(shape: Shape, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (shape.type === 'boolean' && /^(?:true|false)$/.test(value)) return value === 'true'
  const isNumber = shape.type === 'integer' || shape.type === 'number'
  return isNumber && /^-?\d{1,15}(?:\.\d+)?$/.test(value) ? Number(value) : value
}
