/** The words of a command line as a log query: the shell took the quotes of "some words" away. */
export function queryOf(words: readonly string[]): string {
  return words.map(quotedAgain).join(' ')
}

function quotedAgain(word: string): string {
  return /\s/.test(word) && !/["():]|\b(?:AND|OR|NOT)\b/.test(word) ? `"${word}"` : word
}
