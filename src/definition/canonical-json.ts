import { createHash } from 'node:crypto'
import { isRecord } from './shape.ts'

/** JSON with sorted keys and no white space: equal values give equal text (as RFC 8785 has it, for
 *  the plain values that definitions hold). `known` has the text of objects that were written before. */
export function canonicalJson(value: unknown, known?: KnownTexts): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const earlier = known?.get(value)
  if (earlier !== undefined) return earlier
  return Array.isArray(value) ? listText(value, known) : recordText(value, known)
}

export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')
}

type KnownTexts = ReadonlyMap<object, string>

function listText(list: readonly unknown[], known: KnownTexts | undefined): string {
  return `[${list.map((item) => canonicalJson(item, known)).join(',')}]`
}

function recordText(value: object, known: KnownTexts | undefined): string {
  if (!isRecord(value)) return '{}'
  const members: string[] = []
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key]
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member, known)}`)
  }
  return `{${members.join(',')}}`
}
