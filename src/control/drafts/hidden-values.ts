import { isRecord } from '../../definition/shape.ts'
import { ApiProblem } from '../problem.ts'
import { withoutSecrets } from '../without-secrets.ts'
import { memberOf } from './part-focus.ts'

/** What people read has `***` in place of secrets. Where they send that back, the secret stays: a text that
 *  is what would be shown of the text at the same place stands for that one. */
export function withHiddenValues(sent: unknown, current: unknown): unknown {
  return restored(sent, withoutSecrets(current), current, [])
}

function restored(
  sent: unknown,
  shown: unknown,
  current: unknown,
  path: readonly string[],
): unknown {
  if (typeof sent === 'string') {
    if (sent === shown && current !== shown) return current
    if (sent === hidden && current !== hidden) throw unknownValue(path)
    return sent
  }
  if (Array.isArray(sent)) {
    const [shownParts, currentParts] = [namedParts(shown), namedParts(current)]
    const names = namesOf(sent)
    return sent.map((item: unknown, index) => {
      const name = names[index] ?? ''
      const at = [...path, String(index)]
      return restored(item, shownParts.get(name), currentParts.get(name), at)
    })
  }
  if (!isRecord(sent)) return sent
  const members = Object.entries(sent).map(([key, member]) => {
    const at = [...path, key]
    return [key, restored(member, memberOf(shown, key), memberOf(current, key), at)]
  })
  return Object.fromEntries(members)
}

const hidden = '***'

function unknownValue(path: readonly string[]): ApiProblem {
  const at = path.join('.')
  const message = '*** stands for a value that is not shown, and there is none at this place'
  const errors = [{ path: at, message, suggestion: 'Write the value itself.' }]
  return new ApiProblem('part_invalid', `${at}: ${message}. Write the value itself.`, { errors })
}

/** Parts of a list are told by what names them, so that one may be put before another. */
function namesOf(list: readonly unknown[]): string[] {
  const counts = new Map<string, number>()
  return list.map((item) => {
    const name = isRecord(item) ? (item['name'] ?? item['type'] ?? item['key'] ?? item['url']) : ''
    const text = typeof name === 'string' ? name : ''
    const count = counts.get(text) ?? 0
    counts.set(text, count + 1)
    return `${text}#${count}`
  })
}

function namedParts(list: unknown): ReadonlyMap<string, unknown> {
  if (!Array.isArray(list)) return new Map()
  const names = namesOf(list)
  return new Map(list.map((item: unknown, index) => [names[index] ?? '', item]))
}
