import type { Block } from './markdown-tree.ts'
import { readInline } from './read-inline.ts'

/** Markdown as people write it in documents of an interface: headings, lists, code, tables, quotes (CommonMark, and
 *  tables of GitHub). What it does not know stays text. */
export function readMarkdown(text: string): readonly Block[] {
  return readBlocks(text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n'), 0)
}

/** Lists in lists in quotes; what is deeper is one paragraph. */
const deepest = 12

interface Taken {
  readonly block: Block
  /** The line after it. */
  readonly end: number
}

function readBlocks(lines: readonly string[], depth: number): readonly Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1
      continue
    }
    const { block, end } = special(lines, at, depth) ?? paragraphAt(lines, at, depth)
    blocks.push(block)
    at = end
  }
  return blocks
}

function special(lines: readonly string[], at: number, depth: number): Taken | undefined {
  const line = lines[at] ?? ''
  const heading = /^ {0,3}(#{1,6})(?: +(.*?))?(?: +#+)? *$/.exec(line)
  if (heading !== null) {
    const [, marks = '#', title = ''] = heading
    return {
      block: { kind: 'heading', level: marks.length, inner: readInline(title) },
      end: at + 1,
    }
  }
  if (/^ {0,3}([-*_])(?: *\1){2,} *$/.test(line)) return { block: { kind: 'rule' }, end: at + 1 }
  if (/^ {0,3}(?:`{3,}[^`]*|~{3,}.*)$/.test(line)) return fencedAt(lines, at)
  if (depth > deepest) return undefined
  if (/^ {0,3}>/.test(line)) return quoteAt(lines, at, depth)
  if (markerOf(line) !== undefined) return listAt(lines, at, depth)
  return tableAt(lines, at)
}

function paragraphAt(lines: readonly string[], at: number, depth: number): Taken {
  let end = at + 1
  while (end < lines.length && !isBlank(lines[end]) && !begins(lines, end, depth)) end += 1
  const underline = /^ {0,3}(=+|-+) *$/.exec(lines[end - 1] ?? '')
  if (underline !== null && end - at > 1) {
    const inner = readInline(trimmed(lines.slice(at, end - 1)))
    const level = underline[1]?.startsWith('=') === true ? 1 : 2
    return { block: { kind: 'heading', level, inner }, end }
  }
  const inner = readInline(trimmed(lines.slice(at, end)))
  return { block: { kind: 'paragraph', inner }, end }
}

/** What ends a paragraph without an empty line. `---` below one is a heading's. */
function begins(lines: readonly string[], at: number, depth: number): boolean {
  const line = lines[at] ?? ''
  if (/^ {0,3}(=+|-+) *$/.test(line)) return false
  if (/^ {0,3}(?:#{1,6} |`{3}|~{3}|>)/.test(line)) return true
  return depth <= deepest && markerOf(line) !== undefined
}

function trimmed(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/^ +/, ''))
    .join('\n')
    .trimEnd()
}

function fencedAt(lines: readonly string[], at: number): Taken {
  const [, indent = '', fence = '```', words = ''] =
    /^( *)(`{3,}|~{3,}) *(.*)$/.exec(lines[at] ?? '') ?? []
  let end = at + 1
  const isEnd = (line: string): boolean => {
    const found = /^ {0,3}(`{3,}|~{3,}) *$/.exec(line)?.[1] ?? ''
    return found.startsWith(fence)
  }
  while (end < lines.length && !isEnd(lines[end] ?? '')) end += 1
  const margin = new RegExp(`^ {0,${indent.length}}`)
  const text = lines.slice(at + 1, end).map((line) => line.replace(margin, ''))
  return {
    block: { kind: 'code', language: words.split(/\s/)[0] ?? '', text: text.join('\n') },
    end: end + 1,
  }
}

function quoteAt(lines: readonly string[], at: number, depth: number): Taken {
  let end = at
  while (end < lines.length && /^ {0,3}>/.test(lines[end] ?? '')) end += 1
  const inner = lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, ''))
  return { block: { kind: 'quote', blocks: readBlocks(inner, depth + 1) }, end }
}

interface Marker {
  /** Of the text behind it. */
  readonly indent: number
  /** undefined: not numbered. */
  readonly number: number | undefined
}

function markerOf(line: string): Marker | undefined {
  const found = /^( {0,3})(?:[-*+]|(\d{1,9})[.)])( +|$)/.exec(line)
  if (found === null) return undefined
  const [all, , number] = found
  return { indent: all.length, number: number === undefined ? undefined : Number(number) }
}

function listAt(lines: readonly string[], at: number, depth: number): Taken {
  const first = markerOf(lines[at] ?? '')
  const items: (readonly Block[])[] = []
  let end = at
  for (;;) {
    const marker = markerOf(lines[end] ?? '')
    if (marker === undefined || (marker.number === undefined) !== (first?.number === undefined))
      break
    const begin = end
    end += 1
    while (end < lines.length && belongs(lines, end, marker.indent)) end += 1
    const inner = lines.slice(begin, end)
    items.push(
      readBlocks(
        inner.map((line) => line.slice(lengthCut(line, marker.indent))),
        depth + 1,
      ),
    )
    while (isBlank(lines[end]) && end < lines.length) end += 1
  }
  return { block: { kind: 'list', start: first?.number, items }, end }
}

/** To the item above: what is indented as its text, empty lines before such, and lines that go on with it. */
function belongs(lines: readonly string[], at: number, indent: number): boolean {
  const line = lines[at] ?? ''
  const spaces = line.length - line.trimStart().length
  if (isBlank(line)) {
    const next = lines[at + 1] ?? ''
    return !isBlank(next) && next.length - next.trimStart().length >= Math.min(indent, 2)
  }
  if (spaces >= Math.min(indent, 2)) return true
  return markerOf(line) === undefined && !isBlank(lines[at - 1]) && !/^ {0,3}(?:#|>|```)/.test(line)
}

function lengthCut(line: string, indent: number): number {
  const marker = markerOf(line)
  if (marker !== undefined && line.search(/\S/) < Math.min(indent, 2)) return marker.indent
  return Math.min(indent, line.length - line.trimStart().length)
}

function tableAt(lines: readonly string[], at: number): Taken | undefined {
  const below = lines[at + 1] ?? ''
  if (!below.includes('-') || !/^[\s|:-]+$/.test(below) || !below.includes('|')) return undefined
  const head = cellsOf(lines[at] ?? '')
  if (!(lines[at] ?? '').includes('|') || cellsOf(below).length !== head.length) return undefined
  let end = at + 2
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1
  const rows = lines.slice(at + 2, end).map((line) => {
    const cells = cellsOf(line)
    return head.map((_, index) => readInline(cells[index] ?? ''))
  })
  return { block: { kind: 'table', head: head.map((cell) => readInline(cell)), rows }, end }
}

/** `\|` is no border. */
function cellsOf(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === ''
}
