/** The head of a response as bytes: status line and fields by RFC 9112, as strict as for requests.
 *  What is no HTTP at all is told from HTTP that breaks a rule, as early as the bytes allow. */
import { Code, isWord } from './character-codes.ts'
import { FieldKind } from './field-table.ts'
import { incomplete, walkFields } from './field-walk.ts'
import type { HeadScratch } from './head-scratch.ts'
import {
  type HeadLimits,
  MessageHead,
  noteConnection,
  noteContentLength,
  noteTransferEncoding,
  resetHead,
  settleConnection,
} from './message-head.ts'

export type BodyFraming = 'none' | 'length' | 'chunked' | 'close'

export class ResponseHead extends MessageHead {
  status = 0
  reason = ''
  /** Index behind the CRLF of the status line. */
  statusLineEnd = 0
  /** From `Keep-Alive: timeout=N`, -1 where it is not announced. */
  keepAliveTimeoutMs = -1

  /** With its CRLF, in our version. Without a reason the space before it is often left out; who sends a
   *  status line must write it (RFC 9112 section 4). */
  get statusLine(): string {
    const { text, statusLineEnd } = this
    if (statusLineEnd === barestStatusLine) return `HTTP/1.1 ${this.status} \r\n`
    if (this.minor === 1) return text.slice(0, statusLineEnd)
    return 'HTTP/1.1 ' + text.slice(9, statusLineEnd)
  }

  /** How the end of the body is found (RFC 9112 section 6.3). */
  bodyFraming(requestMethod: string): BodyFraming {
    const { status } = this
    if (requestMethod === 'HEAD' || status < 200 || status === 204 || status === 304) return 'none'
    if (this.chunked) return 'chunked'
    return this.contentLength >= 0 ? 'length' : 'close'
  }

  override refuse(reason: string): -1 {
    this.problem = { key: 'backend_invalid_head', facts: { reason } }
    return -1
  }

  override refuseSize(reason: string): -1 {
    this.problem = { key: 'backend_head_too_large', facts: { reason } }
    return -1
  }

  override note(kind: number, index: number): number {
    switch (kind) {
      case FieldKind.contentLength:
        return noteContentLength(this, index)
      case FieldKind.transferEncoding:
        return noteTransferEncoding(this, index)
      case FieldKind.connection:
        return noteConnection(this, index)
      case FieldKind.hop:
        return noteKeepAlive(this, index)
      default:
        return 0
    }
  }
}

/** >0: bytes of the head; 0: incomplete; -1: `head.problem` is set. 1xx heads parse like others.
 *  `received`: where all of `text` still lies as bytes (see headScratch). */
export function parseResponseHead(
  head: ResponseHead,
  text: string,
  limits: HeadLimits,
  received?: HeadScratch,
): number {
  resetHead(head, text, limits, received)
  head.status = 0
  head.reason = ''
  head.statusLineEnd = 0
  head.keepAliveTimeoutMs = -1
  const fieldsStart = parseStatusLine(head, Math.min(text.length, limits.headBytes))
  if (fieldsStart <= 0) return fieldsStart === 0 ? incomplete(head, limits) : -1
  head.statusLineEnd = fieldsStart
  const size = walkFields(head, fieldsStart, limits)
  if (size <= 0) return size
  if (settleConnection(head) < 0) return -1
  // RFC 9110 section 6.4.1: a 204 has no body. One that declares a body may send it all the same.
  if (head.status === 204 && (head.chunked || head.contentLength > 0)) head.keepAlive = false
  return size
}

const version = 'HTTP/1.'

/** Index of the first field, 0: incomplete, -1: `head.problem` is set. */
function parseStatusLine(head: ResponseHead, end: number): number {
  const { text } = head
  if (end === 0) return 0
  if (!text.startsWith(end < version.length ? version.slice(0, end) : version)) {
    return refuseProtocol(head, end)
  }
  if (end <= version.length) return 0
  const digit = text.charCodeAt(version.length)
  if (digit !== 0x30 && digit !== 0x31) return head.refuse('unknown HTTP version')
  head.minor = digit === 0x31 ? 1 : 0
  if (end === 8) return 0
  if (text.charCodeAt(8) !== Code.space) return head.refuse('no space behind the HTTP version')
  for (let at = 9; at < 12; at++) {
    if (at >= end) return 0
    const value = text.charCodeAt(at) - 0x30
    if (value < 0 || value > 9) return head.refuse('status is not three digits')
    head.status = head.status * 10 + value
  }
  if (head.status < 100) return head.refuse('status below 100')
  return parseReason(head, end)
}

