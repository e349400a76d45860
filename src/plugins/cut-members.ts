/** A JSON object's text without the top-level members of some names; every other byte stays. Text
 *  that is no valid JSON object comes back as it is. */
export function cutMembers(text: string, names: ReadonlySet<string>): string {
  if (!isJsonObject(text)) return text // from here on the text is known to be well formed
  let kept = ''
  let keptUntil = 0
  let hasKept = false
  let at = text.indexOf('{') + 1
  for (;;) {
    const start = at // behind `{` or `,`
    const nameAt = skipSpace(text, at)
    if (text[nameAt] === '}') break
    const nameEnd = endOfString(text, nameAt)
    const end = endOfValue(text, skipSpace(text, nameEnd) + 1) // behind the colon
    const isLast = text[end] === '}'
    if (names.has(nameOf(text.slice(nameAt, nameEnd)))) {
      if (!isLast) {
        kept += text.slice(keptUntil, start)
        keptUntil = end + 1 // the comma behind goes with it
      } else {
        const before = kept + text.slice(keptUntil, start)
        // The last one: the comma in front goes, if a member is left in front of it.
        kept = hasKept ? before.slice(0, before.lastIndexOf(',')) : before
        keptUntil = end
      }
    } else hasKept = true
    if (isLast) break
    at = end + 1
  }
  return keptUntil === 0 ? text : kept + text.slice(keptUntil)
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false // JSON.parse says by throwing that it is no JSON
  }
}

/** Escapes in a name hide nothing: `"bk_t\u006fken"` is bk_token. */
function nameOf(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1)
}

function skipSpace(text: string, at: number): number {
  let index = at
  while (' \t\r\n'.includes(text[index] ?? '.')) index += 1
  return index
}

/** Index behind the closing quote. */
function endOfString(text: string, quote: number): number {
  let index = quote + 1
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index + 1
}

/** Index of the `,` or `}` behind the value. */
function endOfValue(text: string, at: number): number {
  let depth = 0
  let index = at
  for (;;) {
    const character = text[index]
    if (character === '"') {
      index = endOfString(text, index)
      continue
    }
    if (depth === 0 && (character === ',' || character === '}')) return index
    if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    index += 1
  }
}
