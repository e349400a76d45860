/** The received field lines that pass to the other side, as slices: what is not cut out keeps its
 *  order and its bytes. */
import { isWord } from './character-codes.ts'
import type { MessageHead } from './message-head.ts'

/** Without the fields whose kind is marked in `dropKinds` (256 entries, 1 = cut) and those named in
 *  `alsoRemoved` (lower case). Each line with its CRLF; one slice where nothing is cut. */
export function keptFields(
  head: MessageHead,
  dropKinds: Uint8Array,
  alsoRemoved: readonly string[],
): string {
  const { text, bounds, kinds, fieldCount } = head
  let kept = ''
  let keptFrom = -1
  for (let index = 0, slot = 0; index < fieldCount; index++, slot += 4) {
    const start = bounds[slot] ?? 0
    const isCut =
      dropKinds[kinds[index] ?? 0] === 1 ||
      (alsoRemoved.length > 0 && isListed(text, start, bounds[slot + 1] ?? 0, alsoRemoved))
    if (!isCut) {
      if (keptFrom < 0) keptFrom = start
    } else if (keptFrom >= 0) {
      kept += text.slice(keptFrom, start)
      keptFrom = -1
    }
  }
  if (keptFrom < 0) return kept
  const rest = text.slice(keptFrom, head.size - 2)
  return kept === '' ? rest : kept + rest
}

function isListed(text: string, start: number, end: number, names: readonly string[]): boolean {
  for (const name of names) {
    if (isWord(text, start, end, name)) return true
  }
  return false
}
