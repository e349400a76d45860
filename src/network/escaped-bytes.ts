/** Bytes as one line of printable ASCII: `HTTP/1.1 400\r\n`, `\x15\x03`. */
export function escapedBytes(bytes: Uint8Array, most: number): string {
  let text = ''
  for (const byte of bytes.subarray(0, most)) text += escapedByte(byte)
  return text
}

/** How what a peer said begins, as records and reports show it. One character of `latin1` is a byte. */
export function firstBytesOf(latin1: string): string {
  return escapedBytes(Buffer.from(latin1.slice(0, shownBytes), 'latin1'), shownBytes)
}

/** Room for a status line and a field, or for the greeting of another protocol. */
export const shownBytes = 64

/** Text from a peer (a certificate, say) as printable ASCII, at most `most` characters. */
export function escapedText(text: string, most: number): string {
  const bytes = Buffer.from(text.slice(0, most))
  const escaped = escapedBytes(bytes, bytes.length)
  const isWhole = text.length <= most && escaped.length <= most
  return isWhole ? escaped : `${escaped.slice(0, most - 3)}...`
}

function escapedByte(byte: number): string {
  if (byte === 0x0d) return '\\r'
  if (byte === 0x0a) return '\\n'
  if (byte === 0x5c) return '\\\\'
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte)
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
