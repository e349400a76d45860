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
  let text = ''
  for (const key of sortedKeys(value)) {
    const member = value[key]
    if (member === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member, known)}`
  }
  return `{${text}}`
}

/** Most records of a kind have the same keys, and of few the order is not the one of their text already. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value)
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)
  return isSorted ? keys : keys.toSorted()
}
