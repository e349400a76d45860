/** Masks what follows a name: after a colon or an equals sign, quoted at any depth of escaping,
 *  an object, or bare. */
export interface Masked {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** undefined where no value follows. `end` is the end of the name. */
export function maskedValue(text: string, end: number): Masked | undefined {
  separator.lastIndex = end
  const found = separator.exec(text)
  if (found === null) return undefined
  const start = separator.lastIndex
  const isQuotedName = /["']/.test(found[0])
  return (
    quotedValue(text, start) ??
    nestedValue(text, start, isQuotedName) ??
    bareValue(text, start, found[0].includes(':'), isQuotedName)
  )
}

/** Closing quotes and brackets of the name, then `:`, `=`, `=>`, `%3D`, and white space. */
const separator = /[\\"'\])]*\s*(?:[:=]+>?|%3d|%3a)(?:\s|\\+[nrt])*/iy
const opener = /[bu]?r?(\\*)(["'`])/iy

export function quotedValue(text: string, start: number): Masked | undefined {
  opener.lastIndex = start
  const found = opener.exec(text)
  if (found === null) return undefined
  const [whole, slashes = '', quote = '"'] = found
  const contentStart = start + whole.length
  const end = closingQuote(text, contentStart, quote, slashes.length)
  if (end === contentStart) return { start: end, end, text: '' } // empty: worth knowing
  return { start: contentStart, end, text: '***' }
}

/** A quote that opens behind k backslashes is closed by one behind n, where n leaves at most k when
 *  divided by 2(k + 1): each layer of escaping doubles the backslashes and adds one to the quote. */
function closingQuote(text: string, from: number, quote: string, slashes: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    let before = 0
    while (at - before > from && text[at - before - 1] === '\\') before++
    const rest = before % (2 * (slashes + 1))
    if (rest <= slashes) return at - rest
  }
  return text.length // cut off inside the value
}

/** An object, a list or a tuple under a secret's name is masked whole. */
function nestedValue(text: string, start: number, isQuotedName: boolean): Masked | undefined {
  const first = text[start]
  if (first !== '{' && first !== '[' && first !== '(') return undefined
  const end = closingBracket(text, start)
  return { start, end, text: isQuotedName ? '"***"' : '***' }
}

function closingBracket(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    bracketOrQuote.lastIndex = at
    const found = bracketOrQuote.exec(text)
    if (found === null) return text.length
    const sign = found[0]
    at = bracketOrQuote.lastIndex
    if (sign.endsWith('"')) at = closingQuote(text, at, '"', sign.length - 1) + sign.length
    else if ('{[('.includes(sign)) depth++
    else if (--depth === 0) return at
  }
  return text.length
}
const bracketOrQuote = /[{}[\]()]|\\*"/g

function bareValue(
  text: string,
  start: number,
  isColon: boolean,
  isQuotedName: boolean,
): Masked | undefined {
  const pattern = isQuotedName ? jsonBare : isColon ? lineBare : pairBare
  pattern.lastIndex = start
  const value = pattern.exec(text)?.[0] ?? ''
  if (value === '' || emptyWords.has(value.trimEnd())) return { start, end: start, text: '' }
  const shown = isQuotedName ? '"***"' : '***'
  return { start, end: start + value.length, text: shown }
}

/** A number or word of JSON. */
const jsonBare = /[^,}\]\s]+/y
/** `name=value`: to the next pair. A comma or semicolon ends it only before white space, since a
 *  secret may hold one. `Bearer x` is one value. */
const pairBare = /(?:(?:bearer|basic|token|digest)\s+)?(?:[^&\s"'<>`,;]|[,;](?!\s|$))+/iy
/** `name: value`: a line of YAML or of a header, or a member of an object in source code. */
const lineBare =
  /(?:[^\r\n<,;}"'\\]|[,;}](?!\s{0,20}(?:["'}\])]|[\w.-]{1,64}\s?[:=]|$))|["'](?!\s{0,20}(?:[,:}\])]|$))|\\(?!\\{0,64}[nr"']))+/y
const emptyWords: ReadonlySet<string> = new Set(['null', 'None', 'true', 'false', 'undefined'])
