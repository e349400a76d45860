/** Takes encodings off text to see what it says. Lenient: what is no escape stays as it is. */
export function decodedPercent(text: string): string {
  let decoded = text
  for (let round = 0; round < mostRounds && percent.test(decoded); round++) {
    const next = decoded.replaceAll('+', ' ').replaceAll(percentRun, oneRound)
    if (next === decoded) break
    decoded = next
  }
  return decodedUnicode(decoded)
}

/** `\u0065` and `\x65` with any number of backslashes become the character. */
export function decodedUnicode(text: string): string {
  if (!text.includes('\\')) return text
  return text.replaceAll(unicodeEscape, (_, long: string | undefined, short: string | undefined) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)),
  )
}

/** HTML's names and numbers for the characters that structure other texts, and for ASCII. */
export function decodedEntities(text: string): string {
  let decoded = text
  for (let round = 0; round < mostRounds && decoded.includes('&'); round++) {
    const next = decoded.replaceAll(entity, entityCharacter)
    if (next === decoded) break
    decoded = next
  }
  return decoded
}

function entityCharacter(
  whole: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return namedEntities[name.toLowerCase()] ?? whole
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 8 && code < 127 ? String.fromCharCode(code) : whole
}

/** Encoded more often than this is no accident; redaction masks it whole. */
const mostRounds = 6
const percent = /%[0-9a-f]{2}/i
const percentRun = /(?:%[0-9a-f]{2})+/gi
const unicodeEscape = /\\{1,64}(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi
const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(quot|apos|lt|gt|amp|equals|colon));?/gi
const namedEntities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
  equals: '=',
  colon: ':',
}

function oneRound(run: string): string {
  try {
    return decodeURIComponent(run)
  } catch {
    return Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1') // not UTF-8
  }
}
