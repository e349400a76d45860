/** The value of a text that is JSON and means the same as YAML; undefined: read it as YAML, which also says what
 *  is wrong with it. Programs send JSON, and JSON.parse takes a fortieth of the time. */
export function readJson(text: string): unknown {
  if (text.length > longestText || !/^\s*\{/.test(text)) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // not JSON, or broken
  }
  const keys = new PlainKeys()
  if (!keys.areIn(value, 0)) return undefined
  // JSON.parse takes the last of a key that is written twice and says nothing
  return keys.count === keysWritten(text) ? value : undefined
}

/** As parse-yaml.ts has it; bytes are counted there. */
const longestText = 8 * 1024 * 1024
/** Within what yaml-value.ts and parse-yaml.ts allow, so that both readings take the same files. */
const deepestLevel = 60
const mostValues = 500_000

/** Walks a value: false where YAML would read more into it (`<<`, `${NAME}`), or refuse it. */
class PlainKeys {
  count = 0
  #values = 0

  areIn(value: unknown, level: number): boolean {
    this.#values += 1
    if (typeof value === 'string') return !value.includes('${')
    if (typeof value !== 'object' || value === null) return true
    if (level > deepestLevel || this.#values > mostValues) return false
    if (Array.isArray(value)) return value.every((item) => this.areIn(item, level + 1))
    for (const [key, member] of Object.entries(value)) {
      this.count += 1
      if (key === '<<' || key === '__proto__' || !this.areIn(member, level + 1)) return false
    }
    return true
  }
}

/** Strings of a JSON text that are followed by a colon. */
function keysWritten(text: string): number {
  let count = 0
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', start)) {
    let end = text.indexOf('"', start + 1)
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
    start = end + 1
    while (isSpace(text.charCodeAt(start))) start += 1
    if (text.charCodeAt(start) === colon) count += 1
  }
  return count
}

const colon = 58
const backslash = 92

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text.charCodeAt(before - 1) === backslash) before -= 1
  return (at - before) % 2 === 1
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}
