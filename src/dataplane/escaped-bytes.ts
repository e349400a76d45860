/** First bytes of an answer that is not an acceptable head, readable and harmless. */
const shownBytes = 64

export function escapedBytes(latin1: string): string {
  return latin1
    .slice(0, shownBytes)
    .replaceAll(
      /[^\u0020-\u007e]/g,
      (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}
