/** The characters of Host and of an absolute-form authority: uri-host [":" port] of RFC 9112
 *  section 3.2, without user information. */
import { classOf, Code, digits, hexValue, letters } from './character-codes.ts'

/** reg-name of RFC 3986 without the comma: a comma is what two joined Host fields look like. */
const nameCodes = classOf("-._~%!$&'()*+;=" + digits() + letters())

/** '' where the text is a host with an optional port. */
export function hostProblem(codes: Uint8Array, start: number, end: number): string {
  if (start === end) return 'Host is empty'
  let at = start
  if (codes[at] === Code.bracketOpen) {
    at = literalEnd(codes, start, end)
    if (at < 0) return 'Host is not a valid IPv6 address'
  } else {
    while (at < end && nameCodes[codes[at] ?? 0] === 1) at++
    if (at === start) return 'Host has no name'
  }
  if (at === end) return ''
  if (codes[at] !== Code.colon) return 'invalid character in Host'
  return portProblem(codes, at + 1, end)
}

/** Behind the closing bracket, -1 where there is something else than an address inside. */
function literalEnd(codes: Uint8Array, start: number, end: number): number {
  let at = start + 1
  for (; at < end; at++) {
    const code = codes[at] ?? 0
    if (hexValue(code) < 0 && code !== Code.colon && code !== Code.dot) break
  }
  const hasAddress = at - start > 2
  return hasAddress && at < end && codes[at] === Code.bracketClose ? at + 1 : -1
}

function portProblem(codes: Uint8Array, start: number, end: number): string {
  let port = 0
  for (let at = start; at < end; at++) {
    const digit = (codes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return 'port in Host is not a number'
    port = port * 10 + digit
    if (port > 65_535) return 'port in Host is too large'
  }
  return ''
}
