/** The walk over the header fields of a head: validation, bounds and kinds in one pass by index. */
import { Code, isSpaceOrTab, tokenCodes } from './character-codes.ts'
import { controlIndex } from './head-scratch.ts'
import type { HeadLimits, MessageHead } from './message-head.ts'

/** Begins behind the start line. Bytes of the head up to and with its empty line; 0: incomplete;
 *  -1: `head.problem` is set. Nothing behind `limits.headBytes` is looked at, so that the verdict
 *  does not depend on how the bytes were split on the way. */
export function walkFields(head: MessageHead, from: number, limits: HeadLimits): number {
  const { text, scratch, bounds, kinds, table } = head
  const { codes } = scratch
  const end = Math.min(text.length, limits.headBytes)
  let at = from
  for (let count = 0; ; count++) {
    const nameStart = at
    while (tokenCodes[codes[at] ?? 0] === 1) at++
    if (at >= end) return incomplete(head, limits)
    if (at === nameStart && codes[at] === Code.carriageReturn) {
      if (at + 1 >= end) return incomplete(head, limits)
      if (codes[at + 1] !== Code.lineFeed) return head.refuse('bare CR')
      head.size = at + 2
      return head.size
    }
    if (count === limits.fields) return head.refuseSize(`more than ${limits.fields} header fields`)
    const nameEnd = at
    if (nameEnd === nameStart || codes[at] !== Code.colon) {
      return head.refuse(nameProblem(text, nameStart, at, count))
    }
    at++
    while (isSpaceOrTab(codes[at] ?? 0)) at++
    const valueStart = at
    // Visible characters, space, tab and obs-text (RFC 9110 section 5.5) make up a value.
    at = controlIndex(scratch, at)
    if (at >= end) return incomplete(head, limits)
    if (codes[at] !== Code.carriageReturn) {
      return head.refuse(valueProblem(text, nameStart, nameEnd, codes[at] ?? 0))
    }
    if (at + 1 >= end) return incomplete(head, limits)
    if (codes[at + 1] !== Code.lineFeed) return head.refuse('bare CR in a field value')
    let valueEnd = at
    while (valueEnd > valueStart && isSpaceOrTab(codes[valueEnd - 1] ?? 0)) valueEnd--
    at += 2
    const kind = table.lookup(codes, nameStart, nameEnd)
    const slot = count << 2
    bounds[slot] = nameStart
    bounds[slot + 1] = nameEnd
    bounds[slot + 2] = valueStart
    bounds[slot + 3] = valueEnd
    kinds[count] = kind
    head.fieldCount = count + 1
    if (kind !== 0 && kind < 16 && head.note(kind, count) < 0) return -1
  }
}

/** All there is was read without finding the end of the head. */
export function incomplete(head: MessageHead, limits: HeadLimits): 0 | -1 {
  if (head.text.length < limits.headBytes) return 0
  return head.refuseSize(`header larger than ${limits.headBytes} bytes`)
}

function nameProblem(text: string, start: number, at: number, count: number): string {
  const code = text.charCodeAt(at)
  if (code === Code.lineFeed) return 'bare LF'
  if (isSpaceOrTab(code)) {
    if (at > start) return 'white space between a field name and its colon'
    return count === 0 ? 'white space before the first field' : 'folded header line (obs-fold)'
  }
  if (code === Code.colon) return 'header field without a name'
  if (code === Code.carriageReturn) return 'header line without a colon'
  if (code < Code.space || code === Code.delete) return 'control character in a field name'
  return 'invalid character in a field name'
}

function valueProblem(text: string, nameStart: number, nameEnd: number, code: number): string {
  const name = text.slice(nameStart, Math.min(nameEnd, nameStart + 64))
  if (code === Code.lineFeed) return `bare LF in the value of ${name}`
  return `control character in the value of ${name}`
}
