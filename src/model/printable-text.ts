/** Text from a peer as a terminal may show it: control and format characters (escape sequences, text
 *  that runs backwards) become visible. Line ends and tabs stay. */
export function printable(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[\p{Cc}\p{Cf}]/gu, shownCharacter)
}

/** For one line: line ends become visible too. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n')
}

function shownCharacter(character: string): string {
  if (character === '\n' || character === '\t') return character
  const code = character.codePointAt(0) ?? 0
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}
