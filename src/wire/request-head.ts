/** The head of a request as bytes: request line and fields by RFC 9112, in one strict pass.
 *  Whatever two parsers could read differently is refused, with a reason that names it. */
import { isWord } from './character-codes.ts'
import { FieldKind } from './field-table.ts'
import { incomplete, walkFields } from './field-walk.ts'
import type { HeadScratch } from './head-scratch.ts'
import { hostProblem } from './host-value.ts'
import {
  type HeadLimits,
  MessageHead,
  noteConnection,
  noteContentLength,
  noteTransferEncoding,
  resetHead,
  settleConnection,
} from './message-head.ts'
import { parseRequestLine } from './request-line.ts'

export type { HeadLimits } from './message-head.ts'

/** Leading empty lines are skipped and counted in `size` (RFC 9112 section 2.2). */
export class RequestHead extends MessageHead {
  method = ''
  targetStart = 0
  targetEnd = 0
  pathStart = 0
  pathEnd = 0
  /** Behind the `?`; equal to `queryEnd` where there is no query. */
  queryStart = 0
  queryEnd = 0
  hostStart = -1
  hostEnd = -1
  expectContinue = false
  isAbsoluteForm = false
  hostCount = 0

  get target(): string {
    return this.text.slice(this.targetStart, this.targetEnd)
  }

  /** Encoded as received; '/' for an absolute-form target without a path. */
  get path(): string {
    return this.pathStart === this.pathEnd ? '/' : this.text.slice(this.pathStart, this.pathEnd)
  }

  /** Without the `?`. */
  get query(): string {
    return this.text.slice(this.queryStart, this.queryEnd)
  }

  /** Value of Host, or the authority of an absolute-form target, which replaces it (RFC 9112
   *  section 3.2.2); '' only in HTTP/1.0, which knows requests without Host. */
  get host(): string {
    return this.hostStart < 0 ? '' : this.text.slice(this.hostStart, this.hostEnd)
  }

  override refuse(reason: string): -1 {
    this.problem = { key: 'malformed_request', facts: { reason } }
    return -1
  }

  override refuseSize(reason: string): -1 {
    this.problem = { key: 'head_too_large', facts: { reason } }
    return -1
  }

  override note(kind: number, index: number): number {
    switch (kind) {
      case FieldKind.host:
        return noteHost(this, index)
      case FieldKind.contentLength:
        return noteContentLength(this, index)
      case FieldKind.transferEncoding:
        return noteTransferEncoding(this, index)
      case FieldKind.connection:
        return noteConnection(this, index)
      case FieldKind.expect:
        return noteExpect(this, index)
      default:
        return 0
    }
  }
}

/** >0: bytes of the head; 0: incomplete; -1: `head.problem` is set, also for an incomplete head that
 *  cannot become valid or is over a limit. A head that arrives in pieces is walked again from its
 *  start, which for 16 KiB takes some 30 us: about what it costs to receive the piece. `received`:
 *  where all of `text` still lies as bytes (see headScratch). */
export function parseRequestHead(
  head: RequestHead,
  text: string,
  limits: HeadLimits,
  received?: HeadScratch,
): number {
  resetHead(head, text, limits, received)
  head.method = ''
  head.targetStart = head.targetEnd = 0
  head.pathStart = head.pathEnd = 0
  head.queryStart = head.queryEnd = 0
  head.hostStart = head.hostEnd = -1
  head.hostCount = 0
  head.expectContinue = false
  head.isAbsoluteForm = false
  const fieldsStart = parseRequestLine(head, limits)
  if (fieldsStart <= 0) return fieldsStart === 0 ? incomplete(head, limits) : -1
  const size = walkFields(head, fieldsStart, limits)
  if (size <= 0) return size
  if (head.hostCount === 0 && head.minor === 1) return head.refuse('missing Host')
  return settleConnection(head) < 0 ? -1 : size
}

function noteHost(head: RequestHead, index: number): number {
  if (++head.hostCount > 1) return head.refuse('more than one Host')
  const start = head.bounds[4 * index + 2] ?? 0
  const end = head.bounds[4 * index + 3] ?? 0
  const problem = hostProblem(head.scratch.codes, start, end)
  if (problem !== '') return head.refuse(problem)
  if (head.isAbsoluteForm) return 0
  head.hostStart = start
  head.hostEnd = end
  return 0
}

/** RFC 9110 section 10.1.1: the only expectation there is, and HTTP/1.0 does not have it. */
function noteExpect(head: RequestHead, index: number): number {
  const start = head.bounds[4 * index + 2] ?? 0
  if (isWord(head.text, start, head.bounds[4 * index + 3] ?? 0, '100-continue')) {
    head.expectContinue = head.minor === 1
    return 0
  }
  head.problem = { key: 'expectation', facts: {} }
  return -1
}
