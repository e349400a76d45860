/** IMF-fixdate (RFC 9110 section 5.6.7), made once a second. */
let second = -1
let text = ''

export function httpDate(epochMs: number): string {
  const now = Math.floor(epochMs / 1_000)
  if (now !== second) {
    second = now
    text = new Date(now * 1_000).toUTCString()
  }
  return text
}