/** The space before an empty reason is often forgotten, and means nothing else then. */
function parseReason(head: ResponseHead, end: number): number {
  const { text } = head
  let at = 12
  if (at >= end) return 0
  const first = text.charCodeAt(at)
  if (first === Code.space) at++
  else if (first === Code.lineFeed) return head.refuse('bare LF')
  else if (first !== Code.carriageReturn) return head.refuse('status is not three digits')
  const start = at
  let code = 0
  for (; at < end; at++) {
    code = text.charCodeAt(at)
    if (code < Code.space ? code !== Code.tab : code === Code.delete) break
  }
  if (at >= end) return 0
  if (code === Code.lineFeed) return head.refuse('bare LF')
  if (code !== Code.carriageReturn) return head.refuse('control character in the status line')
  if (at + 1 >= end) return 0
  if (text.charCodeAt(at + 1) !== Code.lineFeed) return head.refuse('bare CR')
  head.reason = start === at ? '' : text.slice(start, at)
  return at + 2
}

/** First byte of a TLS alert or handshake record (RFC 8446 section 5.1). */
const tlsRecords: readonly number[] = [0x15, 0x16]

function refuseProtocol(head: ResponseHead, end: number): 0 | -1 {
  const { text } = head
  const first = text.charCodeAt(0)
  if (tlsRecords.includes(first)) {
    return refuseAs(head, 'backend_speaks_tls', 'first byte is a TLS record')
  }
  if (text.startsWith('HTTP/2'.slice(0, end)) && end < 6) return 0
  if (text.startsWith('HTTP/')) {
    if (end === 5) return 0
    if (text.charCodeAt(5) === 0x32) {
      return refuseAs(head, 'backend_speaks_http2', 'status line of HTTP/2')
    }
    return head.refuse('unknown HTTP version')
  }
  if (first === 0) {
    const frame = http2Frame(text, end)
    if (frame === 0) return 0
    if (frame === 1) return refuseAs(head, 'backend_speaks_http2', 'HTTP/2 frame')
  }
  return refuseAs(head, 'backend_not_http', 'first bytes are no HTTP status line')
}

/** A server's first HTTP/2 frame (RFC 9113 sections 4.1 and 3.4): SETTINGS, or GOAWAY where it gives
 *  up at once, on stream 0. 1: it is one, 0: it may become one, -1: it is none. */
function http2Frame(text: string, end: number): 1 | 0 | -1 {
  if (end > 3) {
    const type = text.charCodeAt(3)
    if (type !== 4 && type !== 7) return -1
  }
  for (let at = 5; at < Math.min(end, 9); at++) {
    if (text.charCodeAt(at) !== 0) return -1
  }
  return end >= 9 ? 1 : 0
}

function refuseAs(
  head: ResponseHead,
  key: 'backend_speaks_tls' | 'backend_speaks_http2' | 'backend_not_http',
  reason: string,
): -1 {
  head.problem = { key, facts: { reason } }
  return -1
}

/** Anything but a plain `timeout=N` is treated as not announced. */
function noteKeepAlive(head: ResponseHead, index: number): 0 {
  const { text, bounds } = head
  const nameStart = bounds[4 * index] ?? 0
  if (!isWord(text, nameStart, bounds[4 * index + 1] ?? 0, 'keep-alive')) return 0
  const found = /(?:^|[,\s])timeout=(\d{1,6})(?:$|[,;\s])/i.exec(head.value(index))
  if (found !== null) head.keepAliveTimeoutMs = Number(found[1]) * 1_000
  return 0
}

const barestStatusLine = 'HTTP/1.1 200\r\n'.length
