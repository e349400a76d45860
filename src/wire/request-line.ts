/** Method, target and version of a request (RFC 9112 section 3), read as far as the bytes go. */
import { Code, isWord } from './character-codes.ts'
import { hostProblem } from './host-value.ts'
import type { HeadLimits } from './message-head.ts'
import type { RequestHead } from './request-head.ts'
import { pathProblem, TargetMark, targetMarks } from './target-path.ts'

/** Index of the first field, 0: incomplete, -1: `head.problem` is set. */
export function parseRequestLine(head: RequestHead, limits: HeadLimits): number {
  const { text } = head
  const end = Math.min(text.length, limits.headBytes)
  const methodStart = skipEmptyLines(head, end)
  if (methodStart < 0) return -1
  const methodEnd = parseMethod(head, methodStart, end)
  if (methodEnd <= 0) return methodEnd
  const targetStart = methodEnd + 1
  head.targetStart = targetStart
  // One character more than allowed is enough to know that the target is too long.
  const stop = Math.min(end, targetStart + limits.uriBytes + 1)
  const targetEnd = parseTarget(head, targetStart, stop)
  if (targetEnd < 0) return -1
  if (targetEnd - targetStart > limits.uriBytes) return refuseLength(head, limits)
  if (targetEnd >= end) return 0
  head.targetEnd = targetEnd
  const problem = pathProblem(head.scratch.codes, head.pathStart, head.pathEnd)
  if (problem !== '') return refusePath(head, problem)
  return parseVersion(head, targetEnd, end)
}

/** RFC 9112 section 2.2: some old clients send CRLF after a body. */
function skipEmptyLines(head: RequestHead, end: number): number {
  const { text } = head
  let at = 0
  while (at + 1 < end && text.charCodeAt(at) === Code.carriageReturn) {
    if (text.charCodeAt(at + 1) !== Code.lineFeed) return head.refuse('bare CR before the request')
    at += 2
  }
  return at
}

const longestMethod = 24 // characters; the longest registered one is UPDATEREDIRECTREF with 17

/** Index of the space behind the method. Capital letters only: methods are case-sensitive, and a
 *  lenient backend would read `get` as GET. */
function parseMethod(head: RequestHead, start: number, end: number): number {
  const { text } = head
  const { codes } = head.scratch
  let at = start
  while (at < end && isMethodCode(codes[at] ?? 0) && at - start <= longestMethod) at++
  if (at >= end) return 0
  if (at === start || at - start > longestMethod || codes[at] !== Code.space) {
    if (at === start && at + 1 >= end && codes[at] === Code.carriageReturn) return 0
    return head.refuse(methodProblem(text, start, at))
  }
  head.method = methodText(text, start, at)
  if (head.method === 'CONNECT' || head.method === 'TRACE') {
    return head.refuse(`${head.method} is not accepted`)
  }
  return at
}

function isMethodCode(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code === Code.dash || code === Code.underscore
}

/** Known methods as constants, so that they cost no slice and compare by pointer. */
function methodText(text: string, start: number, end: number): string {
  for (const method of knownMethods) {
    if (method.length === end - start && text.startsWith(method, start)) return method
  }
  return text.slice(start, end)
}

const knownMethods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'] as const

const tlsHandshake = 0x16 // first byte of a ClientHello record (RFC 8446 section 5.1)

function methodProblem(text: string, start: number, at: number): string {
  const code = text.charCodeAt(at)
  if (at === start && code === tlsHandshake) return 'TLS on a plain HTTP port'
  if (code === Code.lineFeed) return 'bare LF'
  if (code === Code.carriageReturn) return 'request line without a target'
  if (at - start > longestMethod) return 'method is too long'
  return 'invalid character in the method'
}

/** Index behind the target, or `stop` where it goes on. */
function parseTarget(head: RequestHead, start: number, stop: number): number {
  if (start >= stop) return start
  const { codes } = head.scratch
  const first = codes[start]
  let at = start
  if (first === Code.asterisk) at = start + 1
  else if (first !== Code.slash) {
    at = parseAuthority(head, start, stop)
    if (at < 0) return -1
    if (at >= stop) return stop
  }
  if (first === Code.asterisk && head.method !== 'OPTIONS' && head.method !== 'PRI') {
    return head.refuse('the target * needs OPTIONS')
  }
  if (first === Code.asterisk && at < stop && codes[at] !== Code.space) {
    return head.refuse('request target begins with *')
  }
  head.pathStart = first === Code.asterisk ? start : at
  while (at < stop && (targetMarks[codes[at] ?? 0] ?? 0) < TargetMark.ends) at++
  head.pathEnd = head.queryStart = head.queryEnd = at
  if (at < stop && codes[at] === Code.question) {
    at++
    head.queryStart = at
    while (at < stop && (targetMarks[codes[at] ?? 0] ?? 0) <= TargetMark.endsPath) at++
    head.queryEnd = at
  }
  if (at >= stop || codes[at] === Code.space) return at
  return refuseTarget(head, at)
}

