/** Text with wildcards: `*` stands for any run of characters, also none; `?` for one character. */
export type PatternPart = string | typeof anyRun | typeof anyOne
export type Pattern = readonly PatternPart[]

/** Numbers, so that no text can be mistaken for a wildcard. */
export const anyRun = 0
export const anyOne = 1

export function joinPattern(parts: Pattern): Pattern {
  const joined: PatternPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part === '' || (part === anyRun && last === anyRun)) continue
    if (typeof part === 'string' && typeof last === 'string')
      joined[joined.length - 1] = last + part
    else joined.push(part)
  }
  return joined
}

/** The text of a pattern without wildcards. */
export function literalOf(pattern: Pattern): string | undefined {
  const [first = '', second] = pattern
  return typeof first === 'string' && second === undefined ? first : undefined
}

/** `*` alone. */
export function isAnything(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === anyRun
}

/** The pattern as a regular expression of RE2, which DuckDB has: its time grows with the length of the
 *  text alone, while that of LIKE explodes with the number of wildcards. */
export function re2Of(pattern: Pattern): string {
  const parts = pattern.map((part) =>
    part === anyRun ? '.*' : part === anyOne ? '.' : re2Literal(part),
  )
  return parts.join('')
}

/** Each run takes as little as it can and is lengthened only while no later run was reached, so the
 *  time is at most the product of both lengths. */
export function matches(text: string, pattern: Pattern): boolean {
  let part = 0
  let at = 0
  let retryPart = -1
  let retryAt = 0
  for (;;) {
    const now = pattern[part]
    if (now === anyRun) {
      retryPart = ++part
      retryAt = at
      continue
    }
    if (now === undefined && at === text.length) return true
    const length = now === undefined ? -1 : matchedLength(text, at, now)
    if (length >= 0) {
      at += length
      part++
      continue
    }
    if (retryPart < 0 || retryAt >= text.length) return false
    retryAt = nextTry(text, retryAt, pattern[retryPart])
    if (retryAt < 0) return false
    part = retryPart
    at = retryAt
  }
}

/** -1 where it does not stand there. */
function matchedLength(text: string, at: number, part: PatternPart): number {
  if (typeof part === 'string') return text.startsWith(part, at) ? part.length : -1
  return at < text.length ? characterLength(text, at) : -1
}

/** Where the part behind a run may stand next; -1 where nowhere. */
function nextTry(text: string, at: number, part: PatternPart | undefined): number {
  const next = at + characterLength(text, at)
  if (typeof part === 'string') return text.indexOf(part, next)
  return part === undefined ? text.length : next
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}

function re2Literal(text: string): string {
  return text.replaceAll(/[^\w\u0080-\u{10ffff}]/gu, (sign) =>
    sign === '\0' ? String.raw`\x00` : `\\${sign}`,
  )
}
