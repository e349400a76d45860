/** Header fields in options, in both forms: a map, or the list of key and value that forms write. */
import { Type, type Static } from 'typebox'

const value = Type.Union([Type.String(), Type.Number()])

export const headerFields = Type.Union([
  Type.Record(Type.String(), value),
  Type.Array(Type.Object({ key: Type.String(), value }, { additionalProperties: false })),
])

export const headerNames = Type.Union([
  Type.Array(Type.String()),
  Type.Array(Type.Object({ key: Type.String() }, { additionalProperties: false })),
])

export interface HeaderOption {
  readonly name: string
  readonly value: string
}

export function fieldsOf(fields: Static<typeof headerFields> | undefined): HeaderOption[] {
  if (fields === undefined) return []
  if (Array.isArray(fields)) {
    return fields.map(({ key, value: text }) => ({ name: key, value: String(text) }))
  }
  return Object.entries(fields).map(([name, text]) => ({ name, value: String(text) }))
}

export function namesOf(names: Static<typeof headerNames> | undefined): string[] {
  return (names ?? []).map((name) => (typeof name === 'string' ? name : name.key))
}