/** `http://host:port` of an absolute-form target: index behind the authority, or `stop`. */
function parseAuthority(head: RequestHead, start: number, stop: number): number {
  const { text } = head
  const colon = text.indexOf(':', start)
  const schemeEnd = colon < 0 || colon > stop ? stop : colon
  const wanted = isPrefixOf(text, start, schemeEnd, colon === schemeEnd)
  if (!wanted) return head.refuse('request target is neither a path nor an http URL')
  if (schemeEnd === stop) return stop
  for (let slash = schemeEnd + 1; slash <= schemeEnd + 2; slash++) {
    if (slash >= stop) return stop
    if (text.charCodeAt(slash) !== Code.slash) {
      return head.refuse('request target is neither a path nor an http URL')
    }
  }
  let at = schemeEnd + 3
  while (at < stop && isAuthorityCode(text.charCodeAt(at))) at++
  if (at >= stop) return stop
  const problem = hostProblem(head.scratch.codes, schemeEnd + 3, at)
  if (problem !== '') return head.refuse(`${problem} (in the request target)`)
  head.isAbsoluteForm = true
  head.hostStart = schemeEnd + 3
  head.hostEnd = at
  return at
}

function isAuthorityCode(code: number): boolean {
  return code > Code.space && code !== Code.slash && code !== Code.question
}

/** Whole: the scheme is http or https. Else: it may become one of them. */
function isPrefixOf(text: string, start: number, end: number, isWhole: boolean): boolean {
  if (isWhole) return isWord(text, start, end, 'http') || isWord(text, start, end, 'https')
  return end - start <= 5 && isWord(text, start, end, 'https'.slice(0, end - start))
}

function refuseTarget(head: RequestHead, at: number): -1 {
  head.targetEnd = at
  const code = head.text.charCodeAt(at)
  if (code === Code.lineFeed) return head.refuse('bare LF')
  if (code === Code.carriageReturn) return head.refuse('request line without a version')
  if (code === Code.hash) return refusePath(head, 'fragment (#) in the request target')
  if (code === Code.backslash) return refusePath(head, 'backslash in the path')
  return refusePath(head, 'byte outside 0x21-0x7E in the request target')
}

function refusePath(head: RequestHead, reason: string): -1 {
  head.problem = { key: 'path_ambiguous', facts: { reason } }
  return -1
}

/** The whole size where it has arrived, else what is there so far. */
function refuseLength(head: RequestHead, limits: HeadLimits): -1 {
  const space = head.text.indexOf(' ', head.targetStart)
  head.targetEnd = space < 0 ? head.text.length : space
  const size = head.targetEnd - head.targetStart
  head.problem = { key: 'uri_too_long', facts: { size, limit: limits.uriBytes } }
  return -1
}

const version = ' HTTP/1.'

function parseVersion(head: RequestHead, space: number, end: number): number {
  const { text } = head
  const present = Math.min(version.length, end - space)
  if (!text.startsWith(present === version.length ? version : version.slice(0, present), space)) {
    return refuseVersion(head, space, end)
  }
  const digitAt = space + version.length
  if (digitAt >= end) return 0
  const digit = text.charCodeAt(digitAt)
  if (digit !== 0x30 && digit !== 0x31) return refuseVersion(head, space, end)
  if (head.method === 'PRI') return head.refuse('the method PRI belongs to HTTP/2')
  head.minor = digit === 0x31 ? 1 : 0
  if (digitAt + 1 >= end) return 0
  if (text.charCodeAt(digitAt + 1) !== Code.carriageReturn) {
    if (text.charCodeAt(digitAt + 1) === Code.lineFeed) return head.refuse('bare LF')
    return head.refuse('something behind the HTTP version')
  }
  if (digitAt + 2 >= end) return 0
  if (text.charCodeAt(digitAt + 2) !== Code.lineFeed) return head.refuse('bare CR')
  return digitAt + 3
}

/** Waits for ` HTTP/d.d` to be complete, so that another version is told from another word. */
function refuseVersion(head: RequestHead, space: number, end: number): number {
  const { text } = head
  const shape = ' HTTP/0.0'
  for (let index = 0; index < shape.length; index++) {
    if (space + index >= end) return 0
    const code = text.charCodeAt(space + index)
    const wanted = shape.charCodeAt(index)
    const fits = wanted === 0x30 ? code >= 0x30 && code <= 0x39 : code === wanted
    if (!fits) return head.refuse('white space in the request target, or no HTTP version behind it')
  }
  const reason = `HTTP/${text.slice(space + 6, space + 9)} is not spoken here`
  head.problem = { key: 'http_version', facts: { reason } }
  return -1
}
