/** Objects as programs print them: `{'code': 1640001, 'data': None}` of Python, `{ code: 1640001 }` of
 *  Node, `{code=1640001, message=…}` of Java, `map[code:1640001]` of Go. Returns JSON, or undefined
 *  where the text is none of them. */
export function jsonOfLooseObject(text: string): string | undefined {
  const isGo = text.startsWith('map[')
  if (text.length > longestObject || !(isGo || text.startsWith('{'))) return undefined
  const reader: Reader = { text, at: isGo ? 3 : 0, depth: 0, inBraces: !isGo }
  const value = readValue(reader)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined
}

const longestObject = 65_536
const deepest = 30

interface Reader {
  readonly text: string
  at: number
  depth: number
  inBraces: boolean
}

type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** undefined: not understood. */
function readValue(reader: Reader): Value | undefined {
  skipSpace(reader)
  sticky(className, reader)
  const character = reader.text[reader.at]
  if (character === '{' || character === '[') return readNested(reader)
  if (character === '"' || character === "'" || character === '`') return readQuoted(reader)
  return readWord(reader)
}

/** `Headers {`, `Map(2) {`, `[Object: null prototype] {`: Node names the class before the braces. */
const className = /(?:[A-Z]\w{0,60}(?:\(\d{1,9}\))?|\[Object: null prototype\]) (?=\{)/y

function readNested(reader: Reader): Value | undefined {
  if (++reader.depth > deepest) return undefined
  const isMap =
    reader.text[reader.at] === '{' || reader.text.slice(reader.at - 3, reader.at) === 'map'
  const end = reader.text[reader.at] === '{' ? '}' : ']'
  const before = reader.inBraces
  reader.inBraces = end === '}'
  reader.at++
  const value = isMap ? readMembers(reader, end) : readItems(reader, end)
  reader.depth--
  reader.inBraces = before
  return value
}

function readMembers(reader: Reader, end: string): Value | undefined {
  const members: [string, Value][] = []
  for (;;) {
    skipSpace(reader)
    if (reader.text[reader.at] === end) {
      reader.at++
      return Object.fromEntries(members)
    }
    const name = readName(reader)
    if (name === undefined) return undefined
    const value = readValue(reader)
    if (value === undefined) return undefined
    members.push([name, value])
    skipSpace(reader)
    if (reader.text[reader.at] === ',') reader.at++
  }
}

function readItems(reader: Reader, end: string): Value | undefined {
  const items: Value[] = []
  for (;;) {
    skipSpace(reader)
    if (reader.text[reader.at] === end) {
      reader.at++
      return items
    }
    const value = readValue(reader)
    if (value === undefined) return undefined
    items.push(value)
    skipSpace(reader)
    if (reader.text[reader.at] === ',') reader.at++
  }
}

/** A name and its `:`, `=` or `=>`. */
function readName(reader: Reader): string | undefined {
  const match = sticky(memberName, reader)
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4]
}

const memberName =
  /(?:"([^"\n]{1,100})"|'([^'\n]{1,100})'|\[Symbol\(([^)\n]{1,100})\)\]|([\w.-]{1,100}))\s*(?:=>|[:=])/y

function readQuoted(reader: Reader): string | undefined {
  const match = sticky(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`/sy, reader)
  const inner = match?.[1] ?? match?.[2] ?? match?.[3]
  return inner?.replaceAll(
    /\\(.)/gs,
    (_, one: string) => ({ n: '\n', r: '\r', t: '\t' })[one] ?? one,
  )
}

/** A number, a word of the language, or bare text up to the next member: in braces up to a comma, in
 *  Go's brackets up to a space and a name. */
function readWord(reader: Reader): Value | undefined {
  const match = sticky(reader.inBraces ? inBraces : inBrackets, reader)
  const word = match?.[0].trim()
  if (word === undefined || word === '') return undefined
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(word)) return Number(word)
  if (/^(?:true|false)$/i.test(word)) return word.toLowerCase() === 'true'
  return /^(?:null|none|nil|undefined|<nil>)$/i.test(word) ? null : word
}

const inBraces = /[^,}\n]*?(?=\s*(?:[,}\n]|$))/y
const inBrackets = /[^,}\]\n]*?(?=\s*(?:[,}\]\n]|$)|\s[\w.-]+:)/y

function sticky(pattern: RegExp, reader: Reader): RegExpExecArray | null {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match !== null) reader.at += match[0].length
  return match
}

function skipSpace(reader: Reader): void {
  sticky(/\s*/y, reader)
}
