/** A page or JSON that went through an HTML escape shows no real tag or quote, but escaped ones. A text
 *  may have been escaped twice. */
export function withoutEscapes(text: string): string {
  let plain = text
  for (let turn = 0; turn < 2 && isEscaped(plain); turn++) plain = unescaped(plain)
  return plain
}

function isEscaped(text: string): boolean {
  if (tagOfItsOwn.test(text)) return false
  if (/&(?:amp;)?lt;\/?[a-z!]/i.test(text) || /^[ \t]*&(?:amp;)?[lg]t; /m.test(text)) return true
  return !text.includes('"') && /&(?:amp;)?(?:quot|#34|#39|#x27);/i.test(text)
}

/** Any tag but those that a web page puts around preformatted text. */
const tagOfItsOwn = /<(?!\/?(?:pre|code|p|div|span|br)\b)\/?[a-z!]/i

function unescaped(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/?(?:pre|code|p|div|span)\b[^<>\n]*>/gi, '')
    .replaceAll(/&(?:lt|#60|#x3c);/gi, '<')
    .replaceAll(/&(?:gt|#62|#x3e);/gi, '>')
    .replaceAll(/&(?:quot|#34|#x22);/gi, '"')
    .replaceAll(/&(?:apos|#39|#x27);/gi, "'")
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&')
}

/** A text copied out of JSON, of a program's source or of a log: one string with escapes. */
export function withoutQuotes(text: string): string {
  const trimmed = text.trim()
  // no language's string goes over several lines: a terminal broke it
  const isBroken = trimmed.includes('\n') && /\\[rn]/.test(trimmed)
  const inner = quotedInner(isBroken ? trimmed.replaceAll('\n', '') : trimmed)
  return inner === undefined ? text : inner.replaceAll(/\r\n?/g, '\n')
}

/** `"…"` of JSON, `b'…'` of Python. */
function quotedInner(text: string): string | undefined {
  const quoted = /^b?(["'])[\s\S]*\1[,;]?$/.exec(text)
  if (quoted === null || /^(["'])[\w$-]{1,60}\1\s*:/.test(text)) return undefined // or members of an object
  const json = text.startsWith('"') ? jsonString(text.replace(/[,;]$/, '')) : undefined
  if (json !== undefined) return json
  const inner = text.replace(/^b?["']/, '').replace(/["'][,;]?$/, '')
  return /\\[nr"'xu]/.test(inner) ? unescapedSource(inner) : inner
}

function jsonString(text: string): string | undefined {
  try {
    const inner: unknown = JSON.parse(text)
    return typeof inner === 'string' ? inner : undefined
  } catch {
    return undefined // no JSON string after all
  }
}

/** The escapes that JSON, JavaScript, Python and Go share. */
export function unescapedSource(text: string): string {
  return text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\s\S]))/g,
    (_, hex, unicode, one) => {
      const code: unknown = hex ?? unicode
      if (typeof code === 'string') return String.fromCharCode(Number.parseInt(code, 16))
      return typeof one === 'string' ? (escapedCharacters[one] ?? one) : ''
    },
  )
}

const escapedCharacters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '' }

/** A whole response in one line, whose line ends a log wrote as two characters each. */
export function withLineEnds(text: string): string {
  return text.replaceAll(/^.*\bHTTP\/[\d.]+ \d{3}[^\n]{0,60}?\\r?\\n.*$/gm, (line) =>
    line
      .replace(/^.*?(?=HTTP\/[\d.]+ \d{3})/, '')
      .replaceAll(/(?:\\r)?\\n/g, '\n')
      .replaceAll(String.raw`\r`, ''),
  )
}
