import { type Inline, safeAddress } from './markdown-tree.ts'

/** The words of one paragraph. How far all steps together may look ahead is bounded by its length, so that a text
 *  made to take long is read in one go: what would take more stays plain. */
export function readInline(text: string): readonly Inline[] {
  return inlines(text, { left: 64 * text.length }, 0)
}

/** Characters that may still be looked at. */
interface Work {
  left: number
}

function inlines(text: string, work: Work, depth: number): readonly Inline[] {
  const found: Inline[] = []
  let plain = ''
  let at = 0
  const tell = (node: Inline): void => {
    if (plain !== '') found.push({ kind: 'text', text: plain })
    plain = ''
    found.push(node)
  }
  while (at < text.length) {
    const taken = depth > deepest || work.left <= 0 ? undefined : takenAt(text, at, work, depth)
    if (taken === undefined) {
      plain += text[at] ?? ''
      at += 1
    } else {
      if (typeof taken.node === 'string') plain += taken.node
      else tell(taken.node)
      at = taken.end
    }
  }
  if (plain !== '') found.push({ kind: 'text', text: plain })
  return found
}

const deepest = 8
/** Nobody writes a longer link or a longer piece of code in a line. */
const farthest = 4_096

interface Taken {
  readonly node: Inline | string
  readonly end: number
}

function takenAt(text: string, at: number, work: Work, depth: number): Taken | undefined {
  switch (text.charAt(at)) {
    case '\\':
      return escapedAt(text, at)
    case '\n':
      return {
        node: /(?: {2}|\\)$/.test(text.slice(Math.max(0, at - 2), at)) ? { kind: 'break' } : ' ',
        end: at + 1,
      }
    case '`':
      return codeAt(text, at, work)
    case '*':
    case '_':
    case '~':
      return emphasisAt(text, at, work, depth)
    case '!':
      return text[at + 1] === '[' ? linkAt(text, at + 1, work, depth) : undefined // pictures are links: no other host is asked
    case '[':
      return linkAt(text, at, work, depth)
    case '<':
    case 'h':
      return addressAt(text, at, work)
    default:
      return undefined
  }
}

function escapedAt(text: string, at: number): Taken | undefined {
  const next = text[at + 1] ?? ''
  if (next === '\n') return { node: { kind: 'break' }, end: at + 2 }
  return /[!-/:-@[-`{-~]/.test(next) ? { node: next, end: at + 2 } : undefined
}

function codeAt(text: string, at: number, work: Work): Taken | undefined {
  const ticks = /^`{1,16}/.exec(text.slice(at, at + 17))?.[0] ?? '`'
  const begin = at + ticks.length
  const rest = text.slice(begin, begin + farthest)
  let end = rest.indexOf(ticks)
  while (end >= 0 && rest[end + ticks.length] === '`') {
    const after = /^`+/.exec(rest.slice(end))?.[0].length ?? 1
    end = rest.indexOf(ticks, end + after)
  }
  work.left -= end < 0 ? rest.length : end
  if (end < 0) return { node: ticks, end: begin }
  const inner = rest.slice(0, end).replaceAll('\n', ' ')
  const isPadded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== ''
  return {
    node: { kind: 'code', text: isPadded ? inner.slice(1, -1) : inner },
    end: begin + end + ticks.length,
  }
}

const kinds = {
  '*': 'emphasis',
  _: 'emphasis',
  '**': 'strong',
  __: 'strong',
  '~~': 'deleted',
} as const

function emphasisAt(text: string, at: number, work: Work, depth: number): Taken | undefined {
  const sign = text[at] ?? ''
  const mark = text[at + 1] === sign ? sign + sign : sign
  if (!isMark(mark) || /\s/.test(text[at + mark.length] ?? ' ')) return undefined
  if (sign === '_' && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return undefined // snake_case
  const begin = at + mark.length
  const rest = text.slice(begin, begin + farthest)
  let end = rest.indexOf(mark, 1)
  while (end > 0 && !closes(rest, end, mark)) end = rest.indexOf(mark, end + 1)
  work.left -= end < 1 ? rest.length : end
  if (end < 1) return { node: mark, end: begin }
  const inner = inlines(rest.slice(0, end), work, depth + 1)
  return { node: { kind: kinds[mark], inner }, end: begin + end + mark.length }
}

function isMark(mark: string): mark is keyof typeof kinds {
  return Object.hasOwn(kinds, mark)
}

function closes(rest: string, end: number, mark: string): boolean {
  if (/\s|\\/.test(rest[end - 1] ?? ' ')) return false
  const after = rest[end + mark.length] ?? ''
  if (mark.length === 1 && (after === mark || rest[end - 1] === mark)) return false
  return !mark.startsWith('_') || !/[\p{L}\p{N}]/u.test(after)
}

function linkAt(text: string, at: number, work: Work, depth: number): Taken | undefined {
  const rest = text.slice(at, at + farthest)
  const close = closingBracket(rest)
  work.left -= close < 0 ? rest.length : close
  if (close < 0 || rest[close + 1] !== '(') return undefined
  const target =
    /^\(\s{0,8}<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)?)>?(?:\s{1,8}["'(][^"')]*["')])?\s{0,8}\)/.exec(
      rest.slice(close + 1),
    )
  if (target === null) return undefined
  const inner = inlines(rest.slice(1, close), work, depth + 1)
  const address = safeAddress(target[1] ?? '')
  const end = at + close + 1 + target[0].length
  if (address === '') return { node: { kind: 'emphasis', inner }, end }
  return { node: { kind: 'link', address, inner }, end }
}

function closingBracket(text: string): number {
  let open = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '[') open += 1
    else if (text[index] === ']') {
      open -= 1
      if (open === 0) return index
    }
  }
  return -1
}

/** `<https://…>`, and an address that just stands there. */
function addressAt(text: string, at: number, work: Work): Taken | undefined {
  const rest = text.slice(at, at + 2_048)
  const bare =
    /^https?:\/\/[^\s<>，。；：！？（）「」『』、]*[^\s<>.,;:!?)\]}'"，。；：！？（）「」『』、]/i.exec(
      rest,
    )
  const marked = /^<((?:https?:\/\/|mailto:)[^\s<>]+)>/i.exec(rest)
  const address = marked?.[1] ?? bare?.[0]
  work.left -= 16 + (address?.length ?? 0)
  if (address === undefined) return undefined
  const inner = [{ kind: 'text', text: address } as const]
  return { node: { kind: 'link', address, inner }, end: at + (marked?.[0] ?? address).length }
}
