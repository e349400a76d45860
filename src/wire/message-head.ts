/** What request and response heads have in common: where the fields lie in the text, what they say
 *  about framing (RFC 9112 section 6) and about the connection (RFC 9110 section 7.6.1). */
import type { Facts } from '../model/attribution.ts'
import type { ErrorKey } from '../model/error-table.ts'
import { Code, isSpaceOrTab, isWord } from './character-codes.ts'
import { FieldKind, type FieldTable } from './field-table.ts'
import { headScratch, type HeadScratch } from './head-scratch.ts'

export interface HeadLimits {
  readonly headBytes: number
  readonly uriBytes: number
  readonly fields: number
}

export interface HeadProblem {
  readonly key: ErrorKey
  readonly facts: Facts
}

/** Reused for every message of a connection; every slice it gives keeps the whole head alive. */
export abstract class MessageHead {
  readonly table: FieldTable
  /** The received text, one latin1 character a byte; the head begins at 0. */
  text = ''
  /** Bytes of the head with its empty line. */
  size = 0
  minor: 0 | 1 = 1
  fieldCount = 0
  /** Four a field: start and end of the name, start and end of the value without white space. */
  bounds = new Int32Array(4 * 32)
  kinds = new Uint8Array(32)
  /** -1: not declared. */
  contentLength = -1
  chunked = false
  keepAlive = true
  /** Value of Upgrade where Connection lists it, else ''. */
  upgrade = ''
  problem: HeadProblem | null = null
  /** The text as bytes, for the parser's loops only: the next head overwrites it. */
  scratch: HeadScratch = headScratch('', 0)
  /** What Connection said, as a sum of the ConnectionOption values. */
  connection = 0

  constructor(table: FieldTable) {
    this.table = table
  }

  /** Sets `problem` for a broken rule; always -1. */
  abstract refuse(reason: string): -1
  /** Sets `problem` for a limit; always -1. */
  abstract refuseSize(reason: string): -1
  /** Acts on one field of wire's own kinds; -1 where it breaks a rule. */
  abstract note(kind: number, index: number): number

  /** Index of the first field of that name, -1 if there is none. */
  indexOf(lowerName: string): number {
    const { bounds, fieldCount, text } = this
    for (let index = 0, at = 0; index < fieldCount; index++, at += 4) {
      if (isWord(text, bounds[at] ?? 0, bounds[at + 1] ?? 0, lowerName)) return index
    }
    return -1
  }

  header(lowerName: string): string | undefined {
    const index = this.indexOf(lowerName)
    return index < 0 ? undefined : this.value(index)
  }

  name(index: number): string {
    return this.text.slice(this.bounds[4 * index], this.bounds[4 * index + 1])
  }

  value(index: number): string {
    return this.text.slice(this.bounds[4 * index + 2], this.bounds[4 * index + 3])
  }

  lineStart(index: number): number {
    return this.bounds[4 * index] ?? 0
  }

  /** Behind the line's CRLF. Lines touch each other, because folded lines are refused. */
  lineEnd(index: number): number {
    return index + 1 < this.fieldCount ? this.lineStart(index + 1) : this.size - 2
  }
}

const ConnectionOption = { close: 1, keepAlive: 2, upgrade: 4, names: 8 } as const

export function resetHead(
  head: MessageHead,
  text: string,
  limits: HeadLimits,
  received?: HeadScratch,
): void {
  head.text = text
  const isShort = text.length <= limits.headBytes
  head.scratch = isShort
    ? headScratch(text, text.length, received)
    : headScratch(text, limits.headBytes)
  head.size = 0
  head.minor = 1
  head.fieldCount = 0
  head.contentLength = -1
  head.chunked = false
  head.keepAlive = true
  head.upgrade = ''
  head.problem = null
  head.connection = 0
  if (head.kinds.length >= limits.fields) return
  head.bounds = new Int32Array(4 * limits.fields)
  head.kinds = new Uint8Array(limits.fields)
}

/** RFC 9112 section 6.3: whatever leaves the length open to two readings is refused. A repeated
 *  Content-Length is refused even where the values agree, as other strict parsers do. */
export function noteContentLength(head: MessageHead, index: number): number {
  const { text, bounds } = head
  const start = bounds[4 * index + 2] ?? 0
  const end = bounds[4 * index + 3] ?? 0
  if (text.charCodeAt((bounds[4 * index] ?? 0) + 7) !== Code.dash) {
    return head.refuse('Content_Length is a misspelled framing field')
  }
  if (head.contentLength >= 0) return head.refuse('more than one Content-Length')
  if (head.chunked) return head.refuse('Content-Length together with Transfer-Encoding')
  let length = start === end ? -1 : 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return head.refuse('Content-Length is not a number')
    length = length * 10 + digit
    if (length > Number.MAX_SAFE_INTEGER) return head.refuse('Content-Length is too large')
  }
  if (length < 0) return head.refuse('Content-Length is empty')
  head.contentLength = length
  return 0
}

