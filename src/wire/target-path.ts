/** Which paths may be routed at all: one that a backend could resolve to another path is refused,
 *  since it would pass under the wrong resource (RFC 3986 section 6.2.2). */
import { Code, hexValue } from './character-codes.ts'

/** Classes of target characters, ordered so that one comparison ends a loop. */
export const TargetMark = { plain: 0, ends: 1, endsPath: 1, endsTarget: 2 } as const

/** `?` and `\` end a path, `?` and `\` are part of a query; everything outside 0x21-0x7E and `#` end both. */
export const targetMarks = marks()

function marks(): Uint8Array {
  const table = new Uint8Array(256).fill(TargetMark.endsTarget)
  table.fill(TargetMark.plain, 0x21, Code.delete)
  table[Code.hash] = TargetMark.endsTarget
  table[Code.question] = TargetMark.endsPath
  table[Code.backslash] = TargetMark.endsPath
  return table
}

/** '' for a path with only one reading. */
export function pathProblem(codes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) {
    const code = codes[at] ?? 0
    if (code === Code.percent) {
      if (!isEscape(codes, at, end)) return 'broken percent escape in the path'
      if (isSegmentStart(codes, at, start) && isDotSegment(codes, at, end)) return dotSegment
    } else if (code === Code.dot && isSegmentStart(codes, at, start)) {
      if (isDotSegment(codes, at, end)) return dotSegment
    }
  }
  return ''
}

const dotSegment = 'dot segment in the path'

function isEscape(codes: Uint8Array, at: number, end: number): boolean {
  return at + 2 < end && hexValue(codes[at + 1] ?? 0) >= 0 && hexValue(codes[at + 2] ?? 0) >= 0
}

/** `%2F` and `%5C` stay encoded, but a backend that decodes them sees a segment begin there. */
function isSegmentStart(codes: Uint8Array, at: number, start: number): boolean {
  if (at === start) return false
  return codes[at - 1] === Code.slash || isEncodedSlash(codes, at - 3)
}

function isEncodedSlash(codes: Uint8Array, at: number): boolean {
  if ((codes[at] ?? 0) !== Code.percent) return false
  const high = codes[at + 1] ?? 0
  const low = (codes[at + 2] ?? 0) | 0x20
  return (high === 0x32 && low === 0x66) || (high === 0x35 && low === 0x63)
}

/** `.` or `..`, each dot also as `%2e`, up to a slash of any kind, a `;` (servlet containers cut
 *  path parameters before they resolve dots) or the end. */
function isDotSegment(codes: Uint8Array, start: number, end: number): boolean {
  let at = start
  for (let dots = 0; dots < 3; dots++) {
    if (at >= end) return true
    const code = codes[at] ?? 0
    if (dots > 0 && (code === Code.slash || code === Code.semicolon)) return true
    if (dots > 0 && isEncodedSlash(codes, at)) return true
    if (code === Code.dot) at += 1
    else if (isEncodedDot(codes, at)) at += 3
    else return false
  }
  return false
}

function isEncodedDot(codes: Uint8Array, at: number): boolean {
  return (
    codes[at] === Code.percent && codes[at + 1] === 0x32 && ((codes[at + 2] ?? 0) | 0x20) === 0x65
  )
}
