/** The characters of Host and of an absolute-form authority: uri-host [":" port] of RFC 9112
 *  section 3.2, without user information. */
import { classOf, Code, digits, hexValue, letters } from './character-codes.ts'

/** reg-name of RFC 3986 without the comma: a comma is what two joined Host fields look like. */
const nameCodes = classOf("-._~%!$&'()*+;=" + digits() + letters())

/** '' where the text is a host with an optional port. */
export function hostProblem(text: string, start: number, end: number): string {
  if (start === end) return 'Host is empty'
  let at = start
  if (text.charCodeAt(at) === Code.bracketOpen) {
    at = literalEnd(text, start, end)
    if (at < 0) return 'Host is not a valid IPv6 address'
  } else {
    while (at < end && nameCodes[text.charCodeAt(at)] === 1) at++
    if (at === start) return 'Host has no name'
  }
  if (at === end) return ''
  if (text.charCodeAt(at) !== Code.colon) return 'invalid character in Host'
  return portProblem(text, at + 1, end)
}

/** Behind the closing bracket, -1 where there is something else than an address inside. */
function literalEnd(text: string, start: number, end: number): number {
  let at = start + 1
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (hexValue(code) < 0 && code !== Code.colon && code !== Code.dot) break
  }
  const hasAddress = at - start > 2
  return hasAddress && at < end && text.charCodeAt(at) === Code.bracketClose ? at + 1 : -1
}

function portProblem(text: string, start: number, end: number): string {
  let port = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return 'port in Host is not a number'
    port = port * 10 + digit
    if (port > 65_535) return 'port in Host is too large'
  }
  return ''
}