/** Only `chunked`, once: other codings would have to be understood to find the end. */
export function noteTransferEncoding(head: MessageHead, index: number): number {
  const { text, bounds } = head
  if (text.charCodeAt((bounds[4 * index] ?? 0) + 8) !== Code.dash) {
    return head.refuse('Transfer_Encoding is a misspelled framing field')
  }
  if (head.minor === 0) return head.refuse('Transfer-Encoding in HTTP/1.0')
  if (head.chunked) return head.refuse('more than one Transfer-Encoding')
  if (head.contentLength >= 0) return head.refuse('Content-Length together with Transfer-Encoding')
  if (!isWord(text, bounds[4 * index + 2] ?? 0, bounds[4 * index + 3] ?? 0, 'chunked')) {
    return head.refuse('Transfer-Encoding is not exactly chunked')
  }
  head.chunked = true
  return 0
}

/** Close, keep-alive and upgrade are noted at once; other names wait until all fields are known. */
export function noteConnection(head: MessageHead, index: number): number {
  const { text, bounds } = head
  const end = bounds[4 * index + 3] ?? 0
  let start = bounds[4 * index + 2] ?? 0
  while (start < end) {
    const comma = text.indexOf(',', start)
    const stop = comma < 0 || comma > end ? end : comma
    noteOption(head, start, trimmedEnd(text, start, stop))
    start = stop + 1
    while (start < end && isSpaceOrTab(text.charCodeAt(start))) start++
  }
  return 0
}

function noteOption(head: MessageHead, start: number, end: number): void {
  const { text } = head
  if (isWord(text, start, end, 'keep-alive')) head.connection |= ConnectionOption.keepAlive
  else if (isWord(text, start, end, 'close')) head.connection |= ConnectionOption.close
  else if (isWord(text, start, end, 'upgrade')) head.connection |= ConnectionOption.upgrade
  else if (start < end) head.connection |= ConnectionOption.names
}

function trimmedEnd(text: string, start: number, end: number): number {
  let last = end
  while (last > start && isSpaceOrTab(text.charCodeAt(last - 1))) last--
  return last
}

/** Conclusions that need the whole head. -1 where Connection names a field that is not its own to
 *  name: dropping it on the way would change the message for the next reader. */
export function settleConnection(head: MessageHead): number {
  const { connection } = head
  const isClosing = (connection & ConnectionOption.close) !== 0
  head.keepAlive =
    !isClosing && (head.minor === 1 || (connection & ConnectionOption.keepAlive) !== 0)
  // RFC 9110 section 7.8: Upgrade is ignored in HTTP/1.0.
  if ((connection & ConnectionOption.upgrade) !== 0 && head.minor === 1) {
    head.upgrade = joinedValues(head, FieldKind.upgrade)
  }
  return (connection & ConnectionOption.names) === 0 ? 0 : markNamedFields(head)
}

function joinedValues(head: MessageHead, kind: number): string {
  let joined = ''
  for (let index = 0; index < head.fieldCount; index++) {
    if (head.kinds[index] !== kind) continue
    joined = joined === '' ? head.value(index) : `${joined}, ${head.value(index)}`
  }
  return joined
}

/** One pass over the options and one over the fields: a value of 16 KiB may hold 8,000 options. */
function markNamedFields(head: MessageHead): number {
  const named = new Set<string>()
  for (let index = 0; index < head.fieldCount; index++) {
    if (head.kinds[index] !== FieldKind.connection) continue
    for (const option of head.value(index).toLowerCase().split(',')) {
      const name = option.trim()
      if (isProtected(name)) return head.refuse(`Connection names ${name}`)
      named.add(name)
    }
  }
  for (let index = 0; index < head.fieldCount; index++) {
    const kind = head.kinds[index] ?? 0
    const isOwnKind = kind > FieldKind.other && kind < 16
    if (!isOwnKind && named.has(head.name(index).toLowerCase())) head.kinds[index] = FieldKind.hop
  }
  return 0
}

function isProtected(name: string): boolean {
  const spelled = name.replaceAll('_', '-')
  return spelled === 'host' || spelled === 'content-length' || spelled.startsWith('x-bkapi-')
}
