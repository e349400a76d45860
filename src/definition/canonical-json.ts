import { createHash } from 'node:crypto'
import { isRecord } from './shape.ts'

/** JSON with sorted keys and no white space: equal values give equal text (as RFC 8785 has it, for
 *  the plain values that definitions hold). `known` keeps the text of objects that come again. */
export function canonicalJson(value: unknown, known?: WeakMap<object, string>): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const earlier = known?.get(value)
  if (earlier !== undefined) return earlier
  const text = Array.isArray(value) ? listText(value, known) : recordText(value, known)
  known?.set(value, text)
  return text
}

export function canonicalHash(value: unknown, known?: WeakMap<object, string>): string {
  return createHash('sha256').update(canonicalJson(value, known), 'utf8').digest('hex')
}

function listText(list: readonly unknown[], known: WeakMap<object, string> | undefined): string {
  return `[${list.map((item) => canonicalJson(item, known)).join(',')}]`
}

function recordText(value: object, known: WeakMap<object, string> | undefined): string {
  if (!isRecord(value)) return '{}'
  const members: string[] = []
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key]
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member, known)}`)
  }
  return `{${members.join(',')}}`
}
