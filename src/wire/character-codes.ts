/** Character codes and classes that the head and chunk parsers compare with. */
export const Code = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  hash: 0x23,
  percent: 0x25,
  asterisk: 0x2a,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  semicolon: 0x3b,
  question: 0x3f,
  at: 0x40,
  bracketOpen: 0x5b,
  backslash: 0x5c,
  bracketClose: 0x5d,
  underscore: 0x5f,
  delete: 0x7f,
} as const

/** 1 for each character of a token (RFC 9110 section 5.6.2). */
export const tokenCodes = classOf("!#$%&'*+-.^_`|~" + digits() + letters())

/** A table of 256 entries, 1 where the character is in `members`. */
export function classOf(members: string): Uint8Array {
  const table = new Uint8Array(256)
  for (const member of members) table[member.charCodeAt(0)] = 1
  return table
}

export function digits(): string {
  return '0123456789'
}

export function letters(): string {
  return 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
}

/** 0 to 15, or -1 where the code is no hexadecimal digit. */
export function hexValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

export function isSpaceOrTab(code: number): boolean {
  return code === Code.space || code === Code.tab
}

/** Compares case-insensitively; `lower` holds only a-z, 0-9 and `-`, the text only token characters
 *  or printable ASCII. */
export function isWord(text: string, start: number, end: number, lower: string): boolean {
  if (end - start !== lower.length) return false
  for (let index = 0; index < lower.length; index++) {
    const code = text.charCodeAt(start + index)
    const folded = code >= 0x41 && code <= 0x5a ? code | 0x20 : code
    if (folded !== lower.charCodeAt(index)) return false
  }
  return true
}
